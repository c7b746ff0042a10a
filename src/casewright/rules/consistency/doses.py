"""CON012: doses that are ten times what is given, or a tenth of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics, Span
from casewright.model.node import walk_nodes
from casewright.model.treatments import Drug, Medication
from casewright.rules.any_case import AnyCase
from casewright.rules.sentences import Sentence
from casewright.rules.subject import Typed

_TO_MG = {"g": 1000.0, "mg": 1.0, "µg": 0.001, "ng": 0.000001}
_FORMS = AnyCase(r"cream|ointment|gel|drops|spray|patch|inhal|nebuli|topical|intrathecal|"
                    r"intravitreal|intra-?articular|lotion|mouthwash|lock")  # fmt: skip

_ROWS = """
aciclovir 100 2000; acyclovir 100 2000; adenosine 1 30; alendronate 5 70; allopurinol 50 900
alteplase 0.5 100; amiodarone 50 1800; amitriptyline 5 300; amlodipine 1.25 20
amoxicillin 125 3000; amphotericin 5 500; ampicillin 250 4000; apixaban 2.5 10
aripiprazole 1 30; aspirin 40 1000; acetylsalicylic_acid 40 1000; atenolol 12.5 200
atorvastatin 5 80; atropine 0.2 5; azathioprine 12.5 300; azithromycin 100 2000
baclofen 5 100; bisoprolol 0.625 20; budesonide 1 12; captopril 6.25 150
carbamazepine 50 1600; carvedilol 3.125 100; cefazolin 500 4000; cefepime 500 6000
ceftazidime 500 6000; ceftriaxone 250 4000; cefuroxime 125 3000; cephalexin 125 2000
cefalexin 125 2000; cetirizine 2.5 20; ciprofloxacin 100 1500; citalopram 5 60
clarithromycin 125 1000; clindamycin 75 2700; clonazepam 0.1 20; clopidogrel 37.5 600
clozapine 6.25 900; codeine 7.5 240; colchicine 0.25 6; dabigatran 75 300
dexamethasone 0.25 100; diazepam 1 60; diclofenac 12.5 200; digoxin 0.03 1.5
diltiazem 15 480; dobutamine 1 500; doxycycline 40 400; enalapril 1.25 40
enoxaparin 10 200; ertapenem 250 2000; erythromycin 125 2000; escitalopram 2.5 30
esomeprazole 5 160; ethambutol 200 2500; fentanyl 0.01 5; fluconazole 25 1600
flucloxacillin 125 4000; fluoxetine 5 80; folic_acid 0.1 30; furosemide 5 1000
gabapentin 50 3600; gentamicin 10 700; glimepiride 0.5 8; haloperidol 0.25 50
hydrochlorothiazide 6.25 100; hydrocortisone 2.5 1000; hydroxychloroquine 100 800
ibuprofen 50 1200; imatinib 100 800; indomethacin 10 200; infliximab 50 1500
isoniazid 50 900; itraconazole 50 600; ivermectin 1 40; ketamine 2 500
labetalol 5 400; lamotrigine 5 700; levetiracetam 50 4500; levodopa 25 1500
levofloxacin 100 1000; levothyroxine 0.0125 0.5; linezolid 150 1200; lisinopril 1.25 80
lithium 100 1800; lorazepam 0.25 16; losartan 12.5 150; meropenem 250 6000
metformin 250 3000; methotrexate 2.5 20000; methylprednisolone 2 2000
metoclopramide 2.5 40; metoprolol 2.5 400; metronidazole 125 2000; midazolam 0.25 100
mirtazapine 7.5 60; morphine 0.5 200; mycophenolate 250 3000; naloxone 0.02 10
naproxen 125 1250; nifedipine 5 120; nitrofurantoin 25 400; nitroglycerin 0.1 20
olanzapine 1.25 40; omeprazole 5 160; ondansetron 1 32; oxycodone 1 160
pantoprazole 10 160; paracetamol 60 2000; acetaminophen 60 2000; paroxetine 5 75
phenobarbital 10 2000; phenytoin 25 2000; pravastatin 5 80; prednisolone 0.5 1000
prednisone 0.5 1000; pregabalin 10 600; propofol 5 500; propranolol 1 320
quetiapine 6.25 1200; ramipril 0.625 20; rifampicin 75 1200; rifampin 75 1200
risperidone 0.125 16; rituximab 50 2000; rivaroxaban 2.5 30; rosuvastatin 2.5 40
salbutamol 0.05 16; sertraline 12.5 300; sildenafil 2.5 200; simvastatin 5 80
spironolactone 6.25 400; sumatriptan 3 200; tacrolimus 0.1 30; tamoxifen 5 80
ticagrelor 30 180; tigecycline 25 200; tranexamic_acid 250 4000; tramadol 12.5 400
valaciclovir 250 3000; valproate 50 4000; valproic_acid 50 4000; vancomycin 50 4000
verapamil 2.5 480; voriconazole 50 800; warfarin 0.25 30; zolpidem 1.25 20
albendazole 100 1200; amikacin 50 2000; anastrozole 1 10; artesunate 10 400
bevacizumab 100 1500; bosentan 30 250; bumetanide 0.25 10; caspofungin 20 100; cefixime 50 800
celecoxib 50 800; cinacalcet 30 180; cisplatin 10 250; cyclophosphamide 25 6000
daptomycin 100 1500; denosumab 60 120; docetaxel 30 200; doxorubicin 10 200; edoxaban 15 60
empagliflozin 10 25; etoposide 25 500; gemcitabine 300 3000; ifosfamide 500 8000
ketorolac 5 60; letrozole 2.5 5; micafungin 25 300; nivolumab 40 600; oseltamivir 15 300
oxaliplatin 40 250; paclitaxel 30 400; pembrolizumab 50 400; praziquantel 300 6000
prasugrel 5 60; rocuronium 1 200; sitagliptin 25 100; sugammadex 20 2000; teicoplanin 50 1200
tenecteplase 10 50; tofacitinib 2.5 20; tolvaptan 3.75 120; torsemide 2.5 200; torasemide 2.5 200
ursodeoxycholic_acid 100 2000; valganciclovir 100 1800; vinblastine 2 25; vincristine 0.3 4
zoledronic_acid 1 5
"""
"""The least and the greatest single dose in mg that is met in children and adults, systemically.

From general knowledge of the labels, widened; a dose outside is asked about, and never refused.
"""

_DAILY = {
    **{"paracetamol": 6000, "acetaminophen": 6000, "ibuprofen": 4800, "naproxen": 2500},
    **{"tramadol": 800, "metformin": 4000, "colchicine": 8, "digoxin": 3, "simvastatin": 120},
    **{"citalopram": 90, "ketorolac": 160, "codeine": 500, "levothyroxine": 0.75, "apixaban": 40},
    **{"gentamicin": 1200, "diclofenac": 300, "clonidine": 3, "warfarin": 40, "lithium": 3600},
}
"""What is hardly ever given in a day, in mg."""
_ONCE_A_WEEK = {"methotrexate": (2.5, 50.0)}
"""Single doses in mg that are meant for a week; daily they have killed (ISMP, high-alert drugs)."""
_TIMES = {"once": 1.0, "twice": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0}
_A_DAY = re.compile(
    r"(?:(?P<times>once|twice|three|four|five|six|\d)(?: times)?(?: a|ly| per)? ?(?:daily|day)"
    r"|daily|every (?P<hours>\d+|other) ?(?P<unit>hours?|h|day)?)\b"
)


def _table() -> Mapping[str, tuple[float, float]]:
    rows = (row.split() for line in _ROWS.strip().splitlines() for row in line.split(";"))
    return {name.replace("_", " "): (float(low), float(high)) for name, low, high in rows}


_DOSES = _table()


def check_doses(subject: Typed) -> Iterator[Diagnostic]:
    """Report doses that are far outside what is given of the drug, as a warning only."""
    found = Diagnostics()
    for case in subject.case.cases:
        for node in walk_nodes(case.course):
            if isinstance(node, Medication | Drug):
                _dose(node, subject, found)
    for sentence in subject.sentences:
        if sentence.own:
            _told(sentence, found)
    yield from found


_AMOUNT = re.compile(r"\d ?(?:g|mg|µg|mcg)\b")
_NO_DOSE = AnyCase(
    r"\b(?:total|cumulative|overdose\w*|ingest\w*|levels?|concentrations?|trough|peak|inhal\w*"
    r"|intrathecal\w*|cream|ointment|drops|toxic\w*|instead of|error)\b"
)


@functools.cache
def _told_doses() -> AnyCase:
    names = "|".join(sorted(_DOSES, key=len, reverse=True))
    return AnyCase(
        rf"\b(?P<drug>{names})\b(?P<gap>(?: (?!and\b|or\b|but\b|by\b|plus\b|per\b)[a-z-]+){{0,8}}?)"
        r"[ (,]+"
        r"(?P<amount>(?P<number>\d+(?:,\d{3})*(?:\.\d+)?) ?(?P<unit>mg|µg|mcg|g))\b(?!\s?/)",
    )


def _told(sentence: Sentence, found: Diagnostics) -> None:
    """'vincristine 100 mg', in the author's own words."""
    if not _AMOUNT.search(sentence.text) or _NO_DOSE.search(sentence.text):
        return
    for match in _told_doses().finditer(sentence.text):
        unit = match["unit"].replace("mcg", "µg")
        if unit not in _TO_MG:
            continue  # 'MG' and the like
        number = match["number"].replace(",", "")
        name = match["drug"].casefold()
        _judge(name, f"{number} {unit}", (float(number) * _TO_MG[unit],), sentence.of(match), found)


def _dose(node: Medication | Drug, subject: Typed, found: Diagnostics) -> None:
    known = _DOSES.get((node.drug or "").casefold())
    dose = node.dose
    if known is None or dose is None or dose.unit not in _TO_MG or dose.form == "pair":
        return
    if node.form or _FORMS.search(f"{node.route or ''} {node.frequency or ''}"):
        return
    amounts = [float(number) * _TO_MG[dose.unit] for number in (dose.number, dose.second) if number]
    shown = f"{dose.number} {dose.unit}"
    _judge(node.drug or "", shown, amounts, subject.place(node.at_path("dose")), found)
    if node.drug and amounts:
        _in_a_day(node.drug, max(amounts), node.frequency or "", subject.place(node.path), found)


def _in_a_day(drug: str, amount: float, frequency: str, span: Span, found: Diagnostics) -> None:
    times = _times_a_day(frequency)
    name = drug.casefold()
    weekly = _ONCE_A_WEEK.get(name)
    if weekly and times >= 1 and weekly[0] <= amount <= weekly[1]:
        message = f"{drug} in a dose of {_shown(amount)} is usually given once a week, not daily"
    elif name in _DAILY and amount * times > _DAILY[name]:
        message = f"{_shown(amount * times)} of {drug} in a day is far more than is usual"
    else:
        return
    hint = "check the dose and how often it was given; if both are right, leave it"
    found.add(RULES["CON012"], message, span, hint=hint)


def _times_a_day(frequency: str) -> float:
    """How often in a day; 0 where the words do not tell."""
    match = _A_DAY.search(frequency.casefold())
    if match is None or "week" in frequency:
        return 0
    if match["hours"]:
        every = 2.0 if match["hours"] == "other" else float(match["hours"])
        days = (match["unit"] or "").startswith("day")
        return 1 / every if days else 24 / every if every else 0
    times = match["times"] or "once"
    return float(times) if times.isdigit() else _TIMES[times]


def _judge(drug: str, shown: str, amounts: Sequence[float], span: Span, found: Diagnostics) -> None:
    known = _DOSES[drug.casefold()]
    # Half and twice are given now and then; a slip of a digit or of a unit is further away.
    low, high = known[0] / 2, known[1] * 2
    if all(low <= amount <= high for amount in amounts):
        return
    reach = f"{_shown(known[0])} to {_shown(known[1])}"
    found.add(
        RULES["CON012"],
        f"{shown} of {drug} is far from its usual doses ({reach})",
        span,
        hint="check the digits and the unit; if the dose is right, leave it",
    )


def _shown(milligrams: float) -> str:
    if milligrams < 0.1:
        return f"{milligrams * 1000:g} µg"
    return f"{milligrams / 1000:g} g" if milligrams >= 1000 else f"{milligrams:g} mg"
