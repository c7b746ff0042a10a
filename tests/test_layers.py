"""The architecture: who may import whom, and who may touch the outside world."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "casewright"

LAYERS: Mapping[int, str] = {
    5: "cli preview __main__",
    4: "batch bibliography budget build check checklist checklist_form composing demands doctor "
    "drafts edits figure_files fit history job lettering lookup manuscript policy publish record "
    "reference_lock refs refs_add refs_complete refs_export refs_fix refs_import refs_known "
    "refs_rekey report report_formats report_html restore scaffold schema schema_page standing "
    "sync inspecting reading sharing title_page trace",
    3: "readers compose rules writers figures library interchange",
    2: "bibtex pandoc",
    1: "model",
    0: "diagnostics network staging patterns processes workspace catalogue __init__",
}
LAYER_OF = {name: layer for layer, names in LAYERS.items() for name in names.split()}

FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = [path.relative_to(PACKAGE).as_posix() for path in FILES]
each_file = pytest.mark.parametrize("path", FILES, ids=NAMES)

OUTSIDE_MODULES = {
    "subprocess", "socket", "ssl", "http", "urllib.request", "requests", "tempfile", "shutil",
    "asyncio", "multiprocessing", "select",
}  # fmt: skip
OUTSIDE_CALLS = {"open", "input", "exec", "eval", "compile", "__import__"}
OUTSIDE_ATTRIBUTES = {
    "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "rmdir", "touch", "mkdir",
    "symlink_to", "environ", "getenv", "system", "popen", "urlopen", "now", "utcnow", "today",
    "time", "sleep",
}  # fmt: skip
PROGRAMS = ("make_weasyprint_ffi.py", "make_words.py")
"""Run by hand by a developer; no part of a build."""


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes(), str(path))


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> str:
    """The layer's name: `readers` for `casewright.readers.yaml`."""
    return module.split(".")[1] if "." in module else "__init__"


def imports_of(path: Path) -> Iterator[str]:
    """Every module that `path` imports, at any depth, as it is named."""
    modules = {module_of(other) for other in FILES}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            assert node.module
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            submodules = [name for name in names if name in modules]
            yield from submodules
            if len(submodules) < len(names):
                yield node.module


def own_imports_of(path: Path) -> set[str]:
    """The modules of casewright that `path` imports."""
    return {name for name in imports_of(path) if name.split(".")[0] == "casewright"}


@each_file
def test_every_module_has_a_layer(path: Path) -> None:
    assert part_of(module_of(path)) in LAYER_OF, "add it to LAYERS"


@each_file
def test_imports_lead_downwards(path: Path) -> None:
    part = part_of(module_of(path))
    for other in map(part_of, own_imports_of(path)):
        assert LAYER_OF[other] <= LAYER_OF[part], f"{part} imports {other} of a layer above"
        if LAYER_OF[part] == 3:
            assert other == part or LAYER_OF[other] < 3, f"{part} imports its neighbour {other}"


def test_no_modules_import_each_other() -> None:
    edges = {module_of(path): own_imports_of(path) for path in FILES}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, f"a circle: {' → '.join((*way, module))}"
        if module not in done:
            for other in edges.get(module, ()):
                if other != module:
                    visit(other, (*way, module))
            done.add(module)

    for module in edges:
        visit(module, ())


@each_file
def test_only_the_workspace_touches_the_outside_world(path: Path) -> None:
    if path.name in ("workspace.py", "processes.py", "network.py", "staging.py", *PROGRAMS):
        return
    for name in set(imports_of(path)):
        assert name not in OUTSIDE_MODULES, f"it imports {name}"
    for node in ast.walk(tree_of(path)):
        where = f"line {getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in OUTSIDE_CALLS, f"{where}: {node.func.id}()"
        if isinstance(node, ast.Attribute) and node.attr in OUTSIDE_ATTRIBUTES:
            through = "workspace" in ast.unparse(node.value).casefold()
            assert through, f"{where}: {ast.unparse(node)}"


@each_file
def test_files_stay_short(path: Path) -> None:
    lines = [line for line in path.read_text().splitlines() if line.strip()]
    assert len(lines) <= 400, f"{len(lines)} lines that are not empty"


@each_file
def test_functions_stay_short(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 45, f"{node.name} has {length} lines"
