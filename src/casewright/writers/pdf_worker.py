"""The child process of `pdf.py`: answers each request with a PDF until its input is closed."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO

from casewright import patterns
from casewright.diagnostics import CannotRun

_BASE = "http://manuscript.invalid/"

# A page with all that manuscripts have: the first of its kind takes a third longer than the next.
_WORDS = "some words in a <em>line</em> of text<sup>[1]</sup>, <b>bold</b>. " * 12
_WARM_UP = (
    "<html><head><style>"
    "@page{{margin:25mm;@top-right{{content:'a'}}@bottom-center{{content:counter(page)}}}}"
    "body{{font:12pt/2 {family}}}figure,div{{break-inside:avoid}}span{{display:inline-block}}"
    "table{{border-collapse:collapse;table-layout:fixed;width:100%;border-top:1pt solid}}"
    "sup{{line-height:0}}div{{padding-left:9mm;text-indent:-9mm}}h2{{break-after:avoid}}"
    "</style></head><body>"
    f"<h1>A</h1><h2>B</h2><p>{_WORDS}</p><figure><figcaption>f</figcaption></figure>"
    "<ul><li>c</li></ul><table><caption><b>g</b></caption><thead><tr><th scope='col'>h</th></tr>"
    "</thead><tbody><tr><td>i</td></tr></tbody></table>"
    "<div><span>1</span>Name A. <em>J</em> <a href='#x'>2 <b>3</b></a></div></body></html>"
)


def main(memory: int) -> None:
    """Serve PDFs over standard input and output, within `memory` bytes of address space."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    _limit(memory)
    patterns.remember()
    failure = _load()
    # What was imported lives as long as the process; of the rest, little is ever garbage.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    served = 0
    while line := source.readline():
        request = json.loads(line)
        parts = [source.read(size) for size in request["parts"]]
        if failure:
            _answer(sink, "import", failure.encode())
        else:
            failure_now, body, letters = _serve(request, parts)
            _answer(sink, failure_now, body, letters=letters)
        del parts
        served += 1
        if served > 1:  # after the only PDF of a process, the system frees all at once
            gc.collect()
    patterns.keep()
    os._exit(0)


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:
        return
    # Systems other than Linux refuse a limit on the address space; the time limit is left there.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _load() -> str | None:
    """Import WeasyPrint and warm it up; gives what went wrong."""
    try:
        from casewright.writers.weasyprint_patches import import_weasyprint

        weasyprint = import_weasyprint()
        importlib.import_module("casewright.writers.pdf_page")
        importlib.import_module("PIL.Image").preinit()
        for family in ("Liberation Serif", "Liberation Sans"):
            page = weasyprint.HTML(string=_WARM_UP.format(family=family), base_url=_BASE)
            page.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=False)
    except (CannotRun, ImportError, OSError, AttributeError) as error:
        return str(error)
    return None


def _answer(sink: BinaryIO, failure: str | None, body: bytes, **others: object) -> None:
    header = json.dumps({"failure": failure, "parts": [len(body)], **others})
    sink.write(header.encode() + b"\n" + body)
    sink.flush()


def _serve(
    request: Mapping[str, Any], parts: list[bytes]
) -> tuple[str | None, bytes, dict[str, Any]]:
    from casewright.writers.pdf_page import LostText, lines_of, make_pdf

    files = {
        _BASE + target: (mime, data)
        for (target, mime), data in zip(request["images"], parts[1:], strict=True)
    }
    page, numbers = parts[0].decode(), request["line_numbers"]
    try:
        if request["wanted"] == "lines":
            lines = lines_of(page, files, base_url=_BASE, counting=numbers[0])
            return None, json.dumps(lines).encode(), {}
        pdf, letters = make_pdf(
            page,
            files,
            base_url=_BASE,
            created=request["created"],
            line_numbers=tuple(numbers),
        )
    except LostText as error:
        return "text", str(error).encode(), {}
    except MemoryError:
        return "limit", b"the PDF needs more memory than it may take", {}
    except Exception as error:
        # Whatever a page does to WeasyPrint is told to the parent, which outlives this process.
        return "layout", f"{type(error).__name__}: {error}".encode(), {}
    return None, pdf, {"elsewhere": letters.elsewhere, "nowhere": letters.nowhere}
