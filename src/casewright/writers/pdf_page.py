"""Lays out one HTML page with WeasyPrint; only the child process of `pdf.py` imports this."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf
from weasyprint import DEFAULT_OPTIONS, HTML
from weasyprint.formatting_structure import boxes
from weasyprint.logger import LOGGER
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from casewright.writers.line_numbers import draw_line_numbers, numbered_lines
from casewright.writers.pdf_claims import VARIANT, claim
from casewright.writers.pdf_letters import Letters, letters_of
from casewright.writers.pdf_tags import mend_tags
from casewright.writers.weasyprint_patches import number_tags

Files = Mapping[str, tuple[str, bytes]]
"""MIME type and content by URL."""


class LostText(Exception):
    """Text of the page is missing from the layout; the message quotes it."""


class PageFailed(Exception):
    """The page cannot be laid out as it is."""


class Confined(URLFetcher):  # type: ignore[misc]
    """Serves the files that were handed over and nothing else."""

    def __init__(self, files: Files) -> None:
        super().__init__(allowed_protocols=set(), allow_redirects=False)
        self._files = files

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url not in self._files:
            raise FatalURLFetchingError(f"the page asks for {url}, which is none of its images")
        mime, data = self._files[url]
        return URLFetcherResponse(url, data, {"Content-Type": mime})


def make_pdf(
    html: str, files: Files, *, base_url: str, created: str | None, line_numbers: tuple[str, int]
) -> tuple[bytes, Letters]:
    """Lay out `html`; gives the tagged PDF (PDF/UA-1 and PDF/A-3a) and what its fonts lack.

    Raises `LostText` when text of the page is not in the layout, `PageFailed` when an image
    cannot be drawn or something else is asked for.
    """
    document = _laid_out(html, files, base_url=base_url)
    if created:
        document.metadata.created = document.metadata.modified = created

    def finish(_: object, pdf: pydyf.PDF) -> None:
        mend_tags(pdf)
        contents = (html.encode(), *(data for _, data in files.values()))
        claim(pdf, contents, profile=document.color_profiles["srgb"].pdf_reference)
        counting, every = line_numbers
        if counting != "none":
            draw_line_numbers(document, pdf, counting=counting, every=every)

    number_tags()
    with _failures_raised():
        data: bytes = document.write_pdf(finisher=finish, pdf_variant=VARIANT, pdf_identifier=False)
    return data, letters_of(document.fonts.values())


def lines_of(
    html: str, files: Files, *, base_url: str, counting: str
) -> list[tuple[str, int, int | None]]:
    """The lines of the PDF that `make_pdf` makes of `html`: text, page and number, if it has one.

    Raises what `make_pdf` raises.
    """
    document = _laid_out(html, files, base_url=base_url)
    return list(numbered_lines(document, counting=counting))


def _laid_out(html: str, files: Files, *, base_url: str) -> Any:
    page = HTML(string=html, base_url=base_url, url_fetcher=Confined(files))
    with _failures_raised():
        document = page.render(**{**DEFAULT_OPTIONS, "pdf_variant": VARIANT})
    check_text(page.etree_element, document.pages)
    return document


class _Failures(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(("Failed to", "Unknown image mode")):
            self.found.append(record.getMessage())


@contextlib.contextmanager
def _failures_raised() -> Iterator[None]:
    """Raise what WeasyPrint would only log: an image that it leaves out, a refused request."""
    handler = _Failures()
    LOGGER.addHandler(handler)
    try:
        yield
    except FatalURLFetchingError as error:
        raise PageFailed(str(error)) from error
    finally:
        LOGGER.removeHandler(handler)
    if handler.found:
        raise PageFailed(handler.found[0])


def check_text(root: Any, pages: Any) -> None:
    """Compare the text of every element of the body with the text of its boxes.

    Raises `LostText` with the first text that is missing.
    """
    laid_out: dict[int, list[str]] = {}
    for page in pages:
        for box in _text_boxes(page._page_box):
            laid_out.setdefault(id(box.element), []).append(box.text)
    for element in root.find("body").iter():
        if not isinstance(element.tag, str) or element.tag == "style":
            continue
        own = (element.text, *(child.tail for child in element))
        expected = _squeeze(text for text in own if text)
        found = _squeeze(laid_out.get(id(element), ()))
        if expected and not found.startswith(expected):
            raise LostText(f"“{_quote(own)}”")


def _quote(own: tuple[str | None, ...]) -> str:
    text = " ".join("".join(part or "" for part in own).split())
    return text if len(text) <= 80 else f"{text[:77]}…"


def _squeeze(texts: Any) -> str:
    """Without spaces and case, which line breaks and small capitals change."""
    return re.sub(r"[\s\xad\u200b]+", "", "".join(texts)).casefold()


def _text_boxes(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif not isinstance(box, boxes.MarginBox) and isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _text_boxes(child)
