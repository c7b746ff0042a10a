"""What each kind of event says in each journal: the specs are `tests/prose/*.md`.

A section holds a `course`, whose first event is a presentation with a cough unless it is given, and
further blocks of the case under `case`. `wjg` and `bmj` are the sentences of the course in the text
of the two journals, `wjg abstract` and `bmj abstract` those in the abstract. The diagnosis of the
small case itself is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from casewright.manuscript import Manuscript
from casewright.pandoc import Pandoc
from specs import BY_SHORT, compose, course_text, finding_lines, mini_workspace, rewritten

_SPECS = sorted((Path(__file__).parent / "prose").glob("*.md"))
_COUGH = "- kind: presentation\n  complaints: [{what: cough}]\n"


def _said(title: str, blocks: Mapping[str, str], root: Path, pandoc: Pandoc) -> dict[str, str]:
    own = blocks["course"]
    opens = own.lstrip().startswith(("- kind: presentation", "- {kind: presentation"))
    files = {"case.yaml": f"{blocks.get('case', '')}course:\n{'' if opens else _COUGH}{own}"}
    workspace = mini_workspace(root / title.replace("/", "-"), files)
    given = "diagnosis:" in blocks.get("case", "")
    left_out = ("-" if opens else "course.0", "-" if given else "diagnosis")
    done = {
        short: compose(workspace, journal, pandoc)
        for short, journal in BY_SHORT.items()
        if any(name.split()[0] == short for name in blocks)
    }
    made = {}
    for name in blocks:
        short, _, part = name.partition(" ")
        if short in done:
            made[name] = _text(done[short], brief=part == "abstract", without=left_out)
    return made


def _text(made: Manuscript, *, brief: bool, without: tuple[str, ...]) -> str:
    if made.document is None:
        return finding_lines(made.diagnostics)
    return course_text(made.document, brief=brief, without=without)


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_an_event_is_told_as_a_clinician_would(
    path: Path, tmp_path: Path, pandoc: Pandoc, expect: Callable[[Path, str], None]
) -> None:
    text = path.read_text(encoding="utf-8")
    expect(path, rewritten(text, lambda title, blocks: _said(title, blocks, tmp_path, pandoc)))


def test_an_expectation_that_differs_or_is_missing_fails(
    tmp_path: Path, request: pytest.FixtureRequest, expect: Callable[[Path, str], None]
) -> None:
    wrong = tmp_path / "wrong.md"
    wrong.write_text("before\n")
    for path in (wrong, tmp_path / "missing.md"):
        if request.config.getoption("--accept"):
            expect(path, "now\n")
            assert path.read_text() == "now\n"
        else:
            with pytest.raises(pytest.fail.Exception, match="now"):
                expect(path, "now\n")
            assert path == wrong or not path.exists()
