"""What every event of the course may carry, and what was seen, felt or measured in it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from casewright.model.codes import Coded
from casewright.model.node import Node, Text
from casewright.model.quantities import QuantityValue, SizeValue
from casewright.model.times import EventTimeValue, UntilValue
from casewright.model.values import FigureRefValue, Slug


class Signal(Node):
    """How a lesion looks on one MRI sequence."""

    sequence: Text
    """Such as 'T1-weighted' or 'diffusion-weighted'."""
    intensity: Literal["low", "intermediate", "high"]
    pattern: Literal["homogeneous", "heterogeneous"] | None = None


class Finding(Coded):
    """Something that was seen, felt or measured, as parts of a noun phrase."""

    what: Text
    """The noun: 'mass', 'ulcer'."""
    known: bool = False
    """True when the reader has met it already: 'the mass' instead of 'a mass'."""
    new: bool = False
    """True when it was not there before: 'a new mass'."""
    plural: bool = False
    """True when the noun is a plural: 'gallstones'."""
    uncountable: bool = False
    """True for nouns without 'a': 'ascites'."""
    descriptors: tuple[Text, ...] = ()
    """Adjectives in the order they are to be printed: [lobulated, solid]."""
    size: SizeValue | None = None
    value: QuantityValue | None = None
    """What was measured of it: a hearing loss of '70 dB'."""
    features: tuple[Text, ...] = ()
    """Noun phrases joined with 'with': 'a thin wall'."""
    site: Text | None = None
    """'head of the pancreas'; printed after 'in', unless it brings its own preposition."""
    effect: Text | None = None
    """A verb phrase in the past tense: 'displaced the surrounding duodenum'."""
    due_to: Text | None = None
    """What it comes from, as a noun phrase: 'a right-sided accessory pathway'."""
    signals: tuple[Signal, ...] = ()
    sense: Literal["palpable", "visible"] | None = None
    """How the surgeon perceived it: 'a mass was palpable in …'."""
    figure: FigureRefValue | None = None


SectionName: TypeAlias = Literal[
    "presentation", "investigations", "differential", "treatment", "outcome"
]


class CourseEvent(Coded):
    """What every event of the course may carry."""

    id: Slug | None = None
    """The name that other events use to refer to this one."""
    at: EventTimeValue | None = None
    """When it happened or began (CARE 7)."""
    until: UntilValue | None = None
    """When it ended, for what lasted: a treatment, a stay."""
    short: Text | None = None
    """How later sentences call this event: 'the operation', 'pancreaticoduodenectomy'."""
    key: bool = False
    """True when the event belongs in the abstract."""
    section: SectionName | None = None
    """The place in journals that regroup the course, where the kind's own place is wrong."""
    text: Text | None = None
    """The author's own sentences (Markdown), printed instead of generated ones."""
    figure: FigureRefValue | None = None
