"""make: what starts casewright, and what does not. A small script stands in for casewright."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from casewright import cli, scaffold
from casewright.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]

# Notes how it was called; builds by copying the case; fails where the case says so. The sleep takes
# the shell's place: a shell interrupted while it starts a child can leave the child running.
STAND_IN = r"""#!/bin/sh
root=$(dirname "$0")
shift 2
echo "$*" >> "$root/calls"
[ "$1" = build ] || exit 0
out=build/$2/$4
if grep -q wrong "cases/$2/case.yaml"; then
    echo "cases/$2/case.yaml:1:1  error  CASE003 wrong-value  it is wrong" >&2
    exit 1
fi
if grep -q endless "cases/$2/case.yaml"; then : > "$root/asleep"; exec sleep 60; fi
if grep -q slow "cases/$2/case.yaml"; then echo later > "cases/$2/discussion.md"; fi
mkdir -p "$out"
cmp -s "cases/$2/case.yaml" "$out/manuscript.docx" || cp "cases/$2/case.yaml" "$out/manuscript.docx"
rm -f "$out/manuscript-live.docx"
[ "$5" != --live-citations ] || echo live > "$out/manuscript-live.docx"
[ -f "$out/manuscript.pdf" ] || echo pdf > "$out/manuscript.pdf"
{
    echo "$out/manuscript.stamp: cases/$2/case.yaml references/library.bib cases/$2/discussion.md"
    echo "cases/$2/case.yaml references/library.bib cases/$2/discussion.md:"
} > "$out/manuscript.d"
"""
JOURNAL = "world-journal-of-gastroenterology-2007"


class Folder:
    """A workspace in which make is run."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def furnish(self) -> Folder:
        """Put in two cases and the stand-in."""
        shutil.copy(ROOT / "Makefile", self.root)
        for name in ("one", "two"):
            self.write(f"cases/{name}/case.yaml", "fine\n")
            self.write(f"cases/{name}/discussion.md", "text\n")
        self.write("references/library.bib", "% none\n")
        program = self.write("bin/stand in", STAND_IN)
        program.chmod(0o755)
        self.write(".casewright.mk", f"CASEWRIGHT_PYTHON := '{program}'\n")
        return self

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def make(self, *args: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run make; only `path` may hold a casewright besides the one of .casewright.mk."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
        folders = environment["PATH"].split(os.pathsep)
        kept = [folder for folder in folders if not Path(folder, "casewright").exists()]
        environment["PATH"] = os.pathsep.join([str(path), *kept] if path else kept)
        return subprocess.run(
            ["make", *args],
            cwd=self.root,
            env=environment,
            text=True,
            capture_output=True,
            check=False,
        )

    def calls(self) -> list[str]:
        """How casewright was called since the last time that this was asked."""
        path = self.root / "bin" / "calls"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return lines

    def later(self, name: str) -> None:
        """Give the file a time that is clearly after the last build."""
        now = time.time() + 2
        os.utime(self.root / name, (now, now))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path).furnish()


BUILD_ONE = f"build one --journal {JOURNAL}"


def test_make_builds_the_first_case(folder: Folder) -> None:
    done = folder.make()
    assert (done.returncode, done.stderr) == (0, "")
    assert folder.calls() == [BUILD_ONE]


def test_a_second_make_starts_nothing(folder: Folder) -> None:
    folder.make()
    folder.calls()
    assert folder.make().returncode == 0
    assert folder.calls() == []


@pytest.mark.parametrize(
    "name", ["cases/one/case.yaml", "cases/one/discussion.md", "references/library.bib"]
)
def test_a_changed_input_starts_the_build_once(folder: Folder, name: str) -> None:
    folder.make()
    os.utime(folder.root / f"build/one/{JOURNAL}/manuscript.stamp", (1e9, 1e9))
    folder.calls()
    folder.make()
    assert folder.calls() == [BUILD_ONE]
    folder.make()
    assert folder.calls() == []


def test_a_build_that_finds_nothing_new_leaves_the_outputs_alone(folder: Folder) -> None:
    folder.make()
    output = folder.root / f"build/one/{JOURNAL}/manuscript.docx"
    before = output.stat().st_mtime_ns
    os.utime(folder.root / f"build/one/{JOURNAL}/manuscript.stamp", (1e9, 1e9))
    folder.make()
    assert output.stat().st_mtime_ns == before


def test_touching_one_case_does_not_rebuild_the_other(folder: Folder) -> None:
    folder.make("CASE=one")
    folder.make("CASE=two")
    folder.calls()
    folder.later("cases/one/case.yaml")
    folder.make("CASE=two")
    assert folder.calls() == []
    folder.make("CASE=one")
    assert folder.calls() == [BUILD_ONE]


@pytest.mark.parametrize("name", ["manuscript.docx", "manuscript.pdf"])
def test_a_deleted_output_is_made_again(folder: Folder, name: str) -> None:
    folder.make()
    folder.calls()
    output = folder.root / f"build/one/{JOURNAL}" / name
    output.unlink()
    folder.make()
    assert folder.calls() == [BUILD_ONE]
    assert output.exists()


def test_live_citations_are_made_when_they_are_wanted(folder: Folder) -> None:
    live = f"{BUILD_ONE} --live-citations"
    folder.make()
    folder.make("LIVE=1")
    assert folder.calls() == [BUILD_ONE, live]
    folder.make("LIVE=1")
    folder.make()
    assert folder.calls() == []
    folder.later("cases/one/case.yaml")
    folder.make()  # what is older than the case is not left for a co-author
    folder.make("LIVE=1")
    assert folder.calls()[-1] == live


def test_a_new_file_beside_the_case_starts_the_build(folder: Folder) -> None:
    folder.make()
    os.utime(folder.root / f"build/one/{JOURNAL}/manuscript.stamp", (1e9, 1e9))
    for name in ("cases/one/case.yaml", "cases/one/discussion.md", "references/library.bib"):
        os.utime(folder.root / name, (9e8, 9e8))
    os.utime(folder.root / "references", (9e8, 9e8))
    folder.write("cases/one/introduction.md", "new\n")
    folder.calls()
    folder.make()
    assert folder.calls() == [BUILD_ONE]


def test_a_deleted_input_starts_the_build(folder: Folder) -> None:
    folder.make()
    folder.calls()
    (folder.root / "cases/one/discussion.md").unlink()
    assert folder.make().returncode == 0
    assert folder.calls() == [BUILD_ONE]


def test_a_change_during_the_build_is_not_lost(folder: Folder) -> None:
    folder.write("cases/one/case.yaml", "slow\n")
    folder.make()
    folder.calls()
    folder.make()
    assert folder.calls() == [BUILD_ONE]


def test_a_failing_build_fails_make_and_shows_why(folder: Folder) -> None:
    folder.write("cases/one/case.yaml", "wrong\n")
    done = folder.make()
    assert done.returncode == 2
    assert done.stderr.startswith("cases/one/case.yaml:1:1  error  CASE003 wrong-value")
    assert done.stdout == ""
    assert [path.name for path in (folder.root / "build").iterdir()] == []


def test_a_failed_build_is_tried_again(folder: Folder) -> None:
    folder.write("cases/one/case.yaml", "wrong\n")
    folder.make()
    folder.calls()
    folder.make()
    assert folder.calls() == [BUILD_ONE]


@pytest.mark.parametrize("case", ["two", "cases/two", "cases/two/", "cases/two/case.yaml"])
def test_a_case_may_be_named_by_its_path(folder: Folder, case: str) -> None:
    folder.make(f"CASE={case}", "JOURNAL=other")
    assert folder.calls() == ["build two --journal other"]


@pytest.mark.parametrize(
    ("args", "call"),
    [
        (["docx"], f"{BUILD_ONE} --format docx"),
        (["pdf"], f"{BUILD_ONE} --format pdf"),
        (["check"], f"check one --journal {JOURNAL}"),
        (["preview"], f"preview one --journal {JOURNAL}"),
        (["all-cases"], "build --all --journal all"),
        (["all-cases", "JOURNAL=other"], "build --all --journal other"),
        (["new", "NAME=three"], "new three"),
    ],
)
def test_each_target_calls_its_command(folder: Folder, args: list[str], call: str) -> None:
    folder.make(*args)
    assert folder.calls() == [call.strip()]


def test_clean_keeps_the_folder_itself(folder: Folder) -> None:
    folder.write("build/.gitkeep", "")
    folder.write("build/.cache/something", "")
    folder.make()
    folder.make("clean")
    assert [path.name for path in (folder.root / "build").iterdir()] == [".gitkeep"]


def test_help_starts_nothing_and_names_the_cases(folder: Folder) -> None:
    done = folder.make("help")
    assert "Cases:    one two" in done.stdout
    assert "for developers" not in done.stdout
    assert folder.calls() == []


def test_without_a_case_make_says_how_to_begin_one(folder: Folder) -> None:
    shutil.rmtree(folder.root / "cases")
    done = folder.make()
    assert done.returncode == 2
    assert "make new NAME=my-case" in done.stderr


def test_without_casewright_make_says_so(folder: Folder) -> None:
    folder.write(".casewright.mk", "CASEWRIGHT_PYTHON := '/nowhere/python'\n")
    program = shutil.which("make")
    assert program
    tools = folder.root / "tools"
    tools.mkdir()
    for name in ("sh", "mkdir", "rm", "mv"):
        (tools / name).symlink_to(shutil.which(name) or "")
    done = subprocess.run(
        [program, "SHELL=/bin/sh"],
        cwd=folder.root,
        env={"PATH": str(tools)},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert "casewright was not found. Install it" in done.stderr


@pytest.mark.parametrize("python", ["a Python without casewright", "a program that does not run"])
def test_a_python_without_casewright_is_passed_over(folder: Folder, python: str) -> None:
    if python == "a Python without casewright":
        # An isolated Python looks for packages in its own folders alone; -S leaves these out.
        body = f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n'
    else:
        body = "#!/nowhere/python\n"
    folder.write("bare/python", body).chmod(0o755)
    folder.write(".casewright.mk", f"CASEWRIGHT_PYTHON := '{folder.root}/bare/python'\n")
    program = folder.root / "bin" / "stand in"
    on_path = folder.write("found/casewright", f'#!/bin/sh\nexec "{program}" - - "$@"\n')
    on_path.chmod(0o755)

    done = folder.make(path=folder.root / "found")
    assert done.returncode == 0, done.stderr
    assert folder.calls() == [BUILD_ONE]
    on_path.unlink()
    done = folder.make("check")
    assert done.returncode == 2
    assert "casewright was not found. Install it" in done.stderr
    assert "Traceback" not in done.stderr
    assert "No module named" not in done.stderr


@pytest.mark.parametrize("target", [[], ["docx"], ["check"]])
@pytest.mark.parametrize("name", ["CASE=my case", "JOURNAL=my journal"])
def test_a_name_with_a_space_is_told_what_names_are(
    folder: Folder, name: str, target: list[str]
) -> None:
    done = folder.make(name, *target)
    assert done.returncode == 2
    kind, _, value = name.partition("=")
    assert f"there is no {kind.lower()} '{value}': names are lower-case letters" in done.stderr
    assert "No rule to make target" not in done.stderr
    assert folder.calls() == []


def test_a_folder_with_a_space_is_named_and_left_out(folder: Folder) -> None:
    folder.write("cases/a case/case.yaml", "fine\n")
    done = folder.make()
    assert done.returncode == 0
    assert "a folder in cases/ has a space in its name" in done.stderr
    assert folder.calls() == [BUILD_ONE]


def test_an_interrupted_build_leaves_nothing_behind(folder: Folder) -> None:
    folder.write("cases/one/case.yaml", "endless\n")
    with subprocess.Popen(
        ["make"],
        cwd=folder.root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            deadline = time.monotonic() + 30
            while not (folder.root / "bin" / "asleep").exists() and time.monotonic() < deadline:
                time.sleep(0.02)
            assert [path.name[:6] for path in (folder.root / "build").iterdir()] == [".began"]
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=30)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode != 0
    assert list((folder.root / "build").iterdir()) == []


def test_with_the_real_casewright_an_uncited_reference_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "my cases"
    scaffold.init(root, python=sys.executable)
    scaffold.new(Workspace.open(root), "one")
    monkeypatch.setenv("PYTHONPATH", str(Path(scaffold.__file__).parents[1]))
    folder = Folder(root)

    first = folder.make()
    assert first.returncode == 0, first.stderr
    assert f"build/one/{JOURNAL}/manuscript.docx" in first.stdout.splitlines()
    made = root / "build/one" / JOURNAL
    outputs = [made / f"manuscript.{kind}" for kind in ("docx", "pdf", "html", "md")]
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in outputs]
    assert "Nothing to be done" in folder.make().stdout

    with (root / "references/library.bib").open("a") as library:
        library.write("@article{other, author={A, B}, title={C}, journal={D}, year={2020}}\n")
    assert folder.make().returncode == 0
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in outputs] == before
    assert "Nothing to be done" in folder.make().stdout


def test_with_the_real_casewright_an_edit_of_a_reference_reaches_those_who_cite_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scaffold.init(tmp_path, python=sys.executable)
    monkeypatch.setenv("PYTHONPATH", str(Path(scaffold.__file__).parents[1]))
    folder = Folder(tmp_path)
    library = tmp_path / "references/library.bib"
    entry = "@article{{{0}, author={{A, B}}, title={{{0}}}, journal={{Gut}}, year={{2020}}}}\n"
    library.write_text(entry.format("here") + entry.format("there"))
    made = {}
    for case, key in (("one", "here"), ("two", "there")):
        scaffold.new(Workspace.open(tmp_path), case)
        (tmp_path / "cases" / case / "introduction.md").write_text(f"Rare [@{key}].\n")
        (tmp_path / "cases" / case / "discussion.md").write_text("Rare.\n")
        assert folder.make("docx", f"CASE={case}").returncode == 0
        made[case] = tmp_path / "build" / case / JOURNAL / "manuscript.docx"
    before = {case: path.read_bytes() for case, path in made.items()}

    library.write_text(library.read_text().replace("title={here}", "title={Elsewhere}"))
    for case in made:
        assert folder.make("docx", f"CASE={case}").returncode == 0
    assert {case: path.read_bytes() == before[case] for case, path in made.items()} == {
        "one": False,
        "two": True,
    }


def test_with_the_real_casewright_a_draft_makes_nothing_due_and_outlives_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scaffold.init(tmp_path, python=sys.executable)
    scaffold.new(Workspace.open(tmp_path), "one")
    monkeypatch.setenv("PYTHONPATH", str(Path(scaffold.__file__).parents[1]))
    folder = Folder(tmp_path)
    assert folder.make().returncode == 0
    assert cli.main(["-C", str(tmp_path), "draft", "save", "one", "-m", "submitted"]) == 0
    assert "Nothing to be done" in folder.make().stdout
    made = tmp_path / "build/one" / JOURNAL / "manuscript.docx"
    kept = tmp_path / "drafts/one/1-submitted/outputs/manuscript.docx"
    built = made.read_bytes()
    assert folder.make("clean").returncode == 0
    assert (made.exists(), kept.read_bytes()) == (False, built)
