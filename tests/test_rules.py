"""What each rule finds: the specs are `tests/rules/<code>.md`.

A section holds files of the case `x`, and the `findings` of that rule at the stage of submission:

- `case` is case.yaml, completed by what no case can do without; `case alone` is all of it
- `file discussion.md` is another file, `file a.bib escaped` one with Python's escapes; names are
  told from the folder of the case, but for `templates/` and `references/`
- `image figures/ct.png` is an image in words, `link a.png` a link to what its text names, and
  `package a.docx` a ZIP file with a line for each part: `word/document.xml: <w:vanish/>`
- `settings` is casewright.yaml; `journal` names a journal, or `profile` is one of one's own
- `command` is asked instead of the manuscript for one journal: `check x`, `inspect a.docx`
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from casewright import cli
from casewright.pandoc import Pandoc
from pictures import picture_of
from specs import WJG, compose, finding_lines, mini_workspace, place_of, rewritten

_SPECS = sorted((Path(__file__).parent / "rules").glob("*.md"))
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9cm" height="6cm" viewBox="0 0 3 2"/>'
_LIBRARY = "@article{key,author={Kim, A},title={T},journal={J},year={2020},volume=1,pages={1}}"
_PRINTED = re.compile(
    r"^(?:(?:cases/x/)?(?P<place>.+?:\d+:\d+)  )?(?P<severity>error|warning|note)  "
    r"(?P<code>[A-Z]+\d{3}) \S+  (?P<message>.*)\n(?: +\d* \| .*\n)*(?:    hint: (?P<hint>.*)\n)?",
    re.M,
)
"""A finding as commands print it."""

Ask = Callable[[Path, str], str]
"""Gives what a command of casewright prints about a workspace."""


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.setenv("NO_COLOR", "1")

    def ask_one(root: Path, command: str) -> str:
        monkeypatch.chdir(root / "cases" / "x")
        code = cli.main(["-C", str(root), *command.split()])
        printed = capsys.readouterr()
        assert code in (0, 1), printed.err
        return printed.out

    return ask_one


def _write_files(blocks: Mapping[str, str], root: Path) -> None:
    """The files that a workspace of texts does not have."""
    made: dict[str, bytes] = {}
    for info, body in blocks.items():
        kind, _, rest = info.partition(" ")
        name, _, form = rest.partition(" ")
        if info == "case alone":
            made["case.yaml"] = body.encode()
        elif info == "settings":
            made["../../casewright.yaml"] = body.encode()
        elif kind == "file" and form == "escaped":
            made[name] = body.removesuffix("\n").encode().decode("unicode_escape").encode("latin-1")
        elif kind == "image":
            made[name] = picture_of(body)
        elif kind == "package":
            made[name] = _packed(body)
        elif kind == "link":
            place_of(root, name).symlink_to(body.strip())
    for name, data in made.items():
        place_of(root, name).write_bytes(data)


def _packed(parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for line in parts.splitlines():
            name, _, text = line.partition(": ")
            package.writestr(name, text)
    return out.getvalue()


def _printed(text: str, code: str) -> Iterator[str]:
    """The findings of a rule among those that a command printed."""
    for one in _PRINTED.finditer(text):
        if one["code"] == code:
            yield f"{one['place'] or '-'} {one['severity']} {code} {one['message']}\n"
            if one["hint"]:
                yield f"    {one['hint']}\n"


def _found(
    code: str, blocks: Mapping[str, str], root: Path, pandoc: Pandoc, ask: Ask
) -> dict[str, str]:
    files = {"figures/face.svg": _SVG, "references.bib": _LIBRARY}
    files["case.yaml"] = blocks.get("case", "")
    for info, text in blocks.items():
        if re.fullmatch(r"file \S+", info):
            files[info.removeprefix("file ")] = text
    journal = blocks.get("journal", WJG).strip()
    if "profile" in blocks:
        journal = "own"
        files["templates/own/journal.yaml"] = blocks["profile"]
    workspace = mini_workspace(root, files)
    _write_files(blocks, root)
    if "command" in blocks:
        return {"findings": "".join(_printed(ask(root, blocks["command"]), code))}
    made = compose(workspace, journal, pandoc)
    codes = [one.rule.code for one in made.diagnostics]
    assert made.document or code in codes, finding_lines(made.diagnostics)
    return {"findings": finding_lines(one for one in made.diagnostics if one.rule.code == code)}


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_a_rule_finds_what_it_is_for(
    path: Path, tmp_path: Path, pandoc: Pandoc, ask: Ask, expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")

    def answer(title: str, blocks: Mapping[str, str]) -> dict[str, str]:
        return _found(path.stem, blocks, tmp_path / re.sub(r"\W+", "-", title), pandoc, ask)

    expect(path, rewritten(text, answer))
