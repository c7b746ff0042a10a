"""House style: the specs are `tests/style/*.md`, each a journal's rules, text in and text out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import quantity, size
from casewright.manuscript import Manuscript
from casewright.model.quantities import Quantity, Size
from specs import WJG, rewritten

_SPECS = Path(__file__).parent / "style"


def _printed(line: str, tell: Callable[[str], Md]) -> str:
    try:
        return str(tell(line)).replace("\u00a0", "~")
    except ValueError as error:
        return f"cannot be read: {error}"


def test_quantities_are_printed_as_journals_print_them(
    expect: Callable[[Path, str], None], manuscripts: Mapping[str, Manuscript]
) -> None:
    journal = manuscripts[WJG].journal
    assert journal is not None

    def answer(_: str, blocks: Mapping[str, str]) -> dict[str, str]:
        lines = [
            _printed(line, lambda raw: quantity(Quantity.parse(raw)))
            for line in blocks.get("given", "").splitlines()
        ]
        lines += [
            _printed(line, lambda raw: size(Size.parse(raw), journal))
            for line in blocks.get("sizes", "").splitlines()
        ]
        return {"printed": "".join(f"{line}\n" for line in lines)}

    path = _SPECS / "quantities.md"
    expect(path, rewritten(path.read_text(encoding="utf-8"), answer))
