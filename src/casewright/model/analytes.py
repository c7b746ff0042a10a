"""Analytes whose results are printed in other units by the SI and by conventional systems.

Factors are not typed in: they follow from the chemical formula, by the abridged standard atomic
weights (IUPAC CIAAW, 2021), or from the units alone. The choice of units follows the AMA Manual of
Style (11th edition, section 17.5) and, where laboratories have moved on since, their present use:
ferritin in µg/L, cardiac troponin in ng/L. Results for which no single factor holds are not here:
insulin and prolactin in international units, lipoprotein(a), heparin, and mixtures such as bile
acids. Fibrin D-dimer keeps its kind of unit: FEU and DDU differ by a factor that depends on the
assay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

_WEIGHTS = {
    element: Fraction(weight)
    for element, weight in (
        *(("H", "1.008"), ("Li", "6.94"), ("C", "12.011"), ("N", "14.007"), ("O", "15.999")),
        *(("F", "18.998"), ("Na", "22.990"), ("Mg", "24.305"), ("P", "30.974"), ("S", "32.06")),
        *(("Cl", "35.45"), ("K", "39.098"), ("Ca", "40.078"), ("Fe", "55.845"), ("Co", "58.933")),
        *(("Cu", "63.546"), ("Zn", "65.38"), ("Se", "78.971"), ("I", "126.90"), ("Pb", "207.2")),
    )
}


@dataclass(frozen=True, slots=True)
class Analyte:
    """What is measured, and the units in which each system prints it.

    The first unit of a system is the one to convert to, the others are left as they are; but one
    of the others is taken where the number stays the same (µg/mL is mg/L).
    """

    names: tuple[str, ...]
    """Lower case, American, without hyphens, 'serum' and 'level'; the usual one first."""
    conventional: tuple[str, ...]
    si: tuple[str, ...]
    formula: str | None = None
    """What one mole is counted of: 'C6H12O6'; for urea nitrogen 'N2'."""
    weight: Fraction | None = None
    """The molar mass in g/mol of what has no such formula."""
    valence: int | None = None
    """Equivalents in a mole."""
    in_fluid: tuple[str, ...] | None = None
    """The SI units in urine, cerebrospinal and other fluids, where they differ."""

    @property
    def molar_mass(self) -> Fraction | None:
        """In g/mol, of the formula."""
        if self.formula is None:
            return self.weight
        atoms = re.findall(r"([A-Z][a-z]?)(\d*)", self.formula)
        return sum((_WEIGHTS[atom] * int(count or 1) for atom, count in atoms), Fraction(0))


_G_DL, _MG_DL, _UG_DL, _NG_DL = ("g/dL",), ("mg/dL",), ("µg/dL",), ("ng/dL",)
_NG_ML, _PG_ML, _UG_ML = ("ng/mL",), ("pg/mL",), ("µg/mL",)
_MMOL, _UMOL, _NMOL, _PMOL = ("mmol/L",), ("µmol/L",), ("nmol/L",), ("pmol/L",)
_G_L, _MG_L, _UG_L, _NG_L = ("g/L", "mg/L"), ("mg/L", "µg/L"), ("µg/L",), ("ng/L",)
_MASS = ("µg/L", "mg/L", "ng/L")
_THOUSANDS = ("×10^3^/µL", "/µL", "cells/µL", "×10^3^/mm^3^", "/mm^3^", "cells/mm^3^", "K/µL")
_MILLIONS = ("×10^6^/µL", "×10^6^/mm^3^", "M/µL")
_PER_L, _PER_L_FLUID = ("×10^9^/L",), ("×10^6^/L", "×10^9^/L")

_METABOLITES = (
    Analyte(("glucose", "blood sugar", "sugar"), _MG_DL, _MMOL, "C6H12O6"),
    Analyte(("creatinine",), _MG_DL, ("µmol/L", "mmol/L"), "C4H7N3O", in_fluid=("mmol/L",)),
    Analyte(("blood urea nitrogen", "urea nitrogen", "bun"), _MG_DL, _MMOL, "N2"),
    Analyte(("urea", "blood urea"), _MG_DL, _MMOL, "CH4N2O"),
    Analyte(
        ("bilirubin", "total bilirubin", "direct bilirubin", "indirect bilirubin",
         "conjugated bilirubin", "unconjugated bilirubin"),
        _MG_DL, _UMOL, "C33H36N4O6",
    ),
    Analyte(("uric acid", "urate"), _MG_DL, ("µmol/L", "mmol/L"), "C5H4N4O3"),
    Analyte(("lactate", "lactic acid"), ("mg/dL", "mmol/L", "mEq/L"), _MMOL, "C3H6O3", valence=1),
    Analyte(("ammonia", "ammonium"), ("µg/dL", "µmol/L"), _UMOL, "H3N"),
    Analyte(
        ("cholesterol", "total cholesterol", "hdl cholesterol", "ldl cholesterol", "hdl", "ldl",
         "high density lipoprotein cholesterol", "low density lipoprotein cholesterol",
         "non hdl cholesterol"),
        _MG_DL, _MMOL, "C27H46O",
    ),
    # Triglycerides are counted as triolein.
    Analyte(("triglycerides", "triglyceride"), _MG_DL, _MMOL, "C57H104O6"),
    Analyte(("homocysteine",), ("µmol/L", "mg/L"), _UMOL, "C4H9NO2S"),
    Analyte(("phenylalanine",), ("mg/dL",), _UMOL, "C9H11NO2"),
)  # fmt: skip
_ELECTROLYTES = (
    Analyte(("sodium",), ("mEq/L", "mmol/L"), _MMOL, "Na", valence=1),
    Analyte(("potassium",), ("mEq/L", "mmol/L"), _MMOL, "K", valence=1),
    Analyte(("chloride",), ("mEq/L", "mmol/L"), _MMOL, "Cl", valence=1),
    Analyte(
        ("bicarbonate", "total carbon dioxide", "base excess", "base deficit", "anion gap"),
        ("mEq/L", "mmol/L"), _MMOL, valence=1,
    ),
    Analyte(
        ("calcium", "total calcium", "corrected calcium", "albumin corrected calcium",
         "ionized calcium", "free calcium"),
        ("mg/dL", "mEq/L"), _MMOL, "Ca", valence=2,
    ),
    Analyte(("magnesium",), ("mg/dL", "mEq/L"), _MMOL, "Mg", valence=2),
    # Phosphate is weighed as phosphorus.
    Analyte(("phosphate", "inorganic phosphate", "phosphorus", "inorganic phosphorus"),
            _MG_DL, _MMOL, "P"),
    Analyte(("osmolality",), ("mOsm/kg",), ("mOsm/kg",)),
    Analyte(("iron", "total iron binding capacity", "iron binding capacity"),
            _UG_DL, _UMOL, "Fe"),
    Analyte(("copper",), _UG_DL, _UMOL, "Cu"),
    Analyte(("zinc",), _UG_DL, _UMOL, "Zn"),
    Analyte(("selenium",), ("µg/L", "µg/dL"), _UMOL, "Se"),
    Analyte(("lead", "blood lead"), _UG_DL, _UMOL, "Pb"),
)  # fmt: skip
_PROTEINS = (
    Analyte(
        ("hemoglobin", "mean corpuscular hemoglobin concentration"), _G_DL, ("g/L", "mmol/L")
    ),
    Analyte(("albumin",), _G_DL, _G_L),
    Analyte(("total protein", "protein", "globulin", "globulins"), ("g/dL", "mg/dL"), _G_L),
    Analyte(
        ("c reactive protein", "crp"), ("mg/dL",), ("mg/L",)
    ),
    Analyte(("ferritin",), _NG_ML, _UG_L),
    Analyte(("transferrin", "fibrinogen", "haptoglobin", "prealbumin", "transthyretin",
             "alpha 1 antitrypsin", "complement c3", "complement c4", "c3", "c4",
             "immunoglobulin g", "immunoglobulin a", "immunoglobulin m", "igg", "iga", "igm",
             "immunoglobulin g4", "igg4",
             "apolipoprotein b", "apolipoprotein a1"), _MG_DL, _G_L),
    Analyte(("ceruloplasmin",), _MG_DL, ("mg/L", "g/L")),
    Analyte(("procalcitonin",), _NG_ML, _UG_L),
    Analyte(
        ("troponin", "troponin i", "troponin t", "cardiac troponin", "cardiac troponin i",
         "cardiac troponin t"),
        ("ng/mL",), ("ng/L",),
    ),
    Analyte(("myoglobin", "creatine kinase mb mass", "ck mb mass"), _NG_ML, _UG_L),
    Analyte(("d dimer", "fibrin d dimer"), ("ng/mL", "µg/mL", "mg/dL"), _MASS),
    Analyte(("b type natriuretic peptide", "brain natriuretic peptide", "bnp",
             "n terminal pro b type natriuretic peptide", "nt probnp"), _PG_ML, _NG_L),
    Analyte(("alpha fetoprotein", "afp", "carcinoembryonic antigen", "cea",
             "prostate specific antigen", "psa", "thyroglobulin", "neuron specific enolase",
             "chromogranin a", "cytokeratin 19 fragment", "tryptase"), _NG_ML, _UG_L),
    Analyte(("interleukin 6", "il 6", "calcitonin"), _PG_ML, _NG_L),
    Analyte(("beta 2 microglobulin",), ("mg/L", "µg/mL"), ("mg/L",)),
    Analyte(("cystatin c",), ("mg/L", "mg/dL"), ("mg/L",)),
)  # fmt: skip
_HORMONES = (
    Analyte(("thyroid stimulating hormone", "thyrotropin", "tsh"),
            ("mIU/L", "µIU/mL", "mU/L", "µU/mL"), ("mIU/L", "mU/L")),
    Analyte(("luteinizing hormone", "lh", "follicle stimulating hormone", "fsh",
             "human chorionic gonadotropin", "beta human chorionic gonadotropin", "hcg",
             "beta hcg"), ("mIU/mL", "IU/L"), ("IU/L",)),
    Analyte(("thyroxine", "total thyroxine", "t4", "total t4"), _UG_DL, _NMOL, "C15H11I4NO4"),
    Analyte(("free thyroxine", "free t4"), _NG_DL, _PMOL, "C15H11I4NO4"),
    Analyte(("triiodothyronine", "total triiodothyronine", "t3", "total t3"), _NG_DL, _NMOL,
            "C15H12I3NO4"),
    Analyte(("free triiodothyronine", "free t3"), _PG_ML, _PMOL, "C15H12I3NO4"),
    Analyte(("cortisol",), _UG_DL, _NMOL, "C21H30O5"),
    Analyte(("testosterone", "total testosterone"), _NG_DL, _NMOL, "C19H28O2"),
    Analyte(("estradiol",), _PG_ML, _PMOL, "C18H24O2"),
    Analyte(("progesterone",), _NG_ML, _NMOL, "C21H30O2"),
    Analyte(("17 hydroxyprogesterone",), _NG_DL, _NMOL, "C21H30O3"),
    Analyte(("androstenedione",), _NG_DL, _NMOL, "C19H26O2"),
    Analyte(("dehydroepiandrosterone sulfate",), _UG_DL, _UMOL, "C19H28O5S"),
    Analyte(("aldosterone",), _NG_DL, _PMOL, "C21H28O5"),
    Analyte(("adrenocorticotropic hormone", "corticotropin", "acth"), _PG_ML, _PMOL,
            weight=Fraction("4541.1")),
    Analyte(("c peptide",), _NG_ML, _NMOL, weight=Fraction("3020.3")),
    Analyte(("parathyroid hormone", "intact parathyroid hormone", "pth"), _PG_ML,
            ("ng/L", "pmol/L"), weight=Fraction("9424.7")),
    Analyte(("growth hormone", "insulin like growth factor 1", "igf 1"), _NG_ML, _UG_L),
    Analyte(("epinephrine", "adrenaline"), _PG_ML, _PMOL, "C9H13NO3"),
    Analyte(("norepinephrine", "noradrenaline"), _PG_ML, _NMOL, "C8H11NO3"),
    Analyte(("metanephrine", "free metanephrine"), _PG_ML, _NMOL, "C10H15NO3"),
    Analyte(("normetanephrine", "free normetanephrine"), _PG_ML, _NMOL, "C9H13NO3"),
)  # fmt: skip
_VITAMINS = (
    Analyte(("vitamin b12", "cobalamin", "cyanocobalamin"), _PG_ML, _PMOL, "C63H88CoN14O14P"),
    Analyte(("folate", "folic acid"), _NG_ML, _NMOL, "C19H19N7O6"),
    # As calcidiol (D3); that of D2 weighs 3% more.
    Analyte(("25 hydroxyvitamin d", "25 oh vitamin d", "vitamin d", "calcidiol"), _NG_ML, _NMOL,
            "C27H44O2"),
    Analyte(("1,25 dihydroxyvitamin d", "calcitriol"), _PG_ML, _PMOL, "C27H44O3"),
    Analyte(("vitamin a", "retinol"), _UG_DL, _UMOL, "C20H30O"),
    Analyte(("vitamin e", "alpha tocopherol"), ("mg/dL", "mg/L"), _UMOL, "C29H50O2"),
    Analyte(("vitamin c", "ascorbic acid"), _MG_DL, _UMOL, "C6H8O6"),
)  # fmt: skip
_GASES = (
    Analyte(
        ("partial pressure of carbon dioxide", "pco2", "paco2", "partial pressure of oxygen",
         "po2", "pao2"),
        ("mm Hg",), ("kPa",),
    ),
    # NGSP % and IFCC mmol/mol, by an equation: see `conversions`.
    Analyte(("hemoglobin a1c", "hba1c", "glycated hemoglobin", "glycosylated hemoglobin"),
            ("%",), ("mmol/mol",)),
)  # fmt: skip
_COUNTS = (
    Analyte(
        ("white cell count", "white blood cell count", "white cells", "white blood cells", "wbc",
         "leukocyte count", "leukocytes", "neutrophil count", "neutrophils",
         "absolute neutrophil count", "lymphocyte count", "lymphocytes",
         "absolute lymphocyte count", "eosinophil count", "eosinophils", "monocyte count",
         "monocytes", "cd4 count", "cd4 cell count", "platelet count", "platelets",
         "reticulocyte count"),
        _THOUSANDS, _PER_L, in_fluid=_PER_L_FLUID,
    ),
    Analyte(("red cell count", "red blood cell count", "red blood cells", "erythrocyte count",
             "erythrocytes"), _MILLIONS, ("×10^12^/L",), in_fluid=_PER_L_FLUID),
)  # fmt: skip
_DRUGS = (
    Analyte(("digoxin",), _NG_ML, _NMOL, "C41H64O14"),
    Analyte(("phenytoin",), _UG_ML, _UMOL, "C15H12N2O2"),
    Analyte(("valproate", "valproic acid"), _UG_ML, _UMOL, "C8H16O2"),
    Analyte(("carbamazepine",), _UG_ML, _UMOL, "C15H12N2O"),
    Analyte(("phenobarbital", "phenobarbitone"), _UG_ML, _UMOL, "C12H12N2O3"),
    Analyte(("theophylline",), _UG_ML, _UMOL, "C7H8N4O2"),
    Analyte(("caffeine",), _UG_ML, _UMOL, "C8H10N4O2"),
    Analyte(("acetaminophen", "paracetamol"), _UG_ML, _UMOL, "C8H9NO2"),
    Analyte(("salicylate", "salicylic acid"), _MG_DL, _MMOL, "C7H6O3"),
    Analyte(("lidocaine", "lignocaine"), _UG_ML, _UMOL, "C14H22N2O"),
    Analyte(("lithium",), ("mEq/L", "mmol/L"), _MMOL, "Li", valence=1),
    Analyte(("ethanol", "alcohol", "blood alcohol"), _MG_DL, _MMOL, "C2H6O"),
    Analyte(("methanol",), _MG_DL, _MMOL, "CH4O"),
    Analyte(("ethylene glycol",), _MG_DL, _MMOL, "C2H6O2"),
    Analyte(("methotrexate",), ("µmol/L", "nmol/L"), ("µmol/L", "nmol/L"), "C20H22N8O5"),
    Analyte(("vancomycin", "gentamicin", "tobramycin", "amikacin"), _UG_ML, ("mg/L",)),
    Analyte(("tacrolimus", "cyclosporine", "ciclosporin", "sirolimus", "everolimus"), _NG_ML,
            _UG_L),
)  # fmt: skip

ANALYTES = (
    *_METABOLITES,
    *_ELECTROLYTES,
    *_PROTEINS,
    *_HORMONES,
    *_VITAMINS,
    *_GASES,
    *_COUNTS,
    *_DRUGS,
)
_BY_NAME: Mapping[str, Analyte] = {name: one for one in ANALYTES for name in one.names}
_BEFORE = re.compile(
    r"(?:serum|plasma|blood|whole blood|fasting|random|nonfasting|arterial|venous|capillary|peak|"
    r"trough|baseline|initial|morning|midnight|repeat|high sensitivity|high sensitive|hs|urine|"
    r"urinary|cerebrospinal fluid|csf|pleural fluid|ascitic|ascitic fluid|maternal|cord|cord blood|"
    r"neonatal|postprandial|preoperative|postoperative|admission|adjusted|the) "
)
_AFTER = re.compile(r" (?:levels?|concentrations?|values?|in (?:serum|plasma|blood)|tension)")
_SPELLED = (
    (re.compile(r"haem|haptaem"), "hem"),
    (re.compile(r"\boest"), "est"),
    (re.compile(r"caerulo"), "cerulo"),
    (re.compile(r"foeto|feto(?=protein)"), "feto"),
    (re.compile(r"leuco"), "leuko"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"trophin\b"), "tropin"),
    (re.compile(r"trophic"), "tropic"),
    (re.compile(r"ionis"), "ioniz"),
    (re.compile(r"luteinis"), "luteiniz"),
    (re.compile(r"α|\balfa\b"), "alpha"),
    (re.compile(r"β"), "beta"),
)


def find_analyte(name: str) -> Analyte | None:
    """The analyte called `name`: 'serum creatinine', 'haemoglobin', 'HbA~1c~ level'."""
    text = re.sub(r"[*~^]", "", name.casefold())
    text = " ".join(re.sub(r"[-‐-–()]", " ", text).split())
    for pattern, spelled in _SPELLED:
        text = pattern.sub(spelled, text)
    while text not in _BY_NAME:
        if match := _AFTER.search(text):
            text = text[: match.start()] + text[match.end() :]
        elif match := _BEFORE.match(text):
            text = text[match.end() :]
        else:
            return None
    return _BY_NAME[text]
