"""The page on adding a journal, followed to the letter in a new workspace."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from casewright import scaffold
from casewright.readers.journal import read_journal
from casewright.workspace import Workspace
from specs import ROOT

_PAGE = ROOT / "docs" / "new-journal.md"


def test_the_page_can_be_followed_to_the_letter(tmp_path: Path) -> None:
    root = tmp_path / "reports"
    scaffold.init(root, python=sys.executable)
    workspace = Workspace.open(root)
    scaffold.new(workspace, "my-case")
    profile = root / "templates" / "my-journal" / "journal.yaml"
    printed: dict[str, str] = {}
    page = _PAGE.read_text(encoding="utf-8")
    for language, block in re.findall(r"^```(\w*)\n(.*?)^```$", page, re.M | re.S):
        if language == "yaml":
            profile.write_text(f"{profile.read_text()}\n{block}")
            continue
        for line in block.splitlines():
            done = _run(line, root)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            printed[line.split(" --")[0]] = done.stdout
    journal, found = read_journal(workspace, "my-journal")
    assert journal and not list(found)
    assert (journal.title, journal.citations.style) == ("My Journal", "the-lancet")
    assert "my-journal: 1 of 1 case composed" in printed["casewright journals check my-journal"]
    compared = printed["casewright journals compare my-journal bmj-case-reports"]
    assert re.search(r"max words +1200 +2000", compared)
    assert re.search("main text +.* words   at most 1,200", printed["casewright fit my-case"])
    assert (root / "build" / "my-case" / "my-journal" / "manuscript.docx").is_file()


def _run(line: str, root: Path) -> subprocess.CompletedProcess[str]:
    program, *arguments = shlex.split(line)
    command = [sys.executable, "-m", "casewright"] if program == "casewright" else [program]
    assert program in ("casewright", "make")
    environment = {name: value for name, value in os.environ.items() if name != "MAKEFLAGS"}
    return subprocess.run(
        [*command, *arguments],
        cwd=root,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )
