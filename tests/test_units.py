"""Conversion of laboratory results: factors, rounding, and the table in `docs/units.md`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casewright.compose.phrases.measured import against
from casewright.model.analytes import ANALYTES, Analyte, find_analyte
from casewright.model.conversions import Conversion, System, conversion, converted, converted_range
from casewright.model.quantities import Quantity, ReferenceRange

ROOT = Path(__file__).resolve().parents[1]

# Factors from conventional to SI units as printed in the AMA Manual of Style and in common
# laboratory handbooks, to the digits given there.
_PRINTED = """
glucose mg/dL mmol/L 0.0555
creatinine mg/dL µmol/L 88.4
blood urea nitrogen mg/dL mmol/L 0.357
urea mg/dL mmol/L 0.1665
bilirubin mg/dL µmol/L 17.10
uric acid mg/dL µmol/L 59.48
lactate mg/dL mmol/L 0.111
ammonia µg/dL µmol/L 0.587
cholesterol mg/dL mmol/L 0.0259
triglycerides mg/dL mmol/L 0.0113
homocysteine mg/L µmol/L 7.40
phenylalanine mg/dL µmol/L 60.5
sodium mEq/L mmol/L 1.0
calcium mg/dL mmol/L 0.2495
calcium mEq/L mmol/L 0.5
magnesium mg/dL mmol/L 0.411
magnesium mEq/L mmol/L 0.5
phosphate mg/dL mmol/L 0.323
iron µg/dL µmol/L 0.179
copper µg/dL µmol/L 0.157
zinc µg/dL µmol/L 0.153
lead µg/dL µmol/L 0.0483
hemoglobin g/dL g/L 10
albumin g/dL g/L 10
C-reactive protein mg/dL mg/L 10
ferritin ng/mL µg/L 1.0
transferrin mg/dL g/L 0.01
troponin I ng/mL ng/L 1000
thyrotropin µIU/mL mIU/L 1.0
thyroxine µg/dL nmol/L 12.87
free thyroxine ng/dL pmol/L 12.87
triiodothyronine ng/dL nmol/L 0.0154
free triiodothyronine pg/mL pmol/L 1.536
cortisol µg/dL nmol/L 27.59
testosterone ng/dL nmol/L 0.0347
estradiol pg/mL pmol/L 3.671
progesterone ng/mL nmol/L 3.18
17-hydroxyprogesterone ng/dL nmol/L 0.0303
dehydroepiandrosterone sulfate µg/dL µmol/L 0.0271
aldosterone ng/dL pmol/L 27.74
ACTH pg/mL pmol/L 0.22
C-peptide ng/mL nmol/L 0.331
epinephrine pg/mL pmol/L 5.46
norepinephrine pg/mL nmol/L 0.00591
vitamin B12 pg/mL pmol/L 0.738
folate ng/mL nmol/L 2.266
25-hydroxyvitamin D ng/mL nmol/L 2.496
1,25-dihydroxyvitamin D pg/mL pmol/L 2.4
vitamin A µg/dL µmol/L 0.0349
vitamin C mg/dL µmol/L 56.78
PCO~2~ mm Hg kPa 0.1333
white cell count ×10^3^/µL ×10^9^/L 1.0
white cell count /µL ×10^9^/L 0.001
red cell count ×10^6^/µL ×10^12^/L 1.0
digoxin ng/mL nmol/L 1.281
phenytoin µg/mL µmol/L 3.96
valproic acid µg/mL µmol/L 6.93
carbamazepine µg/mL µmol/L 4.23
phenobarbital µg/mL µmol/L 4.31
theophylline µg/mL µmol/L 5.55
acetaminophen µg/mL µmol/L 6.62
salicylate mg/dL mmol/L 0.0724
lidocaine µg/mL µmol/L 4.27
ethanol mg/dL mmol/L 0.217
lithium mEq/L mmol/L 1.0
vancomycin µg/mL mg/L 1.0
"""


def _way(name: str, unit: str, system: System) -> tuple[str, Fraction]:
    analyte = find_analyte(name)
    assert analyte is not None, name
    way = conversion(analyte, unit, system)
    assert way is not None, (name, unit)
    return way.unit, way.factor


@pytest.mark.parametrize("line", _PRINTED.strip().splitlines())
def test_factors_are_those_of_handbooks(line: str) -> None:
    start, factor = line.rsplit(" ", 1)
    name = next(n for n in _prefixes(start) if find_analyte(n))
    *rest, target = start.removeprefix(f"{name} ").split(" ")
    unit, found = _way(name, " ".join(rest), "si")
    assert unit == target
    digits = len(factor.replace(".", "").strip("0")) or 1
    assert float(found) == pytest.approx(float(factor), rel=0.6 * 10 ** -(digits - 1))


def _prefixes(text: str) -> list[str]:
    words = text.split(" ")
    return [" ".join(words[:n]) for n in range(len(words), 0, -1)]


@pytest.mark.parametrize(
    ("name", "given_text", "printed"),
    [
        ("glucose", "100 mg/dL", "5.55 mmol/L"),
        ("glucose", "540 mg/dL", "30.0 mmol/L"),
        ("creatinine", "1.0 mg/dL", "88 µmol/L"),
        ("bilirubin", "1.0 mg/dL", "17 µmol/L"),
        ("bilirubin", "10.0 mg/dL", "171 µmol/L"),
        ("haemoglobin", "10 g/dL", "100 g/L"),
        ("haemoglobin", "6.8 g/dL", "68 g/L"),
        ("calcium", "10 mg/dL", "2.5 mmol/L"),
        ("BUN", "14 mg/dL", "5.0 mmol/L"),
        ("cholesterol", "200 mg/dL", "5.17 mmol/L"),
        ("triglycerides", "150 mg/dL", "1.69 mmol/L"),
        ("urate", "6.0 mg/dL", "357 µmol/L"),
        ("HbA~1c~", "6.5 %", "48 mmol/mol"),
        ("HbA1c", "7.0 %", "53 mmol/mol"),
        ("HbA1c", "10.0 %", "86 mmol/mol"),
        ("PaO2", "75 mm Hg", "10.0 kPa"),
        ("platelet count", "150,000 /µL", "150 ×10^9^/L"),
        ("white cell count", "4,250 /µL", "4.25 ×10^9^/L"),
        ("troponin T", "<0.014 ng/mL", "14 ng/L"),
        ("vitamin B12", "400 pg/mL", "295 pmol/L"),
    ],
)
def test_known_results(name: str, given_text: str, printed: str) -> None:
    value, analyte = Quantity.parse(given_text), find_analyte(name)
    assert analyte is not None
    way = conversion(analyte, value.unit, "si")
    assert way is not None
    made = converted(value, way)
    assert f"{made.number} {made.unit}" == printed
    assert made.comparator == value.comparator
    assert made.given == value


def test_no_name_means_two_analytes() -> None:
    names = [name for one in ANALYTES for name in one.names]
    assert len(names) == len(set(names))
    assert all(find_analyte(name) for name in names)


@pytest.mark.parametrize(
    "name",
    [
        *("Serum creatinine", "plasma creatinine level", "fasting plasma glucose", "hs-troponin I"),
        *("high-sensitivity C-reactive protein", "oestradiol", "leucocytes", "ionised calcium"),
        *("α-fetoprotein", "beta-hCG", "serum alpha-foetoprotein", "PaCO~2~", "NT-proBNP"),
        *(
            "caeruloplasmin",
            "thyrotrophin",
            "haptoglobin",
            "sodium concentration",
            "25-OH vitamin D",
        ),
    ],
)
def test_synonyms_are_found(name: str) -> None:
    assert find_analyte(name) is not None


@pytest.mark.parametrize(
    "name", ["", "mass", "creatinine clearance", "urea breath test", "insulin", "calcium score"]
)
def test_other_names_are_not(name: str) -> None:
    assert find_analyte(name) is None


def _pairs(system: System) -> list[tuple[Analyte, str, System]]:
    """Every analyte with each unit of the other system."""
    return [
        (one, unit, system)
        for one in ANALYTES
        for unit in (one.conventional if system == "si" else one.si)
        if conversion(one, unit, system)
    ]


_PAIRS = [*_pairs("si"), *_pairs("conventional")]
_NUMBERS = st.decimals(min_value=0, max_value=9999, places=2).flatmap(
    lambda number: st.sampled_from([f"{number:f}", f"{number:.1f}", f"{number:.0f}"])
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(pair=st.sampled_from(_PAIRS), number=_NUMBERS)
def test_there_and_back_is_within_rounding(pair: tuple[Analyte, str, System], number: str) -> None:
    analyte, unit, system = pair
    way = conversion(analyte, unit, system)
    assert way is not None
    there = converted(Quantity(number, unit), way)
    step = Fraction(10) ** -len(number.partition(".")[2])
    if "." not in number and way.factor <= Fraction(1, 1000):
        step *= 10 ** (len(number) - len(number.rstrip("0")))
    printed_step = Fraction(10) ** -len(there.number.partition(".")[2])
    assert abs(way.of(number) - Fraction(there.number)) <= printed_step / 2
    back = (Fraction(there.number) - way.offset) / way.factor
    allowed = step if way.decimals is None else printed_step / 2 / way.factor
    # Where no decimals are due, the number is rounded to whole ones.
    allowed = max(allowed, Fraction(1, 2) / way.factor) if printed_step == 1 else allowed
    assert abs(back - Fraction(number)) <= allowed


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    pair=st.sampled_from(_PAIRS),
    ends=st.tuples(st.integers(1, 400), st.integers(1, 400)).map(sorted),
    number=st.integers(1, 500),
)
def test_a_range_of_the_same_precision_judges_alike(
    pair: tuple[Analyte, str, System], ends: list[int], number: int
) -> None:
    """A value below or above its range never comes to the other side of it."""
    analyte, unit, system = pair
    way = conversion(analyte, unit, system)
    assert way is not None
    limits = ReferenceRange(str(ends[0]), str(ends[1]))
    made = converted(Quantity(str(number), unit), way)
    before = against(Quantity(str(number), unit), limits)
    after = against(made, converted_range(limits, way))
    assert {before, after} != {"low", "high"}


def test_the_documented_table_is_the_one_in_use(expect: Callable[[Path, str], None]) -> None:
    lines = [_INTRODUCTION]
    for one in ANALYTES:
        mass = f"{one.formula or '–'} | {float(one.molar_mass):.2f}" if one.molar_mass else "– | –"
        rows = [
            _equation(unit, way)
            for unit in one.conventional
            if (way := conversion(one, unit, "si")) and way.unit != unit
        ]
        lines.append(f"| {', '.join(one.names)} | {'<br>'.join(rows) or 'the same'} | {mass} |\n")
    expect(ROOT / "docs" / "units.md", "".join(lines))


def _equation(unit: str, way: Conversion) -> str:
    if way.offset:
        return f"{way.unit} = {float(way.factor):.4g} × {unit} − {float(-way.offset):.4g}"
    return f"1 {unit} = {float(way.factor):.4g} {way.unit}"


_INTRODUCTION = """\
# Units of laboratory results

[casewright](../README.md) · [Adding a journal](new-journal.md) · [The case file](case-file.md)

With `house_style: {units: si}` or `{units: conventional}` in `journal.yaml`, results and their
reference ranges are printed in the units of that system; with `second_units: true`, those of the
other system follow in parentheses. An analyte is known by the names below, in British or American
spelling, with or without words such as 'serum', 'fasting' or 'level', and by the abbreviations of
the case. Results that are not in this table stay as given (STY002 says so).

Factors are computed from the formula by the abridged standard atomic weights (IUPAC CIAAW, 2021),
or from the units alone. Hemoglobin A1c follows the NGSP equation: NGSP % = 0.09148 × IFCC mmol/mol
+ 2.152. D-dimer keeps its kind of unit (FEU or DDU). A number keeps as many digits as were
measured: 100 mg/dL of glucose is 5.55 mmol/L, 1.2 mg/dL of creatinine is 106 µmol/L.

Names are in lower case and without hyphens here.

| Analyte | Conventional to SI | Formula | Molar mass (g/mol) |
|---|---|---|---|
"""
