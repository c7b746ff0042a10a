"""Citations in Word files: live ones of our own, and those of other programs, also tracked ones."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from lxml import etree

from casewright.cli import main
from casewright.interchange.reading import Unreadable
from casewright.interchange.word import Citation, read_word
from specs import WJG, mini_workspace

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ITEM = {"type": "article-journal", "title": "A rare finding in the pancreas", "PMID": "12345678"}
_RESAVED = Path(__file__).parent / "exchange" / "resaved-by-libreoffice.docx"


def _docx(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        text = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", text)
    return out.getvalue()


def _field(*codes: str, shown: str = "1", data: str = "", name: str = "instrText") -> str:
    runs = "".join(f"<w:r><w:{name}>{escape(code)}</w:{name}></w:r>" for code in codes)
    kept = f"<w:fldData>{data}</w:fldData>" if data else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{kept}</w:fldChar></w:r>{runs}'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _csl(uri: str = "http://zotero.org/users/1/items/A", **item: str) -> str:
    return json.dumps({"citationItems": [{"id": 1, "uris": [uri], "itemData": {**_ITEM, **item}}]})


def _read(body: str) -> tuple[Citation, ...]:
    return read_word(_docx(f"<w:p>{body}</w:p>"), "x.docx")[1]


_ENDNOTE = (
    "<EndNote><Cite><Author>Roe</Author><Year>2013</Year><record>"
    '<ref-type name="Journal Article">17</ref-type>'
    "<contributors><authors><author>Roe, R</author></authors></contributors>"
    "<titles><title>A rare finding in the pancreas</title></titles><dates><year>2013</year></dates>"
    "</record></Cite></EndNote>"
)


_CITE = "MENDELEY_CITATION_v3_"


def _packed(text: str, codec: str = "utf-8") -> str:
    return base64.b64encode(text.encode(codec)).decode()


@pytest.mark.parametrize(
    "body",
    [
        _field(f" ADDIN ZOTERO_ITEM CSL_CITATION {_csl()} "),
        _field(" ADDIN ZOTERO_ITEM ", "CSL_CITATION ", *_csl()),
        _field(f"ADDIN CSL_CITATION {_csl()}"),
        f"<w:fldSimple w:instr={quoteattr(f' ADDIN ZOTERO_ITEM CSL_CITATION {_csl()}')}/>",
        _field(f" ADDIN EN.CITE {_ENDNOTE}"),
        _field(" ADDIN EN.CITE ", data=_packed(_ENDNOTE)),
        _field(" ADDIN EN.CITE ", data=_packed(_ENDNOTE, "utf-16-le")),
        _field(" ADDIN EN.CITE ").replace(
            "</w:instrText></w:r>",
            "</w:instrText></w:r>" + _field(" ADDIN EN.CITE.DATA ", data=_packed(_ENDNOTE)),
        ),
        f'<w:sdt><w:sdtPr><w:tag w:val="{_CITE}{_packed(_csl())}"/></w:sdtPr></w:sdt>',
    ],
    ids=[
        "zotero",
        "split",
        "mendeley",
        "simple",
        "endnote",
        "packed",
        "utf16",
        "nested",
        "mendeley-cite",
    ],
)
def test_citations_of_every_program_are_read(body: str) -> None:
    (one,) = _read(body)
    assert one.work.text("title") == "A rare finding in the pancreas"
    assert (one.key, one.state, one.paragraph) == ("", "kept", 1)


def test_tracked_changes_and_our_keys() -> None:
    items = [_csl(f"urn:x-casewright:bib:{key}", title=f"The title of {key}") for key in "abc"]
    codes = [f" ADDIN ZOTERO_ITEM CSL_CITATION {item} " for item in items]
    kept = _field(codes[0])
    new = f"<w:ins>{_field(codes[1])}</w:ins>"
    gone = f"<w:del>{_field(codes[2], name='delInstrText')}</w:del>"
    found = _read(kept + new + gone)
    assert [(one.key, one.state) for one in found] == [
        ("a", "kept"),
        ("b", "inserted"),
        ("c", "deleted"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        _field(" ADDIN ZOTERO_ITEM CSL_CITATION {broken} "),
        _field(" ADDIN EN.CITE "),
        _field(" ADDIN EN.CITE <EndNote><Cite><Author>Roe</Author></Cite></EndNote>"),
        _field(" ADDIN EN.CITE <EndNote><Cite>"),
    ],
    ids=str,
)
def test_damaged_citations_are_named(body: str) -> None:
    reading, cited = read_word(_docx(f"<w:p/><w:p>{body}</w:p>"), "x.docx")
    assert not cited
    (finding,) = reading.found
    assert (finding.rule.code, finding.span and finding.span.line) == ("REF030", 2)


def test_what_would_unpack_to_far_too_much_is_refused() -> None:
    with pytest.raises(Unreadable, match="unpacks to"):
        read_word(_docx(" " * 70_000_000), "x.docx")


_LIBRARY = "".join(
    f"@article{{{key}, title = {{The title of {key} that tells}}, author = {{Roe, R}}, "
    f"year = {year}, journal = {{Lancet}}, pages = {{1--{year}}}}}\n"
    for key, year in (("roe2001one", 2001), ("roe2002two", 2002), ("roe2003three", 2003))
)
_PROSE = "One [@roe2001one]. Two, with a page [see @roe2002two, p. 4; @roe2001one].\n"


def _built(root: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    mini_workspace(root, {"references/library.bib": _LIBRARY, "introduction.md": _PROSE})
    arguments = ["-C", str(root), "build", "--journal", WJG, "--format", "docx"]
    assert main([*arguments, "--live-citations"]) == 0
    capsys.readouterr()
    return root / "build" / "x" / WJG / "manuscript-live.docx"


def _visible(field: etree._Element) -> str:
    """What stands between `separate` and `end` of the field that begins in this run."""
    shown, parts = False, []
    for run in field.itersiblings():
        kinds = [one.get(f"{{{_W}}}fldCharType") for one in run.iter(f"{{{_W}}}fldChar")]
        if "end" in kinds:
            break
        shown = shown or "separate" in kinds
        parts += [one.text or "" for one in run.iter(f"{{{_W}}}t")] if shown else []
    return "".join(parts)


def test_live_citations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _built(tmp_path, capsys)
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
        assert b"ZOTERO_PREF_1" in package.read("docProps/custom.xml")
        assert b"<w:trackRevisions/>" in package.read("word/settings.xml")
        assert b"docProps/custom.xml" in package.read("_rels/.rels")
    codes = [one for one in root.iter(f"{{{_W}}}instrText") if "ZOTERO_ITEM" in (one.text or "")]
    assert len(codes) == 2
    for code in codes:
        text = code.text or ""
        assert text.startswith(" ADDIN ZOTERO_ITEM CSL_CITATION {")
        data = json.loads(text.partition("CSL_CITATION")[2])
        run = code.getparent()
        assert run is not None
        assert data["properties"]["plainCitation"] == _visible(run)
    last = json.loads((codes[1].text or "").partition("CSL_CITATION")[2])
    assert last["citationItems"][0] | {"itemData": None} == {
        "id": "roe2002two",
        "uris": ["urn:x-casewright:bib:roe2002two"],
        "itemData": None,
        "prefix": "see",
        "locator": "4",
        "label": "page",
    }
    again = path.read_bytes()
    path.unlink()
    _built(tmp_path, capsys)
    assert path.read_bytes() == again


def _import(root: Path, path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["-C", str(root), "refs", "import", str(path), "x", "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_round_trip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _built(tmp_path, capsys)
    for back in (path, _RESAVED):
        found = _import(tmp_path, back, capsys)
        assert found["cited"] == ["roe2001one", "roe2002two"]
        assert not found["written"]
        assert found["compared"] == {
            "case": "x",
            "journal": WJG,
            "added": [],
            "removed": [],
            "tracked": {},
        }


def test_what_a_co_author_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _built(tmp_path, capsys)
    changed = tmp_path / "reviewed.docx"
    new = f" ADDIN ZOTERO_ITEM CSL_CITATION {_csl()} "
    known = f" ADDIN ZOTERO_ITEM CSL_CITATION {_csl(title='The title of roe2003three that tells')} "
    known = known.replace(
        '"PMID": "12345678"', '"issued": {"date-parts": [[2003]]}, "author": [{"family": "Roe"}]'
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as out:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = _reviewed(data, f"<w:ins>{_field(new)}</w:ins>{_field(known)}")
            out.writestr(name, data)
    found = _import(tmp_path, changed, capsys)
    assert found["written"]
    assert found["compared"] == {
        "case": "x",
        "journal": WJG,
        "added": ["anonymousrare", "roe2003three"],
        "removed": ["roe2002two"],
        "tracked": {"roe2002two": "deleted", "anonymousrare": "inserted"},
    }
    assert "pmid = {12345678}" in (tmp_path / "references" / "library.bib").read_text()


def _reviewed(document: bytes, added: str) -> bytes:
    """The second citation deleted and others added after it, in tracked changes."""
    root = etree.fromstring(document)
    begins = [
        one.getparent()
        for one in root.iter(f"{{{_W}}}instrText")
        if "ZOTERO_ITEM" in (one.text or "")
    ]
    code = begins[1]
    assert code is not None
    first = code.getprevious()
    paragraph = code.getparent()
    assert first is not None and paragraph is not None
    gone = etree.Element(f"{{{_W}}}del")
    first.addprevious(gone)
    for run in [first, *first.itersiblings()]:
        ends = [one.get(f"{{{_W}}}fldCharType") for one in run.iter(f"{{{_W}}}fldChar")]
        gone.append(run)
        for text in run.iter(f"{{{_W}}}instrText"):
            text.tag = f"{{{_W}}}delInstrText"
        if "end" in ends and run is not first:
            break
    wrapped = etree.fromstring(f'<w:p xmlns:w="{_W}">{added}</w:p>')
    for at, element in enumerate(list(wrapped)):
        paragraph.insert(paragraph.index(gone) + 1 + at, element)
    data: bytes = etree.tostring(root)
    return data
