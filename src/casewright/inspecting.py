"""What finished files tell of people, looked at before they are sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from casewright.catalogue import RULES
from casewright.diagnostics import CannotRun, Diagnostics, Severity, Span
from casewright.figures.traces import traces
from casewright.model.document import HARMLESS_TRACES
from casewright.rules.finished import Trace, page_traces, pdf_traces, word_traces
from casewright.rules.pictured_text import pictured_traces
from casewright.workspace import read_if_there

_MOST = 100_000_000
_RATIO = 400
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"<")


ReadPicture = Callable[[bytes], str]
"""Reads the text in a JPEG, PNG or TIFF."""


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads more of a file than its bytes say; each may be left out."""

    picture: ReadPicture | None = None
    pages: Callable[[bytes], str] | None = None
    """Reads the text of a PDF."""


NO_READERS = Readers()


def inspect_files(paths: Sequence[Path], *, read: Readers = NO_READERS) -> Diagnostics:
    """What each of the files tells; with `read`, also by the text in pictures and of PDFs.

    Raises `CannotRun` for a file that cannot be looked into.
    """
    found = Diagnostics()
    rule = RULES["PRV019"]
    for path in paths:
        for trace in _traces(path, content_of(path), read):
            found.add(
                rule,
                f"{path.name}: {trace.says}",
                Span(str(path), 1, 1),
                hint=trace.remedy,
                severity=Severity.NOTE if trace.usual else rule.severity,
            )
    return found


def content_of(path: Path) -> bytes:
    """The bytes of a file; raises `CannotRun`."""
    try:
        data = read_if_there(path)
    except OSError as error:
        raise CannotRun(f"{path} cannot be read: {error.strerror}") from error
    if data is None:
        raise CannotRun(f"there is no file {path}")
    return data


def _traces(path: Path, data: bytes, read: Readers) -> Iterator[Trace]:
    if data.startswith(b"PK\3\4"):
        parts = _parts(path, data)
        yield from word_traces(parts, traces)
        for name, image in parts.items():
            if "/media/" in name:
                yield from _pictured(image, read.picture)
    elif data.startswith(b"%PDF"):
        yield from pdf_traces(data, traces)
        if read.pages is not None:
            yield from page_traces(read.pages(data))
    elif data[128:132] == b"DICM":
        yield Trace("a DICOM header, which names the patient", "export the picture as PNG or TIFF")
    elif data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_IMAGES):
        told = traces(data)
        if told:
            usual = HARMLESS_TRACES.issuperset(told)
            yield Trace(", ".join(told), "export it without metadata", usual=usual)
        yield from _pictured(data, read.picture)
    else:
        hint = "known are Word, PDF, JPEG, PNG, TIFF and SVG"
        raise CannotRun(f"{path} is of no kind that can be looked into", hint=hint)


def _pictured(data: bytes, read: ReadPicture | None) -> Iterator[Trace]:
    if read is not None and data.startswith(_IMAGES[:-1]):
        yield from pictured_traces(read(data))


def _parts(path: Path, data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            packed = sum(info.compress_size for info in infos)
            whole = sum(info.file_size for info in infos)
            if whole > _MOST or whole > _RATIO * (packed + 1):
                raise CannotRun(f"{path} unpacks to {whole:,} bytes; it is refused")
            return {info.filename: package.read(info) for info in infos}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise CannotRun(f"{path} is no whole Word file", hint="save it as .docx") from error
