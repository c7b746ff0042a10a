"""Imaging studies, and which words describe a lesion on which modality."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal, TypeAlias

from casewright.model.declare import Field
from casewright.model.event import CourseEvent, Finding
from casewright.model.measurements import Measurement
from casewright.model.node import Text
from casewright.model.quantities import QuantityValue, SizeValue
from casewright.model.scores import ScoreValue
from casewright.model.values import Slug

Certainty: TypeAlias = Literal["diagnostic", "consistent", "suggestive", "suspicious"]
"""How far a result supports its interpretation."""


class ImagingFinding(Finding):
    """A finding with what only an image can show: signal, attenuation, uptake, change."""

    laterality: Literal["left", "right", "bilateral"] | None = None
    """The side of the body: 'left' of the site, or of the finding where it has no site."""
    attenuation: QuantityValue | None = None
    """On CT: '35 HU'."""
    enhancement: Text | None = None
    """After contrast: 'rim', 'heterogeneous', 'early arterial', or 'none'."""
    vascularity: Text | None = None
    """On Doppler ultrasonography: 'increased', 'peripheral', or 'none'."""
    suv_max: Annotated[float, Field(gt=0)] | None = None
    """On PET: the maximum standardized uptake value, such as 8.2."""
    change: Literal["larger", "smaller", "unchanged", "resolved"] | None = None
    """Against the earlier study; the size is that of now."""
    previous: SizeValue | None = None
    """The size on the earlier study."""


class Imaging(CourseEvent):
    """An imaging study: technique, region, findings, negatives, impression (CARE 8a)."""

    kind: Literal["imaging"]
    modality: Text
    """An abbreviation of `abbreviations` or a name: CT, MRI, ultrasonography."""
    plural: bool = False
    """True when the modality is a plural that does not end in s."""
    region: Text | None = None
    """'the abdomen'."""
    contrast: Text | None = None
    """A premodifier: 'contrast-enhanced', 'gadolinium-enhanced T1-weighted'."""
    phase: Text | None = None
    """The phase of contrast: 'arterial', 'portal venous', 'delayed'."""
    purpose: Literal["staging", "follow-up"] | None = None
    """Why it was done; a follow-up study is called so."""
    compared_with: Slug | None = None
    """The id of the earlier study that findings with `change` are compared with."""
    findings: tuple[ImagingFinding, ...] = ()
    """What was seen, in the order of importance."""
    measurements: tuple[Measurement, ...] = ()
    """What was measured: [{name: left ventricular ejection fraction, value: 20-25%}]."""
    absent: tuple[Text, ...] = ()
    """What was looked for and not seen: 'other distant metastases'."""
    normal: tuple[Text, ...] = ()
    """What was seen and unremarkable: 'the liver', 'the adrenal glands'."""
    result: Literal["normal"] | None = None
    """'normal' when nothing was abnormal."""
    scores: tuple[ScoreValue, ...] = ()
    """'BI-RADS 4', 'PI-RADS 5', 'ASPECTS 8'."""
    impression: Text | None = None
    """What the findings mean, as a noun phrase: 'acute appendicitis'."""
    certainty: Certainty = "consistent"
    """How far the findings support the impression."""


Technique: TypeAlias = Literal["CT", "MRI", "ultrasonography", "PET", "scintigraphy", "radiography"]

_TECHNIQUES: Mapping[Technique, str] = {
    "CT": r"\b(HR|CB)?CT[AP]*\b|comput(ed|eri[sz]ed) (axial )?tomogra",
    "MRI": r"\bf?MR[ACIS]?(CP|I)?\b|magnetic[- ]resonance",
    "ultrasonography": r"\b(E|P[OC])?US\b|ultraso|sonogra|echogra|echocardio|doppler",
    "PET": r"\bPET\b|positron",
    "scintigraphy": r"scintigra|SPECT|bone scan|single[- ]photon",
    "radiography": r"radiogra|x-?ray|mammogra|tomosynth|fluorosc|pantomo|urogra|barium|angiogra",
}


def techniques(modality: str) -> frozenset[Technique]:
    """The techniques that the name of a modality tells of; none for a name that is not known."""
    return frozenset(
        name for name, words in _TECHNIQUES.items() if re.search(words, modality, re.IGNORECASE)
    )


_Level: TypeAlias = Literal["less", "equal", "more"]

WORDING: Mapping[Technique, Mapping[_Level, str]] = {
    "CT": {"less": "hypodense", "equal": "isodense", "more": "hyperdense"},
    "MRI": {"less": "hypointense", "equal": "isointense", "more": "hyperintense"},
    "ultrasonography": {"less": "hypoechoic", "equal": "isoechoic", "more": "hyperechoic"},
    "PET": {"less": "hypometabolic", "equal": "isometabolic", "more": "FDG-avid"},
    "scintigraphy": {"less": "photopenic", "more": "tracer-avid"},
    "radiography": {"less": "radiolucent", "more": "radiopaque"},
}
"""Per technique, the adjective for what is less, equally or more bright than its surroundings."""

_DENSE = frozenset[Technique]({"CT", "radiography"})
_DESCRIPTORS: tuple[tuple[str, _Level, frozenset[Technique]], ...] = (
    (r"hypodens\w+|hypo-?attenuat\w+|low[- ](attenuation|density)", "less", _DENSE),
    (r"isodens\w+|iso-?attenuat\w+", "equal", _DENSE),
    (r"hyperdens\w+|hyper-?attenuat\w+|high[- ](attenuation|density)", "more", _DENSE),
    (r"(T[12]-?\s?)?hypo-?intens\w+|low[- ]signal", "less", frozenset({"MRI"})),
    (r"(T[12]-?\s?)?iso-?intens\w+", "equal", frozenset({"MRI"})),
    (r"(T[12]-?\s?)?hyper-?intens\w+|high[- ]signal", "more", frozenset({"MRI"})),
    (r"hypo-?echo\w+|an-?echo\w+|echo-?poor", "less", frozenset({"ultrasonography"})),
    (r"iso-?echo\w+", "equal", frozenset({"ultrasonography"})),
    (r"hyper-?echo\w+|echogenic\w*", "more", frozenset({"ultrasonography"})),
    (r"hypo-?metabol\w+", "less", frozenset({"PET"})),
    (r"hyper-?metabol\w+|FDG-avid", "more", frozenset({"PET"})),
    (r"photopeni\w+", "less", frozenset({"scintigraphy", "PET"})),
    (r"tracer-avid", "more", frozenset({"scintigraphy", "PET"})),
    (r"(radio)?lucen\w+", "less", _DENSE),
    (r"radio-?(opa\w+|dens\w+)", "more", _DENSE),
)


def foreign_words(text: str, modality: str) -> Iterator[tuple[str, str]]:
    """Words of `text` that describe a lesion on another modality, each with what to write instead.

    Nothing for a modality whose name is not known: 'hyperdense' on MRI gives 'hyperintense'.
    """
    own = techniques(modality)
    if not own:
        return
    for words, level, fitting in _DESCRIPTORS:
        match = re.search(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE)
        if match and not fitting & own:
            yield match[0], _instead(level, own)


def _instead(level: _Level, own: Iterable[Technique]) -> str:
    fitting = [WORDING[name][level] for name in WORDING if name in own and level in WORDING[name]]
    return " or ".join(f"'{word}'" for word in fitting)


MEASURES: Mapping[str, Technique] = {
    "signals": "MRI",
    "attenuation": "CT",
    "suv_max": "PET",
    "vascularity": "ultrasonography",
}
"""Fields of a finding that only one technique can measure."""
