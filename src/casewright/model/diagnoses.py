"""The diagnosis, and what else was considered."""

from __future__ import annotations

from casewright.model.node import Maybe, Node, Text


class DifferentialItem(Node):
    """A diagnosis that was considered, with what spoke for and against it (CARE 8c)."""

    diagnosis: Text
    evidence_for: tuple[Text, ...] = ()
    evidence_against: tuple[Text, ...] = ()


class Diagnosis(Node):
    """The final diagnosis and the alternatives considered (CARE 8b to 8d)."""

    final: Text
    """A noun phrase without article: 'metastatic leiomyosarcoma of the pancreas'."""
    primary: Text | None = None
    differential: Maybe[tuple[DifferentialItem, ...]] | None = None
