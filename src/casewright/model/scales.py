"""The scores, grades and stages that a case may name: how they print and what values they have.

One row a scale. A case writes the key (or one of the other names) and a value: 'ECOG 1',
'Clavien-Dindo IIIa'. `source` is the publication, or the edition, that the values are those of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["of", "label"]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Values from `low` to `high` in steps of `step`."""

    low: float
    high: float
    step: float = 1

    def __str__(self) -> str:
        kind = "a whole number" if self.step == 1 else f"a number in steps of {self.step:g}"
        return f"{kind} from {self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class Labels:
    """Values by name, lowest first."""

    values: tuple[str, ...]
    printed: tuple[str, ...] = ()
    """How each value prints, where it is not as it is written."""

    def __str__(self) -> str:
        head = ", ".join(self.values[:-1])
        return f"{head} or {self.values[-1]}" if head else self.values[-1]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Values that a regular expression describes, with examples for whoever writes another."""

    regex: str
    examples: str

    def __str__(self) -> str:
        return f"a value such as {self.examples}"


@dataclass(frozen=True, slots=True)
class Scale:
    """A score, grade, class or stage with its vocabulary."""

    key: str
    """How a case writes it."""
    name: str
    """How it prints, without its noun."""
    noun: str
    """'score', 'grade', 'class', 'stage'; empty where the name says it."""
    values: Numbers | Labels | Pattern
    source: str
    also: tuple[str, ...] = ()
    """Other names that a case may write."""
    out_of: int | None = None
    """The maximum, where it prints after the value: 24/30."""

    @property
    def form(self) -> Form:
        """Whether it reads 'a … score of 7' or '… grade IIIa'."""
        labels = {"grade", "class", "category", "stage", "type", "level"}
        return "label" if self.noun in labels or isinstance(self.values, Labels) else "of"

    @property
    def title(self) -> str:
        """Name and noun: 'ECOG performance status', 'Los Angeles grade'."""
        return f"{self.name} {self.noun}".strip()


def _labels(text: str) -> Labels:
    return Labels(tuple(text.split()))


_ROMAN3, _ROMAN4 = _labels("I II III"), _labels("I II III IV")
_ROMAN5, _ROMAN6 = _labels("I II III IV V"), _labels("I II III IV V VI")

_ASA = _labels("I II III IV V VI IE IIE IIIE IVE VE")
_RECIST = Labels(
    ("CR", "PR", "SD", "PD", "NE"),
    (
        "complete response",
        "partial response",
        "stable disease",
        "progressive disease",
        "response not evaluable",
    ),
)
_WHO_UMC = _labels("certain probable possible unlikely conditional unassessable")
_PREVENTABLE = Labels(("definitely preventable", "probably preventable", "not preventable"))
_FIGO = Pattern(r"(?:I{1,3}|IV)(?:[ABC](?:[123](?:i{1,2})?)?)?", "IA2, IIB or IIIC1")
_ANN_ARBOR = Pattern(r"(?:I{1,3}|IV)[AB]?[ESX]*", "IIA, IIIB or IVBE")
_GLEASON = Pattern(r"\d{1,2}(?: ?\(\d ?\+ ?\d\))?|\d ?\+ ?\d(?: ?= ?\d{1,2})?", "7 (3+4) or 4+5")
_CHILD = Pattern(r"[ABC](?: ?\(?(?:[5-9]|1[0-5])(?: points)?\)?)?", "A, B8 or C (11 points)")
_CKD = Pattern(r"G(?:[1245]|3a|3b)(?: ?A[123])?", "G2, G3a or G3bA2")
_GCS = Pattern(r"(?:\d{1,2}T?)?(?: ?\(?E ?[1-4C] ?V ?[1-5T] ?M ?[1-6]\)?)?", "13 or 13 (E3V4M6)")
_APGAR = Pattern(r"\d{1,2}(?:/\d{1,2}){0,2}", "7/9 or 4/7/9 (at 1, 5 and 10 minutes)")

SCALES: tuple[Scale, ...] = (
    # general state, anaesthesia, intensive care
    Scale("ECOG", "ECOG", "performance status", Numbers(0, 5), "Oken 1982", ("ECOG PS", "WHO PS")),
    Scale(
        "Karnofsky", "Karnofsky", "performance status", Numbers(0, 100, 10), "Karnofsky 1949",
        ("KPS",),
    ),
    Scale("ASA", "ASA physical status", "class", _ASA, "ASA 2020",
          ("ASA PS", "ASA physical status")),
    Scale("Barthel", "Barthel", "index", Numbers(0, 100, 5), "Mahoney and Barthel 1965"),
    Scale("APACHE II", "APACHE II", "score", Numbers(0, 71), "Knaus 1985"),
    Scale("SOFA", "Sequential Organ Failure Assessment", "score", Numbers(0, 24), "Vincent 1996"),
    Scale("qSOFA", "quick Sequential Organ Failure Assessment", "score", Numbers(0, 3),
          "Singer 2016"),
    Scale("NEWS2", "NEWS2", "score", Numbers(0, 20), "RCP 2017"),
    Scale("RASS", "Richmond Agitation-Sedation Scale", "score", Numbers(-5, 4), "Sessler 2002"),
    Scale("Mallampati", "modified Mallampati", "class", _ROMAN4, "Samsoon and Young 1987"),
    Scale("Cormack-Lehane", "Cormack-Lehane", "grade", _labels("1 2a 2b 3 4"), "Yentis 1998"),
    Scale("ISS", "Injury Severity Score", "", Numbers(0, 75), "Baker 1974"),
    Scale("VAS", "visual analogue scale pain", "score", Numbers(0, 10, 0.1), "Huskisson 1974",
          ("VAS pain",), 10),
    Scale("NRS", "numerical rating scale pain", "score", Numbers(0, 10), "Downie 1978",
          ("NRS pain",), 10),
    Scale("Braden", "Braden", "score", Numbers(6, 23), "Bergstrom 1987"),
    # nervous system and mind
    Scale("GCS", "Glasgow Coma Scale", "score", _GCS, "Teasdale and Jennett 1974",
          ("Glasgow Coma Scale",)),
    Scale("NIHSS", "National Institutes of Health Stroke Scale", "score", Numbers(0, 42),
          "Brott 1989"),
    Scale("mRS", "modified Rankin Scale", "score", Numbers(0, 6), "van Swieten 1988",
          ("modified Rankin Scale", "modified Rankin")),
    Scale("ASPECTS", "Alberta Stroke Program Early CT Score", "", Numbers(0, 10), "Barber 2000"),
    Scale("mTICI", "modified Thrombolysis in Cerebral Infarction", "grade",
          _labels("0 1 2a 2b 2c 3"), "Zaidat 2013", ("TICI",)),
    Scale("Hunt-Hess", "Hunt and Hess", "grade", Numbers(1, 5), "Hunt and Hess 1968",
          ("Hunt and Hess",)),
    Scale("WFNS", "World Federation of Neurosurgical Societies", "grade", _ROMAN5, "Teasdale 1988"),
    Scale("Fisher", "Fisher", "grade", Numbers(1, 4), "Fisher 1980"),
    Scale("modified Fisher", "modified Fisher", "grade", Numbers(0, 4), "Frontera 2006"),
    Scale("Spetzler-Martin", "Spetzler-Martin", "grade", _ROMAN6, "Spetzler and Martin 1986"),
    Scale("Fazekas", "Fazekas", "grade", Numbers(0, 3), "Fazekas 1987"),
    Scale("House-Brackmann", "House-Brackmann", "grade", _ROMAN6, "House and Brackmann 1985"),
    Scale("EDSS", "Expanded Disability Status Scale", "score", Numbers(0, 10, 0.5), "Kurtzke 1983"),
    Scale("MRC", "Medical Research Council muscle", "grade", Numbers(0, 5), "MRC 1976", (), 5),
    Scale("ASIA", "American Spinal Injury Association Impairment Scale", "grade",
          _labels("A B C D E"), "ISNCSCI 2019", ("AIS",)),
    Scale("MMSE", "Mini-Mental State Examination", "score", Numbers(0, 30), "Folstein 1975", (),
          30),
    Scale("MoCA", "Montreal Cognitive Assessment", "score", Numbers(0, 30), "Nasreddine 2005", (),
          30),
    Scale("PHQ-9", "Patient Health Questionnaire-9", "score", Numbers(0, 27), "Kroenke 2001"),
    Scale("GAD-7", "Generalized Anxiety Disorder-7", "score", Numbers(0, 21), "Spitzer 2006"),
    Scale("HAM-D", "Hamilton Depression Rating Scale", "score", Numbers(0, 52), "Hamilton 1960",
          ("HDRS",)),
    Scale("MADRS", "Montgomery-Åsberg Depression Rating Scale", "score", Numbers(0, 60),
          "Montgomery and Åsberg 1979"),
    Scale("YMRS", "Young Mania Rating Scale", "score", Numbers(0, 60), "Young 1978"),
    Scale("PANSS", "Positive and Negative Syndrome Scale", "score", Numbers(30, 210), "Kay 1987"),
    # heart, vessels, lungs
    Scale("Levine", "Levine", "grade", _labels("1/6 2/6 3/6 4/6 5/6 6/6"), "Freeman 1933"),
    Scale("Scheuer", "Scheuer", "stage", _labels("1 2 3 4"), "Scheuer 1967"),
    Scale("Ludwig", "Ludwig", "stage", _labels("1 2 3 4"), "Ludwig 1978"),
    Scale("NYHA", "NYHA", "class", _ROMAN4, "NYHA 1994", ("NYHA functional",)),
    Scale("CCS", "Canadian Cardiovascular Society angina", "class", _ROMAN4, "Campeau 1976"),
    Scale("Killip", "Killip", "class", _ROMAN4, "Killip and Kimball 1967"),
    Scale("CHA2DS2-VASc", "CHA~2~DS~2~-VASc", "score", Numbers(0, 9), "Lip 2010"),
    Scale("HAS-BLED", "HAS-BLED", "score", Numbers(0, 9), "Pisters 2010"),
    Scale("HEART", "HEART", "score", Numbers(0, 10), "Six 2008"),
    Scale("TIMI risk", "TIMI risk", "score", Numbers(0, 7), "Antman 2000"),
    Scale("TIMI flow", "TIMI flow", "grade", Numbers(0, 3), "TIMI Study Group 1985"),
    Scale("Wells PE", "Wells", "score", Numbers(0, 12.5, 0.5), "Wells 2000"),
    Scale("Wells DVT", "Wells", "score", Numbers(-2, 9), "Wells 2003"),
    Scale("sPESI", "simplified Pulmonary Embolism Severity Index", "score", Numbers(0, 6),
          "Jiménez 2010"),
    Scale("Fontaine", "Fontaine", "stage", _labels("I IIa IIb III IV"), "Fontaine 1954"),
    Scale("Rutherford", "Rutherford", "category", Numbers(0, 6), "Rutherford 1997"),
    Scale("mMRC", "modified Medical Research Council dyspnoea", "grade", Numbers(0, 4),
          "Bestall 1999"),
    Scale("CURB-65", "CURB-65", "score", Numbers(0, 5), "Lim 2003"),
    # digestive system, liver, kidney
    Scale("Forrest", "Forrest", "class", _labels("Ia Ib IIa IIb IIc III"), "Forrest 1974"),
    Scale("Los Angeles", "Los Angeles", "grade", _labels("A B C D"), "Lundell 1999", ("LA",)),
    Scale("Glasgow-Blatchford", "Glasgow-Blatchford", "score", Numbers(0, 23), "Blatchford 2000"),
    Scale("Rockall", "Rockall", "score", Numbers(0, 11), "Rockall 1996"),
    Scale("Ranson", "Ranson", "score", Numbers(0, 11), "Ranson 1974"),
    Scale("BISAP", "BISAP", "score", Numbers(0, 5), "Wu 2008"),
    Scale("Alvarado", "Alvarado", "score", Numbers(0, 10), "Alvarado 1986"),
    Scale("Hinchey", "Hinchey", "stage", _labels("Ia Ib I II III IV"), "Wasvary 1999"),
    Scale("Mayo", "Mayo", "score", Numbers(0, 12), "Schroeder 1987"),
    Scale("Boston", "Boston Bowel Preparation Scale", "score", Numbers(0, 9), "Lai 2009",
          ("BBPS",)),
    Scale("Child-Pugh", "Child-Pugh", "class", _CHILD, "Pugh 1973",
          ("Child", "Child-Turcotte-Pugh")),
    Scale("MELD", "Model for End-Stage Liver Disease", "score", Numbers(6, 40), "Kamath 2001"),
    Scale("MELD-Na", "Model for End-Stage Liver Disease with sodium", "score", Numbers(6, 40),
          "Kim 2008"),
    Scale("BCLC", "Barcelona Clinic Liver Cancer", "stage", _labels("0 A B C D"), "Reig 2022"),
    Scale("KDIGO AKI", "KDIGO acute kidney injury", "stage", Numbers(1, 3), "KDIGO 2012"),
    Scale("KDIGO CKD", "KDIGO chronic kidney disease", "category", _CKD, "KDIGO 2012"),
    # skin, joints, immunity, eyes, bones
    Scale("PASI", "Psoriasis Area and Severity Index", "score", Numbers(0, 72, 0.1),
          "Fredriksson 1978"),
    Scale("EASI", "Eczema Area and Severity Index", "score", Numbers(0, 72, 0.1), "Hanifin 2001"),
    Scale("DLQI", "Dermatology Life Quality Index", "score", Numbers(0, 30), "Finlay 1994"),
    Scale("BASDAI", "Bath Ankylosing Spondylitis Disease Activity Index", "score",
          Numbers(0, 10, 0.1), "Garrett 1994"),
    Scale("DAS28", "Disease Activity Score in 28 joints", "", Numbers(0, 10, 0.01), "Prevoo 1995"),
    Scale("SLEDAI-2K", "Systemic Lupus Erythematosus Disease Activity Index 2000", "score",
          Numbers(0, 105), "Gladman 2002", ("SLEDAI",)),
    Scale("Kellgren-Lawrence", "Kellgren-Lawrence", "grade", Numbers(0, 4),
          "Kellgren and Lawrence 1957"),
    Scale("Gustilo", "Gustilo-Anderson", "type", _labels("I II IIIA IIIB IIIC"), "Gustilo 1984",
          ("Gustilo-Anderson",)),
    Scale("Garden", "Garden", "type", _ROMAN4, "Garden 1961"),
    Scale("Salter-Harris", "Salter-Harris", "type", _ROMAN5, "Salter and Harris 1963"),
    Scale("AAST", "American Association for the Surgery of Trauma", "grade", _ROMAN5, "AAST 2018"),
    Scale("Wagner", "Wagner", "grade", Numbers(0, 5), "Wagner 1981"),
    # birth and childhood
    Scale("Apgar", "Apgar", "score", _APGAR, "Apgar 1953"),
    Scale("Bishop", "Bishop", "score", Numbers(0, 13), "Bishop 1964"),
    Scale("Tanner", "Tanner", "stage", Numbers(1, 5), "Marshall and Tanner 1969"),
    Scale("Sarnat", "Sarnat", "stage", Numbers(1, 3), "Sarnat and Sarnat 1976"),
    Scale("Papile", "Papile", "grade", _ROMAN4, "Papile 1978"),
    Scale("Bell", "modified Bell", "stage", _labels("IA IB IIA IIB IIIA IIIB"), "Walsh 1986"),
    Scale("GMFCS", "Gross Motor Function Classification System", "level", _ROMAN5, "Palisano 1997"),
    # imaging and cytology
    Scale("BI-RADS", "BI-RADS", "category", _labels("0 1 2 3 4 4A 4B 4C 5 6"),
          "ACR, 5th edition 2013"),
    Scale("LI-RADS", "LI-RADS", "category",
          _labels("LR-NC LR-1 LR-2 LR-3 LR-4 LR-5 LR-M LR-TIV"), "ACR, version 2018"),
    Scale("PI-RADS", "PI-RADS", "category", Numbers(1, 5), "ACR, version 2.1 2019"),
    Scale("TI-RADS", "TI-RADS", "category", Numbers(1, 5), "ACR 2017", ("ACR TI-RADS",)),
    Scale("O-RADS", "O-RADS", "category", Numbers(0, 5), "ACR 2020"),
    Scale("Lung-RADS", "Lung-RADS", "category", _labels("0 1 2 3 4A 4B 4X"), "ACR, version 1.1"),
    Scale("CAD-RADS", "CAD-RADS", "category", _labels("0 1 2 3 4A 4B 5"), "SCCT 2016"),
    Scale("Bosniak", "Bosniak", "class", _labels("I II IIF III IV"), "Silverman 2019"),
    Scale("Bethesda", "Bethesda", "category", _ROMAN6, "Bethesda System for Thyroid 2017"),
    Scale("Deauville", "Deauville", "score", Numbers(1, 5), "Barrington 2014"),
    # tumours
    Scale("FIGO", "FIGO", "stage", _FIGO, "FIGO, by organ"),
    Scale("Ann Arbor", "Ann Arbor", "stage", _ANN_ARBOR, "Carbone 1971"),
    Scale("Lugano", "Lugano", "stage", _ANN_ARBOR, "Cheson 2014"),
    Scale("Gleason", "Gleason", "score", _GLEASON, "ISUP 2014"),
    Scale("ISUP", "ISUP grade group", "", _labels("1 2 3 4 5"), "ISUP 2014",
          ("ISUP grade group", "grade group")),
    Scale("Breslow", "Breslow thickness", "", Pattern(r"\d+(?:\.\d+)? ?mm", "1.2 mm"),
          "Breslow 1970", ("Breslow thickness",)),
    Scale("Clark", "Clark", "level", _ROMAN5, "Clark 1969"),
    Scale("WHO CNS", "WHO", "grade", Numbers(1, 4), "WHO CNS, 5th edition 2021", ("WHO grade",)),
    Scale("Fuhrman", "Fuhrman", "grade", Numbers(1, 4), "Fuhrman 1982"),
    Scale("Nottingham", "Nottingham", "grade", Numbers(1, 3), "Elston and Ellis 1991"),
    Scale("RECIST", "RECIST 1.1", "", _RECIST, "Eisenhauer 2009", ("RECIST 1.1",)),
    # harm
    Scale("Clavien-Dindo", "Clavien-Dindo", "grade",
          _labels("I II III IIIa IIIb IV IVa IVb V"), "Dindo 2004", ("Clavien",)),
    Scale("CTCAE", "CTCAE", "grade", Numbers(1, 5), "NCI CTCAE, version 5.0 2017",
          ("CTCAE v5", "CTCAE v5.0", "CTCAE 5.0")),
    Scale("Naranjo", "Naranjo", "score", Numbers(-4, 13), "Naranjo 1981"),
    Scale("WHO-UMC", "WHO-UMC causality", "category", _WHO_UMC, "Uppsala Monitoring Centre 2018"),
    Scale("Hartwig", "Hartwig", "level", _labels("1 2 3 4 4a 4b 5 6 7"), "Hartwig 1992",
          ("Hartwig and Siegel", "Hartwig-Siegel")),
    Scale("Schumock-Thornton", "Schumock-Thornton", "", _PREVENTABLE,
          "Schumock and Thornton 1992", ("Schumock and Thornton",)),
)  # fmt: skip

BY_NAME: dict[str, Scale] = {
    name.casefold(): scale for scale in SCALES for name in (scale.key, *scale.also)
}
"""Every scale by every name it may be written with, in lower case."""
