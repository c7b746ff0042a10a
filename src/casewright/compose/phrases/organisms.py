"""Organisms, how they were looked for, and what they were susceptible to."""

from __future__ import annotations

import re

from casewright.compose.language import with_the
from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import quantity
from casewright.model.journal_style import HouseStyle
from casewright.model.microbiology import Microbiology, Organism, Reactions
from casewright.model.quantities import Quantity

_TAXON = re.compile(r"([A-Z][a-z]+)(?: ([a-z]{3,}(?: (?:subsp\.|var\.) [a-z]+)?|spp?\.))?(?= |$)")
_ENGLISH = frozenset(
    {"bacteria", "bacilli", "bacillus", "cocci", "flora", "fungi", "fungus", "growth", "hyphae"}
    | {"organisms", "parasites", "rods", "species", "toxin", "yeast", "yeasts", "simplex", "zoster"}
    | {"complex", "antigen", "antibodies", "larvae", "eggs", "ova"}
)
_SHORT_SPECIMENS = frozenset(["urine", "sputum", "stool", "wound", "throat", "tissue"])


def organism_name(name: str, named: set[str]) -> Md:
    """A name with genus and species in italics; the genus by its initial once it is in `named`.

    Names of viruses and English names stay as they are, and those with the author's own italics.
    """
    match = _TAXON.match(name)
    if "*" in name or not match or "virus" in name.casefold() or match[2] in _ENGLISH:
        return Md.of(name)
    genus, species = match[1], match[2]
    rest = name[match.end() :]
    if species is None:
        named.add(genus)
        return Md.join_all(f"*{genus}*", Md.of(rest)) if not rest else Md.of(name)
    clash = any(other[0] == genus[0] and other != genus for other in named)
    short = f"{genus[0]}." if genus in named and not clash else genus
    named.add(genus)
    if species in {"sp.", "spp."}:
        return Md.of(f"*{genus}* {species}{rest}")
    italic = re.sub(r" (subsp\.|var\.) ", r"* \1 *", f"{short} {species}")
    return Md.of(f"*{italic}*{rest}")


def found(one: Organism, named: set[str]) -> Md:
    """An organism with its count or titer: 'methicillin-resistant *S. aureus* (10⁵ CFU/mL)'."""
    name = organism_name(one.name, named)
    if one.qualifier:
        name = Md.join_all(one.qualifier, " ", name)
    if one.type:
        name = Md.join_all(name, " ", Md.of(one.type))
    if one.antibody and not one.titer:
        return Md.join_all(one.antibody, " antibodies to ", name)
    if one.titer:
        return Md.join_all(
            name, f" ({one.antibody + ' ' if one.antibody else ''}titer {one.titer})"
        )
    return Md.join_all(name, " (", Md.of(one.count), ")") if one.count else name


def susceptibility(one: Organism, style: HouseStyle) -> Md:
    """What an isolate was susceptible to: 'susceptible to A and B and resistant to C'.

    The first of several concentrations says what they are.
    """
    clauses = []
    values = {mic.drug: mic.value for mic in one.mic}
    judged = [*one.susceptible, *one.intermediate, *one.resistant]
    first = next((drug for drug in judged if drug in values), None)
    for drugs, words in (
        (one.susceptible, "susceptible to"),
        (one.intermediate, "of intermediate susceptibility to"),
        (one.resistant, "resistant to"),
    ):
        if drugs:
            named = [_with_mic(drug, values.get(drug), named=drug == first) for drug in drugs]
            clauses.append(Md.join_all(words, " ", listed(named, style)))
    several = len(clauses) > 2 or any(", " in clause for clause in clauses)
    if several and len(clauses) > 1:
        return Md(f"{', '.join(clauses[:-1])}, and {clauses[-1]}")
    return Md(" and ".join(clauses))


def reactions(value: Reactions, style: HouseStyle) -> Md:
    """Biochemical reactions as a predicate: 'positive for urease and negative for catalase'."""
    told = [
        Md.join_all(f"{word} for ", listed(names, style))
        for word, names in (("positive", value.positive), ("negative", value.negative))
        if names
    ]
    return Md(" and ".join(told))


def _with_mic(drug: str, value: Quantity | None, *, named: bool) -> Md:
    if value is None:
        return Md.of(drug)
    what = "minimum inhibitory concentration " if named else ""
    return Md.join_all(drug, f" ({what}", quantity(value), ")")


def is_tested(one: Organism) -> bool:
    """Whether anything is known of the susceptibility of an isolate."""
    return bool(one.susceptible or one.intermediate or one.resistant)


def examination(event: Microbiology, *, short_pcr: bool) -> Md:
    """How a specimen was examined, as a noun phrase: 'blood cultures', 'Gram staining of pus'."""
    technique = f"{event.technique} " if event.technique else ""
    specimen = event.specimen
    if event.method == "culture":
        if specimen == "blood":
            return Md.of(f"{technique}blood cultures")
        if specimen in _SHORT_SPECIMENS:
            return Md.of(f"{technique}{specimen} culture")
    noun = {
        "culture": "cultures" if specimen and " and " in specimen else "culture",
        "PCR": "PCR" if short_pcr else "polymerase chain reaction",
        "serology": "serologic testing",
        "stain": "staining",
        "antigen": "antigen testing",
        "sequencing": "sequencing",
        "microscopy": "microscopy",
        "biochemical tests": "biochemical testing",
        "breath test": "breath test",
    }[event.method]
    if event.method == "breath test":
        technique = f"the {technique}"
    kit = f" ({event.kit})" if event.kit else ""
    return Md.of(f"{technique}{noun}{kit}" + (f" of {with_the(specimen)}" if specimen else ""))
