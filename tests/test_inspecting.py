"""What finished files tell beside their text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.annotations import Text

from casewright import cli
from casewright.diagnostics import CannotRun, Severity
from casewright.inspecting import Readers, inspect_files
from casewright.reading import read_pages, read_picture, reads_pages
from casewright.rules.finished import pdf_traces, word_traces
from casewright.workspace import Workspace
from pictures import picture_of
from specs import EXAMPLE, WJG

_SETTINGS = "word/_rels/settings.xml.rels"


def _word(**parts: str | bytes) -> dict[str, bytes]:
    names = {
        "document": "word/document.xml",
        "core": "docProps/core.xml",
        "app": "docProps/app.xml",
    }
    names |= {"comments": "word/comments.xml", "settings": "word/settings.xml", "rels": _SETTINGS}
    names |= {"image": "word/media/image1.jpg", "sheet": "word/embeddings/sheet.xlsx"}
    names |= {"people": "word/people.xml", "macros": "word/vbaProject.bin"}
    names |= {"small": "docProps/thumbnail.jpeg"}
    encoded = {key: one.encode() if isinstance(one, str) else one for key, one in parts.items()}
    return {names[key]: one for key, one in encoded.items()}


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def _told(path: Path, data: bytes) -> list[tuple[str, str]]:
    path.write_bytes(data)
    head = f"{path.name}: "
    return [(str(one.severity), one.message.removeprefix(head)) for one in inspect_files([path])]


@pytest.mark.parametrize(
    ("part", "content", "told"),
    [
        ("document", '<w:ins w:id="1" w:author="A B"><w:del w:id="2" w:author="C"/></w:ins>',
         "2 tracked changes, by 'A B', 'C'"),
        ("document", '<w:rPrChange w:id="1" w:author=""/>', "1 tracked change"),
        ("comments", '<w:comment w:id="0" w:author="A &amp; B"/>', "1 comment, by 'A & B'"),
        ("document", "<w:rPr><w:vanish/></w:rPr>", "hidden text"),
        ("document", '<a:srcRect l="1200" r="0"/>',
         "1 cropped picture: what was cut off is still in the file"),
        ("document", '<pic:cNvPr id="0" descr="C:\\Users\\jane\\smith_john.jpg"/>',
         "paths of files on somebody's computer: 'C:\\Users\\jane\\smith_john.jpg'"),
        ("rels", '<Relationship Target="file:///home/jane/ward.dotx" TargetMode="External"/>',
         "paths of files on somebody's computer: 'file:///home/jane/ward.dotx'"),
        ("image", picture_of("JPEG RGB 8x6 with artist"),
         "the image image1.jpg holds in its metadata who took it, made it or is shown"),
        ("sheet", b"PK", "embedded files with all that they hold: 'sheet.xlsx'"),
        ("macros", b"x", "macros"),
        ("small", b"x", "a small picture of its first page as it once was"),
        ("people", '<w15:person w15:author="A B"/>', "it lists as people who worked on it 'A B'"),
    ],
)  # fmt: skip
def test_a_word_file_tells(tmp_path: Path, part: str, content: str | bytes, told: str) -> None:
    assert _told(tmp_path / "a.docx", _zip(_word(**{part: content}))) == [("warning", told)]


def test_what_stands_in_the_text_itself(tmp_path: Path) -> None:
    document = (
        "<w:p><w:r><w:t>Mr Smith &amp; co, a@example.org, in May 2019</w:t></w:r></w:p>"
        '<w:p><w:del w:author="A"><w:r><w:delText xml:space="preserve">MRN 001</w:delText></w:r>'
        "<w:r><w:delText>2345</w:delText></w:r></w:del></w:p><w:p><w:t>on 3 May 2019</w:t></w:p>"
        "<w:p><w:t>References</w:t></w:p><w:p><w:t>1. Roe. Cited 4 May 2020. MRN 00123</w:t></w:p>"
    )
    assert sorted(_told(tmp_path / "a.docx", _zip(_word(document=document)))) == [
        ("note", "'3 May 2019', a date to the day, in its text"),
        ("warning", "'0012345', the number of a record, in its text"),
        ("warning", "1 tracked change, by 'A'"),
    ]


@pytest.mark.parametrize(
    "part",
    ["word/header2.xml", "word/endnotes.xml", "xl/sharedStrings.xml", "ppt/notesSlides/a.xml"],
)
def test_text_beside_the_text(tmp_path: Path, part: str) -> None:
    tags = {"word": "w:t", "xl": "t", "ppt": "a:t"}[part.split("/", maxsplit=1)[0]]
    told = _told(tmp_path / "a.docx", _zip({part: f"<{tags}>MRN 0012345</{tags}>".encode()}))
    assert told == [("warning", "'0012345', the number of a record, in its text")]


def test_names_in_properties_are_a_note(tmp_path: Path) -> None:
    parts = _word(
        core="<dc:creator>A</dc:creator><cp:lastModifiedBy>B</cp:lastModifiedBy>",
        app="<Company>St Aldhelm's Hospital</Company><Manager></Manager>",
        settings="<w:rsids><w:rsid/></w:rsids>",
    )
    parts["docProps/custom.xml"] = b'<property fmtid="{D5}" pid="2" name="Case of"/>'
    assert sorted(_told(tmp_path / "a.docx", _zip(parts))) == [
        ("note", "it has properties of its own: 'Case of'"),
        ("note", "its properties name 'A' as its author"),
        ("note", "its properties name 'B' as who saved it last"),
        ("note", "its properties name 'St Aldhelm's Hospital' as its company"),
        ("note", "numbers of its revisions, by which copies of one file can be told"),
    ]


def test_a_plain_word_file_tells_nothing(tmp_path: Path) -> None:
    document = '<w:p><w:r><w:t>See C:D ratio, a/home visit</w:t></w:r></w:p><a:srcRect l="0"/>'
    parts = _word(document=document, image=picture_of("JPEG RGB 8x6 with orientation"))
    assert _told(tmp_path / "a.docx", _zip(parts)) == []


def _pdf(write: PdfWriter) -> bytes:
    out = io.BytesIO()
    write.write(out)
    return out.getvalue()


def test_a_pdf_tells(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    assert _told(tmp_path / "plain.pdf", _pdf(writer)) == []
    writer.add_metadata({"/Author": "Jane Example"})
    writer.add_annotation(0, Text(text="who is this?", rect=(1, 1, 9, 9)))
    writer.add_attachment("chart.txt", b"MRN 0012345")
    assert [one for _, one in _told(tmp_path / "a.pdf", _pdf(writer))] == [
        "1 notes or marks of a reader",
        "attached files",
        "its properties name 'Jane Example' as its author",
    ]
    later = _pdf(writer) + b"1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"
    assert any("changes that were added" in one for _, one in _told(tmp_path / "b.pdf", later))
    writer.encrypt("secret")
    assert _told(tmp_path / "c.pdf", _pdf(writer)) == [
        ("warning", "it is encrypted, and was not looked into")
    ]


def test_images_and_what_cannot_be_looked_into(tmp_path: Path) -> None:
    told = _told(tmp_path / "a.jpg", picture_of("JPEG RGB 8x6 with time"))
    assert told == [("note", "when it was taken")]
    assert _told(tmp_path / "a.dcm", b"\0" * 128 + b"DICM")[0][0] == "warning"
    for data in (b"plain text", b"PK\3\4 cut off", b""):
        with pytest.raises(CannotRun):
            _told(tmp_path / "a.x", data)
    with pytest.raises(CannotRun, match="unpacks to"):
        _told(tmp_path / "bomb.docx", _zip({"word/document.xml": b"\0" * 50_000_000}))


def test_what_is_built_tells_the_authors_alone(example: Workspace) -> None:
    out = example.build_dir / EXAMPLE / WJG
    found = list(inspect_files([out / "manuscript.docx", out / "manuscript.pdf"]))
    assert {one.severity for one in found} == {Severity.NOTE}
    assert all("First Author" in one.message for one in found)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(_zip(_word(document="<w:p/>")))
    assert cli.main(["inspect", str(path)]) == 0
    assert capsys.readouterr().out == "nothing found\n"
    path.write_bytes(_zip(_word(document="<w:vanish/>")))
    assert cli.main(["inspect", "--strict", str(path)]) == 1
    assert "PRV019" in capsys.readouterr().out
    assert cli.main(["inspect", str(tmp_path / "none.docx")]) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SMITH^JANE\n", ["the picture shows 'Smith^Jane', the name of a person"]),
        ("DOE, JOHN  M", ["the picture shows 'Doe, John', the name of a person"]),
        ("12.03.2020 14:22", ["the picture shows '12.03.2020', a date or the number of a record"]),
        ("MRN 0012345", ["the picture shows '0012345', a date or the number of a record",
                         "the picture shows 'MRN', a label beside which such things stand"]),
        ("00123456", ["the picture shows '00123456', a date or the number of a record"]),
        ("AXIAL T2 FLAIR 25 mm/s", ["the picture shows text: 'AXIAL FLAIR'"]),
        ("T2 5 mm", []),
    ],
)  # fmt: skip
def test_text_in_pictures(tmp_path: Path, text: str, told: list[str]) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(picture_of("PNG grey 8x6"))
    found = inspect_files([path], read=Readers(picture=lambda _: text))
    assert [one.message.removeprefix("scan.png: ") for one in found] == sorted(told)
    path.write_bytes(_zip(_word(image=picture_of("JPEG RGB 8x6"))))
    assert len(inspect_files([path], read=Readers(picture=lambda _: text))) == len(told)


def test_tesseract_is_asked_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotRun, match="not there"):
        read_picture(b"")
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\n/bin/cat\n")
    program.chmod(0o755)
    assert read_picture(b"SMITH") == "SMITH"
    program.write_text("#!/bin/sh\n/bin/cat >/dev/null; echo no image >&2; exit 1\n")
    with pytest.raises(CannotRun, match="no image"):
        read_picture(b"SMITH")


def test_the_text_of_a_pdf(tmp_path: Path) -> None:
    pages = (
        "A woman was seen on\n3 May 2019. MRN\n0012345\n\nLater\n\fReferences\n1. Roe. 4 May 2020\n"
    )
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    (tmp_path / "a.pdf").write_bytes(_pdf(writer))
    found = inspect_files([tmp_path / "a.pdf"], read=Readers(pages=lambda _: pages))
    assert [one.message for one in found] == [
        "a.pdf: '0012345', the number of a record, in its text",
        "a.pdf: '3 May 2019', a date to the day, in its text",
    ]


def test_pdftotext_is_asked_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    reads_pages.cache_clear()
    assert (read_pages(b"%PDF"), reads_pages()) == ("", False)
    program = tmp_path / "pdftotext"
    program.write_text("#!/bin/sh\n/bin/cat\n")
    program.chmod(0o755)
    reads_pages.cache_clear()
    assert (read_pages(b"MRN 1"), reads_pages()) == ("MRN 1", True)
    program.write_text("#!/bin/sh\n/bin/cat >/dev/null; exit 1\n")
    assert read_pages(b"MRN 1") == ""
    reads_pages.cache_clear()


@given(st.binary(max_size=300), st.sampled_from(["docx", "pdf"]))
def test_noise_tells_nothing_or_something_but_never_breaks(noise: bytes, kind: str) -> None:
    if kind == "pdf":
        list(pdf_traces(b"%PDF-1.7\n<</Filter /ObjStm>>\nstream\n" + noise, lambda _: ()))
    else:
        list(word_traces({"word/document.xml": noise, "docProps/core.xml": noise}, lambda _: ()))
