"""Cases and journals from strangers: the specs are `tests/hostile/*.md`, one attack a section.

A section holds files of a workspace and what comes of them: `findings`, and the `html` or `text` of
sections of the manuscript. A `file … escaped` is written with Python's escapes.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from types import FrameType

import pytest

from casewright.build import Toolbox, Tools, build
from casewright.diagnostics import CannotRun
from casewright.pandoc import Pandoc
from specs import (
    WJG,
    case_answers,
    compose,
    finding_lines,
    mini_workspace,
    rewritten,
    section_text,
    serious,
)

_SPECS = sorted((Path(__file__).parent / "hostile").glob("*.md"))
_MEMORY = 1 << 30
_SECONDS = 60


@pytest.fixture
def bounded() -> Iterator[None]:
    """An attack that succeeds fails its test, and not the machine."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = Path("/proc/self/statm")  # of Linux
    used = int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else 0
    handler = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_SECONDS)
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + _MEMORY, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)
    signal.alarm(0)
    signal.signal(signal.SIGALRM, handler)


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_an_attack_is_refused_or_printed_as_text(
    path: Path, tmp_path: Path, pandoc: Pandoc, bounded: None, expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")

    def answer(title: str, blocks: Mapping[str, str]) -> dict[str, str]:
        assert "findings" in blocks, title
        return case_answers(blocks, tmp_path / re.sub(r"\W+", "-", title), pandoc)

    expect(path, rewritten(text, answer))


def test_no_section_lets_markup_through() -> None:
    """Accepting by mistake is caught here: pages hold no element that an author could want."""
    elements = re.compile(r"<(/?[a-z0-9]+)")
    known = {"p", "code", "pre", "a", "h3", "h4", "blockquote", "hr"}
    for path in _SPECS:
        text = path.read_text(encoding="utf-8")
        for block in re.findall(r"^(`{3,})html [^\n]*\n(.*?)^\1$", text, re.M | re.S):
            assert {name.strip("/") for name in elements.findall(block[1])} <= known
            assert not re.search(r"<[^>]*\b(on\w+|style|src|id)=", block[1])


@pytest.mark.parametrize("target", ["/etc/passwd", "../y/secret.png"])
def test_a_link_out_of_the_case_is_no_figure(tmp_path: Path, pandoc: Pandoc, target: str) -> None:
    figures = "figures:\n  - {id: one, title: One, file: one.png, alt: A}\n"
    workspace = mini_workspace(
        tmp_path, {"case.yaml": figures, "introduction.md": "See [@fig:one].\n"}
    )
    (tmp_path / "cases/y").mkdir()
    (tmp_path / "cases/y/secret.png").write_bytes(b"secret")
    (tmp_path / "cases/x/one.png").symlink_to(target)
    made = compose(workspace, WJG, pandoc)
    assert finding_lines(serious(made.diagnostics), hints=False) == (
        "case.yaml:2:33 error CASE010 'one.png' leads out of the folder of the case\n"
    )
    assert not any("secret" in str(path) or "/etc" in str(path) for path in workspace.reads)


def test_a_link_out_of_the_case_is_no_prose(tmp_path: Path, pandoc: Pandoc) -> None:
    workspace = mini_workspace(tmp_path, {})
    (tmp_path / "cases/x/introduction.md").symlink_to("/etc/passwd")
    (one,) = serious(compose(workspace, WJG, pandoc).diagnostics)
    assert (one.rule.code, str(one.span)) == ("CASE010", "cases/x/introduction.md:1:1")
    assert not any("/etc" in str(path) for path in workspace.reads)


@pytest.mark.parametrize(
    ("name", "place"), [("one.png", "case.yaml:2:33"), ("introduction.md", "introduction.md:1:1")]
)
def test_a_link_to_itself_is_no_file(tmp_path: Path, pandoc: Pandoc, name: str, place: str) -> None:
    figures = "figures:\n  - {id: one, title: One, file: one.png, alt: A}\n"
    workspace = mini_workspace(tmp_path, {"case.yaml": figures if name == "one.png" else ""})
    (tmp_path / "cases/x" / name).symlink_to(name)
    lines = finding_lines(serious(compose(workspace, WJG, pandoc).diagnostics), hints=False)
    assert re.search(rf"^{re.escape(place)} error CASE0(10|06) ", lines, re.M)


def test_a_pipe_is_not_waited_for(tmp_path: Path, pandoc: Pandoc, bounded: None) -> None:
    figures = "figures:\n  - {id: one, title: One, file: one.png, alt: A}\n"
    workspace = mini_workspace(tmp_path, {"case.yaml": figures})
    os.mkfifo(tmp_path / "cases/x/one.png")
    lines = finding_lines(serious(compose(workspace, WJG, pandoc).diagnostics), hints=False)
    assert "case.yaml:2:33 error CASE006 there is no file 'one.png'\n" in lines
    with pytest.raises(OSError, match="it is no plain file"):
        workspace.read_bytes(tmp_path / "cases/x/one.png")


def test_a_link_out_of_the_templates_is_no_template(tmp_path: Path, pandoc: Pandoc) -> None:
    workspace = mini_workspace(tmp_path, {"introduction.md": "Text.\n"})
    parts = tmp_path / "templates" / WJG / "parts"
    parts.mkdir(parents=True)
    (parts / "introduction.md.j2").symlink_to("/etc/passwd")
    made = compose(workspace, WJG, pandoc)
    assert made.document and section_text(made.document, "INTRODUCTION") == "Text.\n"


def test_a_template_that_is_no_text_is_survived(tmp_path: Path, pandoc: Pandoc) -> None:
    workspace = mini_workspace(tmp_path, {"introduction.md": "Text.\n"})
    parts = tmp_path / "templates" / WJG / "parts"
    parts.mkdir(parents=True)
    (parts / "introduction.md.j2").write_bytes(b"\xff\xfe\x00")
    assert compose(workspace, WJG, pandoc).journal is not None


def test_a_text_that_pandoc_cannot_finish_is_stopped(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, {"introduction.md": f"{'[' * 24} x {']' * 24}\n"})
    began = time.monotonic()
    with Pandoc.start(seconds=2) as impatient, pytest.raises(CannotRun, match="longer than 2 s"):
        compose(workspace, WJG, impatient)
    assert time.monotonic() - began < 10


def test_markup_of_strangers_stays_text_in_every_output(tmp_path: Path) -> None:
    word = "x" * 400
    files = {
        "case.yaml": "title: {focus: 'A <w:t>A</w:t> &amp; ]]> <script>'}\n"
        "authors: [{given: '<b>', family: '\"/><x'}]\n"
        "keywords: ['</style><script>']\n",
        "introduction.md": f"<script>alert(1)</script> {word} ]]> &lt;b&gt;\n",
    }
    workspace = mini_workspace(tmp_path, files)
    result = build(workspace, "x", WJG)
    assert {one.rule.code for one in serious(result.diagnostics)} == {"DOC001", "STY022"}
    assert not result.diagnostics.failed
    outputs = {path.name: path.read_bytes() for path in result.outputs}
    assert b"<script" not in outputs["manuscript.html"]
    assert word.encode() in outputs["manuscript.html"]
    with zipfile.ZipFile(BytesIO(outputs["manuscript.docx"])) as archive:
        document = archive.read("word/document.xml")
        properties = archive.read("docProps/core.xml")
    assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in document
    assert b"&lt;w:t&gt;A&lt;/w:t&gt;" in document
    assert b"<script" not in document + properties


def test_a_course_of_two_thousand_events_stays_within_reason(
    tmp_path: Path, pandoc: Pandoc, bounded: None
) -> None:
    one = "  - {kind: imaging, modality: CT, findings: [{what: mass, size: 1 cm, site: liver}]}\n"
    two = "  - {kind: laboratory, tests: [{analyte: sodium, value: 120 mmol/L, range: 135-145}]}\n"
    workspace = mini_workspace(tmp_path, {"case.yaml": "course:\n" + (one + two) * 1000})
    began = time.monotonic()
    formats = ("docx", "html")
    toolbox = Toolbox(workspace, formats, tools=Tools(pandoc, None))
    result = build(workspace, "x", WJG, formats=formats, toolbox=toolbox)
    assert finding_lines(serious(result.diagnostics)) == ""
    assert time.monotonic() - began < 30
    assert result.outputs[1].read_text(encoding="utf-8").count("Sodium was") == 1000
