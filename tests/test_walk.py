"""The walk through references and drafts, followed to the letter in a new workspace.

Each `console` block holds commands, what is typed into them (after `>`), and what they print on
either stream; without any, what they print is left out, as is what `…` stands for. `--accept`
writes what the commands print now.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from casewright import scaffold
from casewright.cli import main
from casewright.workspace import Workspace
from specs import ROOT

_PAGE = ROOT / "docs" / "drafts.md"
_WALK = re.compile(r"^## Two cases, three drafts.*", re.M | re.S)
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.M | re.S)
_DAY = "2026-11-22"
"""The day on which it happens there."""
_ITEM = {
    "type": "article-journal",
    "title": "Muscle as a site of metastasis",
    "author": [{"family": "Park", "given": "Cho"}],
    "container-title": "Gut",
    "issued": {"date-parts": [[2024]]},
    "volume": "73",
    "page": "5-8",
    "DOI": "10.1000/park",
}


class Shell:
    """Does what the commands of the walk say."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capsys = capsys

    def run(self, line: str, typed: str, monkeypatch: pytest.MonkeyPatch) -> str:
        """Give a command and type a text; returns what it prints, and its status."""
        program, *words = shlex.split(line.partition(" << ")[0])
        if program in ("echo", "cat"):
            sign, name = words[-2:]
            with (self.root / name).open("a" if sign == ">>" else "w") as file:
                file.write(typed or f"{words[0]}\n")
            return ""
        assert program == "casewright"
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        if "reviewed.docx" in words:
            _review(self.root)
        code = main(words)
        out = "".join(self._capsys.readouterr())
        today = Workspace.open(self.root).today.isoformat()
        return out.replace(today, _DAY) + (f"[{code}]\n" if code else "")


def _review(root: Path) -> None:
    """What a co-author does in Word with Zotero: a new citation, as a tracked change."""
    uri = "http://zotero.org/users/1/items/PARK"
    item = {"citationItems": [{"id": 1, "uris": [uri], "itemData": _ITEM}]}
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = escape(f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(item)} ")
    field = (
        '<w:p><w:ins w:id="9001" w:author="Co-author" w:date="2026-03-01T09:00:00Z">'
        f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>"
        f"{mark.format('separate')}<w:r><w:t>3</w:t></w:r>{mark.format('end')}</w:ins></w:p>"
    )
    built = root / "build" / "thigh-mass" / "bmj-case-reports" / "manuscript-live.docx"
    with zipfile.ZipFile(built) as old, zipfile.ZipFile(root / "reviewed.docx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = re.sub(rb"(?=<w:sectPr(?!.*<w:sectPr))", field.encode(), data, flags=re.S)
            new.writestr(name, data)


def _commands(block: str) -> Iterator[tuple[str, str, str]]:
    """Each command with what is typed into it and what is shown of its output."""
    for part in re.split(r"^(?=\$ )", block, flags=re.M):
        if part:
            line, _, rest = part.partition("\n")
            lines = re.match(r"(?:>.*\n)*", rest)
            yield (
                line.removeprefix("$ "),
                lines[0] if lines else "",
                rest[lines.end() if lines else 0 :],
            )


def _as_shown(shown: str, printed: str) -> str:
    """What was printed, with what the page leaves out left out."""
    if not shown:
        return ""
    pattern = re.escape(shown).replace("…\\\n", "(?:.*\\n)*?").replace("…", ".*")
    return shown if re.fullmatch(pattern, printed) else printed


def test_the_walk_can_be_followed(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    expect: Callable[[Path, str], None],
) -> None:
    scaffold.init(tmp_path / "reports", python=sys.executable)
    monkeypatch.chdir(tmp_path / "reports")
    shell = Shell(tmp_path / "reports", capsys)

    def follow(match: re.Match[str]) -> str:
        done = []
        for line, lines, shown in _commands(match[0]):
            typed = re.sub(r"^> ?", "", lines, flags=re.M).removesuffix("END\n")
            printed = shell.run(line, typed, monkeypatch)
            assert shown or not printed.endswith("]\n"), f"{line}\n{printed}"
            done.append(f"$ {line}\n{lines}{_as_shown(shown, printed)}")
        return "".join(done)

    page = _PAGE.read_text(encoding="utf-8")
    told = _WALK.sub(lambda walk: _BLOCK.sub(follow, walk[0]), page)
    assert page.count("```console\n$") >= 5
    expect(_PAGE, told)
