"""The types of the model as they are written, held against what pydantic makes of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pydantic
import pytest
from pydantic_core import ValidationError

from casewright import workspace as outside
from casewright.model.case import Case
from casewright.model.declare import BaseModel
from casewright.model.event import Finding, Signal
from casewright.model.style import Heading, PageStyle
from casewright.model.validators import pydantic_model, validator
from casewright.readers.yaml import read_yaml
from specs import ROOT

CASES = sorted(ROOT.glob("cases/*/case.yaml"))
_FINDING: Mapping[str, object] = {"what": "mass", "descriptors": ("solid",), "size": "3 cm"}


def plain(value: Any) -> Any:
    """A value with its fields by name, whoever made its type."""
    if isinstance(value, BaseModel | pydantic.BaseModel):
        names = type(value).model_fields
        return {name: plain(getattr(value, name)) for name in names}
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def refusals(made_by: Any, data: object) -> list[tuple[object, ...]]:
    with pytest.raises(ValidationError) as caught:
        made_by.validate_python(data)
    return [(e["type"], e["loc"], e["msg"]) for e in caught.value.errors()]


@pytest.mark.parametrize("path", CASES, ids=[path.parent.name for path in CASES])
def test_a_case_is_what_pydantic_makes_of_it(path: Path) -> None:
    file, _ = read_yaml(path.read_bytes(), "case.yaml")
    assert file and isinstance(file.data, dict)
    if "patients" in file.data:
        return  # its patients stand in files of their own
    made = validator(Case).validate_python(file.data)
    known = pydantic_model(Case).model_validate(file.data)
    assert isinstance(made, Case) and not isinstance(made, pydantic.BaseModel)
    assert plain(made) == plain(known)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"title": {"focus": ""}, "course": (), "zzz": 1},
        {"course": ({"kind": "laboratory", "tests": ({"analyte": "x", "value": "3 zz"},)},)},
        {"course": ({"kind": "zzz"}, {"kind": "medication"}, {"what": "x"}, 3)},
        {"figures": ({"kind": "zzz"},), "tables": 3, "history": {"medical": ("", 3)}},
        {"patient": {"age": "old", "sex": "zzz"}, "consent": {}, "ethics": 5},
    ],
)
def test_what_is_refused_is_what_pydantic_refuses(wrong: object) -> None:
    known = pydantic.TypeAdapter(pydantic_model(Case))
    assert refusals(validator(Case), wrong) == refusals(known, wrong)


def test_defaults_are_those_that_were_written() -> None:
    style = validator(PageStyle).validate_python({})
    assert style == PageStyle() and style.headings[1] == Heading(bold=True, italic=True)
    assert validator(Finding).validate_python({"what": "mass"}).codes == {}
    assert Finding(what="mass").codes == {}


def test_a_value_cannot_be_changed_but_copied() -> None:
    finding = validator(Finding).validate_python(_FINDING)
    finding._path = "course.0.findings.0"
    with pytest.raises(AttributeError, match="frozen"):
        finding.what = "ulcer"
    other = finding.model_copy(update={"what": "ulcer"})
    assert (finding.what, other.what, other.path) == ("mass", "ulcer", "course.0.findings.0")
    assert finding != other and finding == other.model_copy(update={"what": "mass"})


def test_values_made_in_code_have_the_fields_of_their_type() -> None:
    assert repr(Signal(sequence="T1", intensity="low")) == (
        "Signal(sequence='T1', intensity='low', pattern=None)"
    )
    assert len({Heading(), Heading(), Heading(size=9)}) == 2
    unknown: dict[str, Any] = {"colour": 3}
    with pytest.raises(TypeError, match=r"unknown \['colour'\]"):
        Heading(**unknown)
    with pytest.raises(TypeError, match=r"missing \['what'\]"):
        Finding(**{})


def test_a_known_type_needs_no_pydantic() -> None:
    code = (
        "import sys; from casewright.model.series import Case\n"
        "from casewright.model.validators import validator\n"
        "validator(Case); print('pydantic' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2)]
    assert runs[-1].stdout == "False\n"


def test_what_is_kept_with_the_code_may_be_damaged_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"data")
        return b"data"

    monkeypatch.setattr(outside, "byte_code_folder", lambda: tmp_path)
    assert [outside.kept_with_code("x", make) for _ in range(2)] == [b"data"] * 2
    assert len(made) == 1
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"A")
    assert outside.kept_with_code("x", make) == b"data" and len(made) == 2
    assert outside.kept_with_code("x", make, of=b"another") == b"data" and len(made) == 3
    (tmp_path / "file").touch()
    monkeypatch.setattr(outside, "byte_code_folder", lambda: tmp_path / "file")
    assert outside.kept_with_code("x", make) == b"data" and len(made) == 4
