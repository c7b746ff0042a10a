"""Codes of a term as they are printed: 'ICD-10 C25.0', 'HP:0001250'."""

from __future__ import annotations

from collections.abc import Iterable

from casewright.model.codes import Coded


def code_labels(node: Coded, systems: Iterable[str]) -> list[str]:
    """The codes of `node` in `systems`; one that names its system itself is printed alone."""
    labels = []
    for system in systems:
        given = node.codes.get(system, ())
        for code in (given,) if isinstance(given, str) else given:
            alone = ":" in code or code.startswith(system)
            labels.append(code if alone else f"{system} {code}")
    return list(dict.fromkeys(labels))
