"""The journal reader: profiles that extend each other, and where each rule was read."""

from __future__ import annotations

import io
from functools import reduce
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from casewright.readers.journal import merge, read_journal
from casewright.readers.yaml import read_yaml
from casewright.readers.yaml_file import YamlFile
from casewright.workspace import Workspace
from specs import BASES, ROOT, workspace_at

_BASE = BASES["journal.yaml"]


def _write(root: Path, name: str, text: str) -> None:
    path = root / "templates" / name / "journal.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_journals_of_this_repository_are_read_without_a_finding() -> None:
    workspace = Workspace.open(ROOT)
    for name in workspace.journals():
        journal, found = read_journal(workspace, name)
        assert not list(found)
        assert journal
        assert journal.file == f"templates/{name}/journal.yaml"


def test_a_rule_stands_where_it_was_written_last(tmp_path: Path) -> None:
    house = _BASE.replace("id: j\n", "id: _house\n").replace("title: Journal of J\n", "")
    _write(tmp_path, "_house", house)
    told = "source: [general-knowledge], as_of: '2026', verified: false"
    own = f"extends: _house\nid: j\ntitle: J\nabstract: {{max_words: 150, {told}}}\n"
    _write(tmp_path, "j", own)
    workspace = workspace_at(tmp_path)
    journal, found = read_journal(workspace, "j")
    assert not list(found)
    assert journal
    assert (journal.id, journal.title, journal.extends) == ("j", "J", "_house")
    assert journal.abstract.max_words == 150
    assert journal.abstract.parts[0].moves == ("background", "outcome")
    assert not journal.abstract.provenance("max_words").verified
    assert journal.abstract.provenance("parts").source == ("x",)
    assert str(journal.place("abstract.max_words")) == "templates/j/journal.yaml:4:23"
    assert journal.place("abstract.parts.0").file == "templates/_house/journal.yaml"
    assert journal.place("dates.calendar").file == "templates/_house/journal.yaml"
    names = {path.parent.name for path in workspace.reads}
    assert names == {"j", "_house"}


def test_a_folder_that_links_out_of_the_templates_is_refused(tmp_path: Path) -> None:
    _write(tmp_path / "elsewhere", "j", _BASE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "j").symlink_to(tmp_path / "elsewhere" / "templates" / "j")
    journal, found = read_journal(workspace_at(tmp_path), "j")
    assert journal is None
    assert [one.rule.code for one in found] == ["CASE010"]


_KEYS = st.sampled_from(["a", "b", "c"])
_LEAF = st.integers(0, 9) | st.lists(st.integers(0, 9), max_size=2) | st.just("text")
_PROFILE = st.dictionaries(
    _KEYS,
    st.recursive(_LEAF, lambda inner: st.dictionaries(_KEYS, inner, max_size=3), max_leaves=8),
    max_size=3,
)


def _file(data: dict[str, Any], name: str) -> YamlFile:
    stream = io.StringIO()
    YAML(typ="safe", pure=True).dump(data, stream)
    file, _ = read_yaml(stream.getvalue().encode(), name)
    assert file
    return file


def _expected(parent: Any, child: Any) -> Any:
    if not isinstance(parent, dict) or not isinstance(child, dict):
        return child
    both = {key: _expected(parent[key], child[key]) for key in parent if key in child}
    return {**parent, **child, **both}


def _leaves(data: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(data, dict) and data:
        return [
            leaf
            for key, value in data.items()
            for leaf in _leaves(value, f"{path}.{key}" if path else key)
        ]
    return [(path, data)] if path else []


@settings(max_examples=200, deadline=None)
@given(st.lists(_PROFILE, min_size=1, max_size=4))
def test_merging_keeps_what_the_youngest_says_at_the_place_it_says_it(
    profiles: list[dict[str, Any]],
) -> None:
    files = [_file(data, str(number)) for number, data in enumerate(profiles)]
    merged = reduce(merge, files)
    assert merged.data == reduce(_expected, [file.data for file in files])
    by_name = dict(zip(map(str, range(len(files))), files, strict=True))
    for path, value in _leaves(merged.data):
        place = merged.places[path]
        assert dict(_leaves(by_name[place.file].data))[path] == value
        assert by_name[place.file].places[path] == place
