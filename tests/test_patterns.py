"""Compiled patterns that are kept between processes are those that Python would make."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[1] / "src"

# Imports modules as a run of casewright does, with its own folder for what is kept; prints how
# many patterns had to be compiled, and which differ from what Python makes of them.
RUN = r"""
import importlib, pathlib, re, sys
from casewright import patterns, workspace
folder = pathlib.Path(sys.argv[1])
workspace.byte_code_folder = lambda: folder
sys.path.insert(0, str(folder.parent))
plain = re._compiler.compile
parse, compiled = re._compiler._parser.parse, []
def counting(text, *rest):
    compiled.append(text)
    return parse(text, *rest)
patterns.remember()
re._compiler._parser.parse = counting
for name in sys.argv[2:]:
    importlib.import_module(name)
patterns.keep()
print(len(compiled))
found = [one for name in sys.argv[2:] for values in vars(sys.modules[name]).values()
         for one in (values if isinstance(values, list) else [values])
         if isinstance(one, re.Pattern)]
for one in found:
    again = plain(one.pattern, one.flags)
    if (one, one.groups, one.groupindex) != (again, again.groups, again.groupindex):
        print("not the same:", one)
"""
MODULES = (
    "casewright.rules.engine",
    "casewright.rules.identifiers.people",
    "casewright.rules.legends",
    "casewright.readers.case",
)
STRANGE = r"""
import re
PATTERNS = [
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"(?P<one>a)(?(one)b|c)(?=d)(?!e)(?<=d)(?<!f)\1", 0),
        (r"(?i:K)[^\W\d_]+?(?:x|y){2,3}", re.MULTILINE | re.DOTALL),
        (r"[\u0370-\u03ff]+ | é # Greek", re.VERBOSE | re.IGNORECASE),
        (rb"\xff[\x80-\x9f]*+", 0),
        (rb"(?>a|ab)\Z", re.IGNORECASE | re.ASCII),
    )
]
"""
PLAIN = 'import re\nONE = re.compile("words of a module")\n'
HIDING = """
import re
from casewright import patterns
def search(words):
    return re.search(words, "")
def any_of(words):
    return patterns.own("|".join(words))
ONE = re.compile("words at the top")
search("words of a patient")
TWO = [re.compile(one) for one in ["words in a list"]]
tuple(re.compile(one) for one in [search("other words of a patient") or "words in brackets"])
any_of(["words of our own"])
"""


def run(folder: Path, *modules: str) -> tuple[int, str]:
    """How many patterns were compiled, and what else was said."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(folder), *modules],
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    count, _, rest = done.stdout.partition("\n")
    return int(count), rest


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    folder.mkdir()
    (tmp_path / "strange.py").write_text(STRANGE)
    (tmp_path / "plain.py").write_text(PLAIN)
    (tmp_path / "hiding.py").write_text(HIDING)
    return folder


def test_a_second_process_compiles_few_patterns_and_has_the_same(kept: Path) -> None:
    first, _ = run(kept, *MODULES, "strange")
    second, differing = run(kept, *MODULES, "strange")
    assert differing == ""
    assert 5 * second < first  # what is left are those of functions, and of Python's own start


def test_what_a_function_compiles_is_kept_nowhere(kept: Path) -> None:
    run(kept, "hiding", "plain")
    (file,) = kept.iterdir()
    data = file.read_bytes()
    for words in ("at the top", "in a list", "in brackets", "of our own", "of a module"):
        assert f"words {words}".encode() in data
    assert b"words of a patient" not in data


@pytest.mark.parametrize("damage", [b"", b"nothing", None], ids=["empty", "other", "cut"])
def test_a_damaged_file_is_made_anew(kept: Path, damage: bytes | None) -> None:
    run(kept, "plain", "strange")
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-7] if damage is None else damage)
    assert run(kept, "plain", "strange") == (run_without(kept.parent), "")
    assert file.read_bytes() == whole


def run_without(folder: Path) -> int:
    """How many patterns are compiled where nothing is kept."""
    return run(folder / "none", "plain", "strange")[0]


def test_a_folder_that_cannot_be_written_to_costs_time_only(kept: Path) -> None:
    kept.rmdir()
    kept.write_text("a file stands in its way")
    assert run(kept, "plain") == run(kept, "plain")
