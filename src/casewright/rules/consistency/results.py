"""CON026: results of tests and vital signs in prose and in the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from casewright.diagnostics import Diagnostics, Span
from casewright.model.laboratory import LaboratoryTest
from casewright.model.measurements import Measurement
from casewright.model.presentation import VitalSign
from casewright.model.quantities import Quantity
from casewright.model.units import printed_unit
from casewright.rules.any_case import AnyCase
from casewright.rules.consistency.facts import Facts, disagreement
from casewright.rules.sentences import Sentence

_NAMES = """
white cell count, white blood cell count, white blood cells, white cells, wbc, leukocyte count
platelet count, platelets, platelet, thrombocyte count, thrombocytes
neutrophil count, neutrophils; eosinophil count, eosinophils; lymphocyte count, lymphocytes
troponin, troponin t, cardiac troponin t, high sensitivity troponin t
troponin, troponin i, cardiac troponin i, high sensitivity troponin i
hemoglobin; hematocrit; creatinine; c reactive protein, crp; procalcitonin, pct
erythrocyte sedimentation rate, esr; lactate dehydrogenase, ldh; lactate, lactic acid
alanine aminotransferase, alanine transaminase, alt, gpt; aspartate aminotransferase, ast, got
alkaline phosphatase, alp; gamma glutamyl transferase, gamma glutamyltransferase, ggt
creatine kinase, creatine phosphokinase, cpk; total bilirubin, bilirubin
blood urea nitrogen, bun; thyroid stimulating hormone, tsh; parathyroid hormone, pth
prostate specific antigen, psa; carcinoembryonic antigen, cea; alpha fetoprotein, afp
oxygen saturation, spo2, sao2, spo~2~, sao~2~, o2 saturation
heart rate, pulse rate, pulse; temperature, body temperature; ejection fraction, lvef
"""
_GROUPS = tuple(
    frozenset(name.strip() for name in group.split(","))
    for line in _NAMES.strip().splitlines()
    for group in line.split(";")
)
"""Names of the same measure."""
_FELT = {
    **{"fever": "temperature", "hypotension": "blood pressure", "tachycardia": "heart rate"},
    **{"bradycardia": "heart rate", "tachypnea": "respiratory rate"},
    **{"tachypnoea": "respiratory rate"},
}
"""What a vital sign is called when it is told with its value in parentheses."""
_EXAMINED = AnyCase(r"\b(?:examination|on admission|on arrival|vital signs?|at presentation)\b")
_FLUID = AnyCase(
    r"\b(?:urin\w+|cerebrospinal|csf|pleural|ascit\w+|peritoneal|synovial|joint|aspirat\w+|drain"
    r"|dialysate|corpuscular|glyc\w+ hemoglobin|umbilical|cord|capillary)\b"
)
"""What says that the result is not one of blood."""


class Results(NamedTuple):
    """What the facts say of one measure."""

    numbers: set[str]
    """All numbers of results and ranges, without zeros at their ends."""
    measured: set[str]
    """Those of results alone."""
    units: set[str]
    shown: list[str]
    place: Span


def results_of(facts: Facts) -> Mapping[str, Results]:
    """By a name in lower case, every name of an analyte among them."""
    found: dict[str, Results] = {}
    for node in facts.nodes:
        if isinstance(node, LaboratoryTest):
            names = _names(node.analyte)
            values = [node.value, *(one.value for one in node.values or ())]
            values += [node.baseline.value] if node.baseline else []
            limits = node.range
        elif isinstance(node, VitalSign | Measurement):
            names, values, limits = _names(node.name), [node.value], None
        else:
            continue
        for name in names:
            place = facts.place(node.path)
            kept = found.setdefault(name, Results(set(), set(), set(), [], place))
            for value in values:
                for one in _forms(value):
                    numbers = {_plain(n) for n in (one.number, one.second) if n}
                    kept.numbers.update(numbers)
                    kept.measured.update(numbers)
                    kept.units.add(_unit(one.unit or ""))
                if value is not None:
                    kept.shown.append(_shown(value))
            for form in (limits, limits.given if limits else None, limits.also if limits else None):
                if form is not None:
                    kept.numbers.update(_plain(n) for n in (form.low, form.high) if n)
    return {name: one for name, one in found.items() if one.shown}


def _names(name: str) -> set[str]:
    own = _key(name)
    felt = {word for word, sign in _FELT.items() if sign == own}
    return {own, *(one for group in _GROUPS if own in group for one in group), *felt}


def _key(name: str) -> str:
    """A name as it is compared: in small letters, American, without hyphens."""
    return name.casefold().replace("-", " ").replace("haem", "hem").replace("leuc", "leuk")


def _forms(value: Quantity | None) -> Iterator[Quantity]:
    for one in (value, value.given if value else None, value.also if value else None):
        if one is not None:
            yield one


def _plain(number: str) -> str:
    return f"{float(number.replace(',', '').replace(' ', '').replace('−', '-')):g}"


def _shown(value: Quantity) -> str:
    second = f"/{value.second}" if value.second else ""
    return f"{value.number}{second} {value.unit or ''}".strip().replace(" %", "%")


_ALIKE = (
    *({"mg/L", "µg/mL"}, {"µg/L", "ng/mL"}, {"ng/L", "pg/mL"}, {"g/L", "mg/mL"}),
    *({"mmol/L", "mEq/L"}, {"U/L", "IU/L"}, {"mIU/L", "µIU/mL", "mU/L", "µU/mL"}),
    *({"kU/L", "U/mL"}, {"IU/mL", "U/mL"}),
)
"""Units in which a result has the same number."""


def _same_unit(unit: str, told: Results) -> bool:
    """Whether another unit says the same, or may belong to a number of another kind."""
    rate = unit.endswith("/min") and any(one.endswith(("/min", "bpm")) for one in told.units)
    return rate or unit == "%" or not any("/" in one for one in told.units)


_RATE = re.compile(r"(?:(?:beats|breaths)? ?(?:/| per )min(?:ute)?|bpm)")
_THOUSANDS = frozenset({"/mm^3^", "/µL", "cells/mm^3^", "cells/µL"})
_GIGA = "×10^9^/L"


def _unit(text: str) -> str:
    """A unit as it is compared."""
    plain = re.sub(r"^[×x*] ?10(?:\^?9\^?|⁹)(?: cells)?", "×10^9^", text.strip())
    if _RATE.fullmatch(plain):
        return "/min"
    return printed_unit(plain.replace("℃", "°C").replace("gm/", "g/").replace("/ ", "/"))


def _alike(unit: str, told: Results) -> bool:
    return any(unit in units and units & told.units for units in _ALIKE)


def check_results(
    sentence: Sentence, results: Mapping[str, Results], pattern: re.Pattern[str], found: Diagnostics
) -> None:
    """Report a value beside the name of what was measured that is none of its results."""
    if not sentence.own:
        return
    for match in pattern.finditer(sentence.text):
        told = results.get(_key(match["name"]))
        if told is None or _is_another(match, sentence):
            continue
        unit = _unit(match["unit"])
        said = {_plain(one) for one in (match["number"], match["second"]) if one}
        if unit in _THOUSANDS and _GIGA in told.units:
            unit, said = _GIGA, {f"{float(one) / 1000:g}" for one in said}
        same = unit in told.units or _alike(unit, told)
        slip = not same and said <= told.measured and not _same_unit(unit, told)
        if slip or (same and not said <= told.numbers):
            disagreement(
                *("CON026", sentence, match),
                fact=" and ".join(dict.fromkeys(told.shown)),
                place=told.place,
                found=found,
                group="value",
            )


def _is_another(match: re.Match[str], sentence: Sentence) -> bool:
    """Whether the number is one of another fluid, or of a complaint before the examination."""
    if _key(match["name"]) in _FELT:
        return bool(match["gap"]) or not _EXAMINED.search(sentence.text)
    return _FLUID.search(sentence.text, 0, match.end("name")) is not None


_NOT_OF_IT = r"and|or|but|by|below|above|under|over|than|exceed\w*|reach\w*"
"""Words after which a number is another's, or a bound."""
_UNITS = (
    r" ?%| ?(?:mm ?Hg|°C|°F|℃|[×x] ?10\^?\d+\^?(?: cells)?/[Ll]|[×x] ?10⁹/[Ll]|bpm"
    r"|(?:beats|breaths) per min(?:ute)?|[a-zµμ]+/ ?[a-zµμ]+(?:3|\^3\^|³)?"
    r"|/ ?(?:min(?:ute)?\b|mm3|mm³|mm\^3\^|[µμ]L))"
)


def pattern_of(results: Mapping[str, Results]) -> re.Pattern[str] | None:
    """What finds a named result in a sentence."""
    # One-letter and two-letter names would be found in anything.
    known = sorted((name for name in results if len(name) > 2), key=len, reverse=True)
    if not known:
        return None
    names = "|".join(
        re.escape(name).replace(r"\ ", "[ -]").replace("hem", "ha?em").replace("leuk", "leu[kc]")
        for name in known
    )
    return re.compile(
        rf"(?<![\w-])(?P<name>{names})(?!\w)"
        rf"(?P<gap>(?: \([a-z0-9-]{{2,8}}\))?(?: (?!(?:{_NOT_OF_IT})\b)[a-z-]+){{0,6}}?)"
        r"[ (:,]+(?P<value>(?P<number>\d+(?:[, ]\d{3})*(?:\.\d+)?)(?:/(?P<second>\d+))?"
        rf"(?P<unit>{_UNITS}))",
        re.I,
    )
