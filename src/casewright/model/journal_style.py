"""How a journal prints words, numbers, times and people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from casewright.model.declare import Field, model_validator
from casewright.model.profile import Data, Group, Text


class Language(Group):
    value: Literal["en-US", "en-GB"]


class Dates(Group):
    """How dates and intervals are printed."""

    calendar: Literal["day", "month", "year", "none"]
    """The finest calendar date that is printed; `none` prints intervals only."""


class AgePolicy(Group):
    """How ages are printed."""

    form: Literal["exact", "decade", "bands"]
    bands: tuple[int, ...] = ()
    """The first year of each group but the lowest: [18, 40, 65] gives 'under 18', '18–39' …"""
    oldest: int | None = None
    """The highest age that is told apart; above it 'aged 90 years or older' for 89."""

    @model_validator(mode="after")
    def _has_bands(self) -> AgePolicy:
        if (self.form == "bands") != bool(self.bands) or sorted(set(self.bands)) != [*self.bands]:
            raise ValueError("write 'form: bands' with rising 'bands', such as [18, 40, 65]")
        return self


class Demographics(Group):
    """What is not printed about a patient."""

    omit: tuple[Literal["ethnicity", "occupation"], ...] = ()


class PValues(Data):
    """How a probability is printed: *P* < 0.05 unless a journal says otherwise (AMA: .05)."""

    letter: Literal["P", "p"] = "P"
    italic: bool = True
    leading_zero: bool = True
    """False prints .05 for 0.05."""
    spaced: bool = True
    """Whether spaces stand around the sign: P < 0.05."""


class HouseStyle(Group):
    """How words, numbers and signs are printed; what is not given leaves the text as written."""

    time_units: Mapping[str, str] = Field(default_factory=dict)
    """How units of time are printed after a numeral: `month: mo`."""
    serial_comma: bool = False
    repeat_unit_in_size: bool = False
    """Whether the unit follows each length: 4 cm × 3 cm."""
    codes: tuple[Text, ...] = ()
    """Systems whose codes are printed after a term at its first mention: [HPO]."""
    abbreviations_known: tuple[Text, ...] = ()
    """Abbreviations that need no definition in this journal."""
    abbreviations_in_abstract: bool = True
    """False spells every abbreviation of the case out in the abstract."""
    abbreviation_uses: Annotated[int, Field(ge=1)] = 2
    """How often an abbreviation must be used in abstract, text or legend to be introduced there."""
    ize: Literal["as-written", "ize", "ise"] = "as-written"
    """British only: recognize (Oxford) or recognise; American English always has -ize."""
    numerals: Literal["as-written", "words-below-ten", "digits"] = "as-written"
    """Counts of things: `words-below-ten` prints seven patients, `digits` 7 patients.
    Measurements keep their numerals, and ordinals are words up to ninth in both."""
    number_opens_sentence: Literal["as-written", "words"] = "as-written"
    """`words` prints a number that begins a sentence in words, with its unit."""
    ranges: Literal["as-written", "en-dash", "hyphen", "to"] = "as-written"
    """What stands between the ends of a range: 5–10, 5-10 or 5 to 10."""
    percent_in_range: Literal["as-written", "once", "repeated"] = "as-written"
    """1.6–11% or 1.6%–11%."""
    percent: Literal["as-written", "closed", "spaced", "word"] = "as-written"
    """5%, 5 % or 5 percent (per cent in British English)."""
    signs: tuple[Literal["times", "minus", "plus-minus", "relations", "degree"], ...] = ()
    """Signs to print for what a keyboard has: 4 × 3 cm, −5, ±, ≤ and ≥, 38.5 °C."""
    thousands: Literal["as-written", "none", "comma", "thin-space"] = "as-written"
    """How numbers of five and more digits are grouped; shorter ones lose their separator unless
    it is a comma."""
    decimal_point: Literal[".", "·"] = "."
    p_values: PValues | None = None
    latin: Literal["as-written", "italic", "roman"] = "as-written"
    """How the words of `latin_words` are set."""
    latin_words: tuple[Text, ...] = (
        "et al",
        "vs",
        "in vitro",
        "in vivo",
        "in situ",
        "ex vivo",
        "de novo",
        "a priori",
        "post mortem",
        "per se",
    )
    units: Literal["as-given", "si", "conventional"] = "as-given"
    """The units of laboratory results and their reference ranges, by a table of analytes."""
    second_units: bool = False
    """Whether results follow in the units of the other system too: 177 µmol/L (2.0 mg/dL)."""
    bind_units: bool = True
    """Whether a no-break space stands between a number and its unit."""
