"""The PDF, laid out by WeasyPrint in a child process from the HTML of `write_html`.

The child is started with the build, so that its imports run beside the rest of the work, and it
bears limits of memory and time. It fetches nothing but the images that it is handed.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from casewright.diagnostics import CannotRun
from casewright.model.document import Image
from casewright.processes import Child, ChildFailed, ChildTimedOut, start_child
from casewright.workspace import library_paths, packaged_templates
from casewright.writers.pdf_letters import Letters

LineNumbers = tuple[Literal["none", "continuous", "per-page"], int]
"""How lines are counted, and which are shown: each, or every so many."""
_NO_NUMBERS: LineNumbers = ("none", 1)

_MEMORY = 2 << 30
_SECONDS = 120
_PANGO_HINT = (
    "install Pango: 'apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0' on "
    "Debian and Ubuntu, 'dnf install pango' on Fedora, 'brew install pango' on macOS"
)


class TextLine(NamedTuple):
    """A line of text as it is laid out."""

    text: str
    page: int
    number: int | None
    """The number beside it, shown or not; None where lines are not counted."""


class PdfFailed(Exception):
    """The page could not be laid out, or that took too much memory or time."""


class TextLost(PdfFailed):
    """Text of the manuscript is missing from the laid-out pages."""


class PdfWorker:
    """A running WeasyPrint. Its start is not waited for; the first PDF is."""

    def __init__(self, child: Child, *, seconds: float = _SECONDS) -> None:
        self._child = child
        self._seconds = seconds
        self._due = False

    @classmethod
    @contextlib.contextmanager
    def start(
        cls, *, cache: Path, seconds: float = _SECONDS, memory: int = _MEMORY
    ) -> Iterator[Self]:
        """Start WeasyPrint for the length of the block.

        `cache` is a folder for the font cache; `memory` is in bytes. A PDF may take `seconds`.
        """
        with start_child(_command(memory), env=_environment(cache), cwd=Path("/")) as child:
            yield cls(child, seconds=seconds)

    def begin(
        self,
        html: bytes,
        images: Mapping[str, Image],
        *,
        created: datetime.date | None = None,
        line_numbers: LineNumbers = _NO_NUMBERS,
    ) -> None:
        """Start a PDF without waiting for it; fetch it with `finish`.

        Raises `PdfFailed`.
        """
        created_on = created.isoformat() if created else None
        header = {"wanted": "pdf", "created": created_on, "line_numbers": line_numbers}
        self._post(header, html, images)

    def _post(self, header: Mapping[str, object], html: bytes, images: Mapping[str, Image]) -> None:
        shown = [[target, image.mime] for target, image in images.items()]
        header = {**header, "images": shown}
        parts = [html, *(image.data for image in images.values())]
        with self._typed_failures():
            if self._due:  # of a build that failed before it came for its PDF
                self._receive()
            self._child.post(header, parts, seconds=self._seconds)
            self._due = True

    def _receive(self) -> tuple[dict[str, Any], list[bytes]]:
        self._due = False
        return self._child.receive(seconds=self._seconds)

    def finish(self) -> tuple[bytes, Letters]:
        """The PDF that was begun, and the characters that its fonts lack.

        Raises `TextLost` when a part of the text is not on the pages, `PdfFailed` when there is
        no PDF at all, `CannotRun` when WeasyPrint cannot be loaded.
        """
        header, answer = self._answer()
        return answer, Letters(**header["letters"])

    def _answer(self) -> tuple[dict[str, Any], bytes]:
        with self._typed_failures():
            header, parts = self._receive()
        match header.get("failure"):
            case None:
                return header, parts[0]
            case "import":
                raise CannotRun(f"WeasyPrint cannot run: {_text(parts)}", hint=_PANGO_HINT)
            case "text":
                raise TextLost(_text(parts))
            case _:
                raise PdfFailed(_text(parts))

    def lines(
        self,
        html: bytes,
        images: Mapping[str, Image],
        *,
        line_numbers: LineNumbers = _NO_NUMBERS,
    ) -> list[TextLine]:
        """The lines of the PDF of the same page; raises what `begin` and `finish` raise."""
        self._post({"wanted": "lines", "created": None, "line_numbers": line_numbers}, html, images)
        return [TextLine(*row) for row in json.loads(self._answer()[1])]

    def abandon(self) -> None:
        """End WeasyPrint at once, whatever was begun."""
        self._child.kill()

    def dismiss(self) -> None:
        """Let WeasyPrint end while its caller goes on; no other PDF can be begun."""
        self._child.dismiss()

    def render(
        self,
        html: bytes,
        images: Mapping[str, Image],
        *,
        created: datetime.date | None = None,
        line_numbers: LineNumbers = _NO_NUMBERS,
    ) -> bytes:
        """Make a PDF; raises what `begin` and `finish` raise."""
        self.begin(html, images, created=created, line_numbers=line_numbers)
        return self.finish()[0]

    @contextlib.contextmanager
    def _typed_failures(self) -> Iterator[None]:
        try:
            yield
        except ChildTimedOut as error:
            raise PdfFailed(f"the PDF took longer than {self._seconds:g} s") from error
        except ChildFailed as error:
            raise PdfFailed(f"WeasyPrint ended: {error}") from error


def write_pdf(
    html: bytes,
    images: Mapping[str, Image],
    *,
    created: datetime.date | None = None,
    cache: Path,
    line_numbers: LineNumbers = _NO_NUMBERS,
) -> bytes:
    """Make one PDF in a worker of its own; raises what `PdfWorker.render` raises."""
    with PdfWorker.start(cache=cache) as worker:
        return worker.render(html, images, created=created, line_numbers=line_numbers)


def _command(memory: int) -> list[str]:
    # The child looks for modules where this process does, and nowhere else.
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; "
        f"from casewright.writers.pdf_worker import main; main({memory})"
    )
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", code]


def _environment(cache: Path) -> dict[str, str]:
    return {
        **library_paths(),
        "FONTCONFIG_FILE": str(packaged_templates() / "_shared" / "fonts" / "fonts.conf"),
        "XDG_CACHE_HOME": str(cache),
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        # fontTools, where it has to cut fonts down, dates them.
        "SOURCE_DATE_EPOCH": "315532800",
    }


def _text(parts: list[bytes]) -> str:
    return parts[0].decode("utf-8", "replace")
