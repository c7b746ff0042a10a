"""Microbiology: what was looked for in a specimen, by which method, and what was found."""

from __future__ import annotations

from typing import Literal, TypeAlias

from casewright.model.codes import Coded
from casewright.model.declare import model_validator
from casewright.model.event import CourseEvent
from casewright.model.imaging import Certainty
from casewright.model.laboratory import TiterValue
from casewright.model.node import Node, Text
from casewright.model.quantities import QuantityValue
from casewright.model.times import DurationValue
from casewright.model.values import NotAValue

Method: TypeAlias = Literal[
    "culture", "PCR", "serology", "stain", "antigen", "sequencing", "microscopy",
    "biochemical tests", "breath test",
]  # fmt: skip


class Inhibition(Node):
    """The minimum inhibitory concentration of one drug."""

    drug: Text
    """A drug of `susceptible`, `intermediate` or `resistant`."""
    value: QuantityValue
    """'0.5 mg/L', '<=0.25 mg/L'."""


class Reactions(Node):
    """Biochemical reactions of an isolate."""

    positive: tuple[Text, ...] = ()
    """'oxidase', 'coagulase'."""
    negative: tuple[Text, ...] = ()
    """'catalase'."""


class Organism(Coded):
    """What was found, with its count and its susceptibility."""

    name: Text
    """'Staphylococcus aureus', 'Candida spp.', 'influenza A virus', 'gram-positive cocci'.

    The name of a genus or species begins with a capital letter and is printed in italics, the genus
    in full at first and by its initial after.
    """
    qualifier: Text | None = None
    """A premodifier: 'methicillin-resistant', 'toxigenic'."""
    type: Text | None = None
    """Its type, after the name: 'serotype 2', 'sequence type 131'."""
    reactions: Reactions | None = None
    """What biochemical tests gave: {negative: [catalase]}."""
    count: Text | None = None
    """'10^5^ CFU/mL', '>100 000 CFU/mL'."""
    titer: TiterValue | None = None
    """Of a serologic test: '1:320'."""
    antibody: Text | None = None
    """What was measured in a serologic test: 'IgM', 'phase II IgG'."""
    susceptible: tuple[Text, ...] = ()
    """Drugs that the isolate was susceptible to."""
    intermediate: tuple[Text, ...] = ()
    """Drugs with intermediate susceptibility, or susceptible with increased exposure."""
    resistant: tuple[Text, ...] = ()
    """Drugs that the isolate was resistant to."""
    mic: tuple[Inhibition, ...] = ()
    """Minimum inhibitory concentrations of drugs named above."""

    @model_validator(mode="after")
    def _judged_once(self) -> Organism:
        judged = [*self.susceptible, *self.intermediate, *self.resistant]
        if twice := next((drug for drug in judged if judged.count(drug) > 1), None):
            raise NotAValue(
                f"'{twice}' is named twice",
                "an isolate is susceptible, intermediate or resistant: keep one",
            )
        if stray := next((one.drug for one in self.mic if one.drug not in judged), None):
            raise NotAValue(
                f"'{stray}' has a concentration, but no result",
                "name it under 'susceptible', 'intermediate' or 'resistant' too",
            )
        return self


class Microbiology(CourseEvent):
    """A microbiological examination with organisms and susceptibility, or without (CARE 8a)."""

    kind: Literal["microbiology"]
    method: Method
    """How it was examined."""
    technique: Text | None = None
    """A premodifier of the method: 'Gram', 'multiplex', '16S ribosomal RNA gene'."""
    specimen: Text | None = None
    """What was examined: 'blood', 'cerebrospinal fluid', 'the surgical specimen'."""
    organisms: tuple[Organism, ...] = ()
    """What was found; none for a negative result."""
    absent: tuple[Text, ...] = ()
    """What was looked for and not found: 'acid-fast bacilli', 'Mycobacterium tuberculosis'."""
    after: DurationValue | None = None
    """The time to growth, or the incubation of a negative culture: '14 hours'."""
    positive: Text | None = None
    """How many specimens were positive: 'two of four bottles'."""
    kit: Text | None = None
    """The test kit or analyzer, with its maker: 'API 20 Strep, bioMérieux'."""
    impression: Text | None = None
    """What the findings mean, as a noun phrase: '*Streptococcus* species'."""
    certainty: Certainty = "consistent"
    """How far the findings support the impression."""
