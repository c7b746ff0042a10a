"""What commands print about a case and journals: the specs are `tests/commands/*.md`.

A spec's `case` is the case `x`; `journal j` says what differs from a plain journal, `settings` is
`casewright.yaml`, `file NAME` another file of the case. Expected is
what a command prints, under its own words, and its exit code where that is not 0. After a `#`
stand the first words of the paragraphs that matter, or the codes of the findings.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from casewright import cli
from casewright.budget import Limit
from casewright.fit import Fit, Kind, Task, fit_all
from casewright.rules.limits import Bound
from casewright.workspace import Workspace
from specs import EXAMPLE, JOURNALS, mini_workspace, rewritten

_HERE = Path(__file__).parent
_SPECS = sorted((_HERE / "commands").glob("*.md"))
_BASE = (_HERE / "readers" / "journal.yaml.base").read_text()
_LIBRARY = "".join(
    f"@article{{{key}, author={{{key.title()}, A}}, title={{Cough}}, journal={{J Cough}}, "
    "shortjournal={J Cough}, year={2007}}\n"
    for key in ("koh", "lee", "may", "byron")
)


def _workspace(root: Path, blocks: Mapping[str, str]) -> Workspace:
    base = re.sub("^(id|title): .*\n", "", _BASE, flags=re.M)
    files = {
        "case.yaml": blocks["case"],
        "references/library.bib": _LIBRARY,
        "templates/_base/journal.yaml": f"id: _base\ntitle: Base\n{base}",
    }
    for info, body in blocks.items():
        if info.startswith("journal "):
            name = info.removeprefix("journal ")
            head = f"id: {name}\ntitle: Journal of {name.upper()}\nextends: _base\n"
            files[f"templates/{name}/journal.yaml"] = head + body
        if info.startswith("file "):
            files[info.removeprefix("file ")] = body
    workspace = mini_workspace(root, files)
    if "settings" in blocks:
        (root / "casewright.yaml").write_text(blocks["settings"], encoding="utf-8")
    return workspace


def _printed(
    root: Path, blocks: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> dict[str, str]:
    workspace = _workspace(root, blocks)
    made = {}
    for command in blocks:
        if not command.startswith("casewright "):
            continue
        words, _, first = command.partition(" # ")
        code = cli.main(["-C", str(workspace.root), *shlex.split(words)[1:]])
        said = "".join(capsys.readouterr()).replace(f"{workspace.root}/", "")
        if re.fullmatch(r"[A-Z]+\d{3}(, [A-Z]+\d{3})*", first):
            findings = re.split(r"^(?=\S)", said, flags=re.M)
            codes = tuple(first.split(", "))
            said = "".join(one for one in findings if any(f" {code} " in one for code in codes))
        elif first:
            paragraphs = said.rstrip("\n").split("\n\n")
            kept = [one for one in paragraphs if one.startswith(tuple(first.split(", ")))]
            said = "\n\n".join(kept) + "\n"
        made[command] = said + (f"exit code {code}\n" if code else "")
    return made


@pytest.mark.parametrize("path", _SPECS, ids=lambda path: path.stem)
def test_a_command_prints_what_its_spec_says(
    path: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    expect: Callable[[Path, str], None],
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    head, *sections = re.split(r"^(?=## )", path.read_text(encoding="utf-8"), flags=re.M)
    common = dict(re.findall(r"^```([^\n`]+)\n(.*?)^```$", head, re.M | re.S))

    def answer(title: str, blocks: Mapping[str, str]) -> Mapping[str, str]:
        return _printed(tmp_path / re.sub(r"\W+", "-", title), {**common, **blocks}, capsys)

    expect(path, head + rewritten("".join(sections), answer))


def test_all_journals_say_the_same_in_one_process_as_in_several(example: Workspace) -> None:
    alone, forked = (fit_all(example, EXAMPLE, JOURNALS, jobs=jobs) for jobs in (1, 2))
    assert alone == forked


def test_as_json_it_is_all_there(example: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["-C", str(example.root), "fit", EXAMPLE, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["case"] == EXAMPLE
    bmj = next(one for one in told["journals"] if one["journal"] == "bmj-case-reports")
    text = bmj["limits"][0]
    assert (text["what"], text["most"], text["advised"]) == ("main text", 2000, True)
    assert text["has"] == sum(one["words"] for one in bmj["sections"] if one["counted"])
    assert text["told"]["as_of"] == "before 2017"
    assert {one["what"] for one in bmj["limits"] if not one["told"]} >= {"tables", "patients"}
    assert all(
        one["place"]["file"].startswith(("cases/", "/", "templates/"))
        for one in bmj["tasks"]
        if one["place"]
    )


def _fit(name: str, *, over: int = 0, tasks: int = 0, check: int = 0) -> Fit:
    bound = Bound(
        "main text", "words", 100 + over, None, 100, "main_text", ("max_words",), "", True
    )
    cut = (Task(Kind.CUT, "too long", code="JRN006"),) * bool(over)
    write = (Task(Kind.WRITE, "missing"),) * tasks
    look = (Task(Kind.CHECK, "unknown"),) * check
    return Fit(name, name, True, (Limit(bound, None),), tasks=(*cut, *write, *look))


def test_the_order_is_steps_then_words_then_what_nobody_knows() -> None:
    made = [
        Fit("broken", "Broken", composed=False),
        _fit("b", over=101),
        _fit("a", over=100),
        _fit("c", tasks=1),
        _fit("d", check=3),
        _fit("e"),
        _fit("f", over=1, tasks=1),
        replace(_fit("g"), tasks=(Task(Kind.CUT, "the title is too long", code="JRN006"),)),
    ]
    steps = {one.journal: one.work for one in made}
    assert steps == {"broken": 0, "a": 1, "b": 2, "c": 1, "d": 0, "e": 0, "f": 2, "g": 1}
    ordered = [one.journal for one in sorted(made, key=lambda one: one.order)]
    assert ordered == ["e", "d", "c", "g", "a", "f", "b", "broken"]
