"""A small case that is built again and again."""

from __future__ import annotations

from pathlib import Path

from casewright.build import Toolbox, Tools, build
from casewright.pandoc import Pandoc
from casewright.standing import BuildResult
from casewright.workspace import Workspace
from specs import WJG

LIBRARY = """\
@article{cited, author={Koh, Y.}, title={On tumors}, journal={Nature}, year={2007}, volume={1}}
@article{other, author={Lee, M.}, title={On masses}, journal={Nature}, year={2008}, volume={2}}
"""
INTRODUCTION = "Tumors are rare [@cited].\n"
FORMATS = ("docx", "html", "md", "jats", "txt")


class Builder:
    """Builds the small case with a pandoc that is running already."""

    def __init__(self, workspace: Workspace, pandoc: Pandoc) -> None:
        self.workspace = workspace
        self._tools = Toolbox(workspace, FORMATS, tools=Tools(pandoc, None))
        self.folder = workspace.build_dir / "x" / WJG

    def __call__(self) -> BuildResult:
        return build(self.workspace, "x", WJG, formats=FORMATS, toolbox=self._tools)

    def write(self, name: str, text: str) -> None:
        path = self.workspace.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.workspace.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of every output, also hidden ones; without casewright's own notes."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {"manifest.json", "manuscript.d"}
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {name: data for name, (data, _) in state(folder).items()}
