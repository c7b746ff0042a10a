"""What each rule finds: the specs are `tests/rules/<code>.md`.

A section holds files of the case `x`, and the `findings` of that rule at the stage of submission:

- `case` is case.yaml, completed by what no case can do without; `case alone` is all of it
- `file discussion.md` is another file, `file a.bib escaped` one with Python's escapes; names are
  told from the folder of the case, but for `templates/` and `references/`
- `image figures/ct.png` is an image in words, `link a.png` a link to what its text names, and
  `package a.docx` a ZIP file with a line for each part: `word/document.xml: <w:vanish/>`
- `settings` is casewright.yaml; `journal` names a journal, or `profile` is one of one's own
- `command` is asked instead of the manuscript for one journal: `check x`, `inspect a.docx`;
  `doi …` and `pmid …` are what the registers answer to it
- `library`, `bytes`, `second` or `own` are libraries (see `desks.py`): `refs check` is asked, with
  `journal` for that one, and `safe` and `all` are what `refs fix` makes of them
- `formats` are built; `css` is put into their style sheet, and their machine has a font with '㎍';
  `csl` is put into citation styles, before the form of the entries
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from casewright import cli
from casewright.build import Toolbox, Tools, build
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics
from casewright.library import styles
from casewright.pandoc import Pandoc
from casewright.workspace import Workspace
from casewright.writers import css
from casewright.writers.pdf import PdfWorker
from desks import LIBRARIES, looked_at, with_libraries
from machine import layout_with
from pictures import picture_of
from recorded import Registers
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
Outside = Callable[[Mapping[str, str]], None]
"""Makes registers and citation styles as a section has them."""
Layout = Callable[[], PdfWorker]
"""Gives a running WeasyPrint, which most specs do without."""


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PdfWorker]:
    with layout_with("㎍", tmp_path_factory.mktemp("machine")) as running:
        yield running


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.setenv("NO_COLOR", "1")

    def ask_one(root: Path, command: str) -> str:
        monkeypatch.chdir(root / "cases" / "x")
        code = cli.main(["-C", str(root), *command.split()])
        printed = capsys.readouterr()
        assert code in (0, 1), printed.err
        return printed.out + printed.err

    return ask_one


def _write_files(blocks: Mapping[str, str], root: Path) -> None:
    """The files that a workspace of texts does not have."""
    made: dict[str, bytes] = {}
    for info, body in blocks.items():
        kind, _, rest = info.partition(" ")
        name = rest.removesuffix(" escaped")
        if info == "case alone":
            made["case.yaml"] = body.encode()
        elif info == "settings":
            made["../../casewright.yaml"] = body.encode()
        elif kind == "file" and name != rest:
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


@pytest.fixture
def outside(registers: Registers, monkeypatch: pytest.MonkeyPatch) -> Outside:
    read = styles._read

    def change(blocks: Mapping[str, str]) -> None:
        registers.know_blocks(blocks)

        def changed(name: str) -> str | None:
            text = read(name)
            return text and re.sub(
                r"<bibliography[^>]*>", lambda tag: tag[0] + blocks.get("csl", ""), text
            )

        monkeypatch.setattr(styles, "_read", changed)

    return change


def _workspace(blocks: Mapping[str, str], root: Path) -> Workspace:
    files = {"figures/face.svg": _SVG, "case.yaml": blocks.get("case", "")}
    if not blocks.keys() & {*LIBRARIES}:
        files["references.bib"] = _LIBRARY
    for info, text in blocks.items():
        if re.fullmatch(r"file \S+", info):
            files[info.removeprefix("file ")] = text
    if "profile" in blocks:
        files["templates/own/journal.yaml"] = blocks["profile"]
    workspace = with_libraries(mini_workspace(root, files), blocks)
    _write_files(blocks, root)
    return workspace


def _made(
    code: str, blocks: Mapping[str, str], workspace: Workspace, pandoc: Pandoc, layout: Layout
) -> Diagnostics:
    """The findings of the manuscript, and of its files where these are built."""
    journal = "own" if "profile" in blocks else blocks.get("journal", WJG).strip()
    if "formats" not in blocks:
        made = compose(workspace, journal, pandoc)
        codes = [one.rule.code for one in made.diagnostics]
        assert made.document or code in codes, finding_lines(made.diagnostics)
        return made.diagnostics
    formats = blocks["formats"].split()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(css, "_FIXED", css._FIXED + blocks.get("css", ""))
        toolbox = Toolbox(workspace, formats, tools=Tools(pandoc, layout()))
        built = build(workspace, "x", journal, formats=formats, toolbox=toolbox)
    assert bool(built.outputs) is not built.diagnostics.failed
    return built.diagnostics


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_a_rule_finds_what_it_is_for(
    path: Path,
    tmp_path: Path,
    *,
    pandoc: Pandoc,
    ask: Ask,
    outside: Outside,
    request: pytest.FixtureRequest,
    expect: Callable[[Path, str], None],
) -> None:
    code = path.stem
    assert code in RULES

    def answer(title: str, blocks: Mapping[str, str]) -> dict[str, str]:
        root = tmp_path / re.sub(r"\W+", "-", title)
        workspace = _workspace(blocks, root)
        outside(blocks)
        if "command" in blocks:
            return {"findings": "".join(_printed(ask(root, blocks["command"]), code))}
        if blocks.keys() & {*LIBRARIES}:
            return looked_at(code, blocks, workspace)
        found = _made(code, blocks, workspace, pandoc, lambda: request.getfixturevalue("layout"))
        return {"findings": finding_lines(one for one in found if one.rule.code == code)}

    expect(path, rewritten(path.read_text(encoding="utf-8"), answer))


_FINDINGS = re.compile(r"^(?P<fence>`{3,})findings\n(?P<body>.*?)^(?P=fence)$", re.M | re.S)


def _bodies(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [found["body"] for found in _FINDINGS.finditer(text)]


def test_every_finding_says_what_to_do() -> None:
    for path in _SPECS:
        for found in _bodies(path):
            for line, after in itertools.pairwise([*found.splitlines(), ""]):
                assert line.startswith("    ") or after.startswith("    "), (path.name, line)


def test_every_rule_has_a_spec_with_what_it_finds_and_what_it_does_not() -> None:
    for code in RULES:
        found = _bodies(Path(__file__).parent / "rules" / f"{code}.md")
        assert any(f" {code} " in body for body in found), f"{code}: nothing is found"
        assert "" in found, f"{code}: there is no section without findings"
