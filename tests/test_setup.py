"""`.ci/setup`: what is installed, what is asked for, and what the locks hold."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


class Machine:
    """A machine on which `.ci/setup` finds only the programs given."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bin = root / "bin"
        (root / ".ci").mkdir(parents=True)
        self.bin.mkdir()
        shutil.copy(ROOT / ".ci" / "setup", root / ".ci")
        for name in ("sh", "dirname", "tr", "sed", "cat", "touch", "mkdir", "cp"):
            (self.bin / name).symlink_to(shutil.which(name) or "")

    def program(self, name: str, body: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def setup(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.bin / "sh", ".ci/setup", *arguments],
            cwd=self.root,
            env={"PATH": str(self.bin), "CALLS": str(self.root / "calls")},
            text=True,
            capture_output=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


# A Python of the right version without venv (Debian splits it off) and without Pango.
BARE_PYTHON = """
case "$*" in
*ensurepip*) exit 1 ;;
*print*) echo python3.13-venv ;;
-) exit 1 ;;
esac
"""


# A Python that has all that is needed.
FULL_PYTHON = """
case "$*" in
"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
esac
"""


@pytest.mark.parametrize(
    ("user", "browser", "calls", "said"),
    [
        ("0", "", 2, "No Chromium was found"),
        ("1000", "", 0, "No Chromium was found"),
        ("0", "chromium", 0, "Ready."),
    ],
)
def test_setup_for_developers_installs_a_browser(
    user: str, browser: str, calls: int, said: str, machine: Machine
) -> None:
    machine.program("python3", FULL_PYTHON)
    machine.program("id", f"echo {user}")
    machine.program("apt-get", 'echo "$*" >> "$CALLS"')
    if browser:
        machine.program(browser, "")
    (machine.root / "calls").touch()
    done = machine.setup("dev")
    made = (machine.root / "calls").read_text().splitlines()
    assert len(made) == calls
    assert not calls or made[-1].endswith("chromium-headless-shell")
    assert said in done.stderr
    assert done.returncode == 0
    assert (machine.root / ".venv" / "ready-dev").exists()


def test_setup_for_users_needs_no_browser(machine: Machine) -> None:
    machine.program("python3", FULL_PYTHON)
    machine.program("id", "echo 1000")
    done = machine.setup()
    assert done.returncode == 0
    assert "Chromium" not in done.stderr


def test_setup_as_a_user_prints_the_command_for_each_system(machine: Machine) -> None:
    machine.program("python3", BARE_PYTHON)
    machine.program("id", "echo 1000")
    machine.program("apt-get", 'echo "$*" >> "$CALLS"')
    done = machine.setup()
    assert done.returncode == 2
    assert "sudo apt-get install -y python3.13-venv libpango-1.0-0" in done.stderr
    assert "dnf install -y python3 pango" in done.stderr
    assert "brew install python pango" in done.stderr
    assert not (machine.root / "calls").exists()


def test_setup_without_any_python_asks_for_it(machine: Machine) -> None:
    machine.program("python3", "exit 1")
    machine.program("id", "echo 1000")
    done = machine.setup()
    assert done.returncode == 2
    assert "apt-get install -y python3 python3-venv" in done.stderr


def test_setup_as_root_on_debian_installs_what_is_missing(machine: Machine) -> None:
    machine.program("python3", BARE_PYTHON)
    machine.program("id", "echo 0")
    machine.program("apt-get", 'echo "$*" >> "$CALLS"')
    done = machine.setup()
    calls = (machine.root / "calls").read_text().splitlines()
    assert calls[0] == "-qq update"
    assert calls[1].startswith("-qq install -y --no-install-recommends python3.13-venv libpango")
    assert done.returncode == 2, "it is still missing afterwards"


def test_setup_shows_why_an_installation_failed(machine: Machine) -> None:
    machine.program("python3", BARE_PYTHON)
    machine.program("id", "echo 0")
    machine.program("apt-get", "echo 'no such package' >&2; exit 100")
    done = machine.setup()
    assert done.returncode == 2
    assert "no such package" in done.stderr


def test_the_lock_names_no_host_and_hashes_everything() -> None:
    for name in ("lock.txt", "lock-dev.txt"):
        text = (ROOT / ".ci" / name).read_text()
        assert "://" not in text
        for entry in text.split("\n")[2:]:
            pinned = not entry or entry.startswith("    --hash=sha256:") or "==" in entry
            assert pinned, entry


def test_both_locks_agree() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / ".ci" / name).read_text().splitlines()
        return {line.rstrip(" \\") for line in lines if "==" in line and line[0].isalpha()}

    assert pins("lock.txt") < pins("lock-dev.txt")


def test_the_lock_covers_every_dependency_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"]
    groups = project["dependency-groups"]
    developers = [name for group in groups.values() for name in group if isinstance(name, str)]
    for name, needs in (("lock.txt", wanted), ("lock-dev.txt", wanted + developers)):
        locked = (ROOT / ".ci" / name).read_text()
        for need in needs:
            plain = re.split(r"[<>=~! ]", need)[0].lower().replace("_", "-").replace(".", "-")
            assert re.search(rf"^{plain}==", locked, re.MULTILINE), f"{plain}: run `make lock`"
