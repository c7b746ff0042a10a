"""Codes of terms as a journal prints them: 'ICD-10 C25.0', 'HP:0001250'."""

from __future__ import annotations

from collections.abc import Iterable

from casewright.compose.marks import Md
from casewright.model.codes import Coded


class CodesTold:
    """The codes of some systems; each is told once, after its term at the first mention."""

    def __init__(self, systems: Iterable[str]) -> None:
        self._systems = tuple(systems)
        self._told: set[str] = set()

    def after(self, node: Coded) -> Md:
        """The codes of a term in parentheses, with the space before them; or nothing."""
        return self.behind(Md(""), node)

    def behind(self, phrase: Md, node: Coded) -> Md:
        """A phrase with the codes of its term; they share the parentheses that it ends with."""
        new = [label for label in _labels(node, self._systems) if label not in self._told]
        self._told.update(new)
        if not new:
            return phrase
        if phrase.endswith(")"):
            return Md.join_all(Md(str(phrase)[:-1]), f"; {', '.join(new)})")
        return Md.join_all(phrase, f" ({', '.join(new)})")


def _labels(node: Coded, systems: Iterable[str]) -> list[str]:
    """The codes of `node` in `systems`; one that names its system itself stands alone."""
    labels = []
    for system in systems:
        given = node.codes.get(system, ())
        for code in (given,) if isinstance(given, str) else given:
            alone = ":" in code or code.startswith(system)
            labels.append(code if alone else f"{system} {code}")
    return list(dict.fromkeys(labels))
