"""Genetic variants as noun phrases, gene symbols in italics."""

from __future__ import annotations

from collections.abc import Sequence

from casewright.compose.language import article, with_the
from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.model.genetics import Carrier, CopyNumber, Origin, Variant
from casewright.model.journal_style import HouseStyle

_INHERITED = {
    "maternal": "maternally inherited",
    "paternal": "paternally inherited",
    "biparental": "biparentally inherited",
}


def _origin(origin: Origin | None) -> str | None:
    return _INHERITED.get(origin, origin) if origin else None


def gene(symbol: str) -> Md:
    """A gene symbol in italics (HGNC)."""
    return Md(f"*{Md.of(symbol)}*")


def hgvs(variant: Variant) -> Md:
    """A variant by HGVS in parentheses: '(NM_000492.4:c.350G>A, p.Arg117His)'."""
    dna = ":".join(part for part in (variant.transcript, variant.dna) if part)
    parts = [part for part in (dna, variant.protein) if part]
    return Md.of(f" ({', '.join(parts)})") if parts else Md("")


def variant_phrase(variant: Variant) -> Md:
    """'a heterozygous de novo pathogenic variant in *SCN1A* (NM_001165963.4:c.2589+3A>T)'."""
    words = _adjectives(variant)
    noun = " ".join([*words, "variant"])
    tail = _tail(variant)
    return Md.join_all(
        f"{article(noun)} {noun}", _of_significance(variant), " in ", gene(variant.gene),
        f" {variant.exon}" if variant.exon else "", hgvs(variant), tail,
    )  # fmt: skip


def _adjectives(variant: Variant) -> list[str]:
    words: list[str] = [variant.zygosity or ""]
    told_of_relatives = variant.origin in _INHERITED and variant.carriers
    words.append("" if told_of_relatives else _origin(variant.origin) or "")
    if variant.significance != "uncertain significance" and not variant.criteria:
        words.append(variant.significance or "")
    words.append(variant.consequence or "")
    return [word for word in words if word]


def _of_significance(variant: Variant) -> str:
    uncertain = variant.significance == "uncertain significance" and not variant.criteria
    return " of uncertain significance" if uncertain else ""


def _tail(variant: Variant) -> Md:
    tail = Md("")
    if variant.allele_fraction:
        fraction = variant.allele_fraction
        tail = Md.of(f" with a variant allele fraction of {fraction.number}{fraction.unit or ''}")
    return tail


def in_trans(variants: Sequence[Variant]) -> bool:
    """Whether the variants are the two of a compound heterozygous state of one gene."""
    genes = {variant.gene for variant in variants}
    states = {variant.zygosity for variant in variants}
    return len(variants) == 2 and len(genes) == 1 and states == {"compound heterozygous"}


def compound(variants: Sequence[Variant], codes: Sequence[Md], style: HouseStyle) -> Md:
    """Two variants in trans: 'compound heterozygous variants in *CFTR*: … and …'."""
    told = [
        Md.join_all(_bare(one), code, f" ({', '.join(_notes(one))})" if _notes(one) else "")
        for one, code in zip(variants, codes, strict=True)
    ]
    transcript = next((one.transcript for one in variants if one.transcript), None)
    where = f" ({transcript})" if transcript else ""
    start = Md.join_all(
        "compound heterozygous variants in ", gene(variants[0].gene), Md.of(where), ": "
    )
    return Md.join_all(start, listed(told, style))


def _bare(variant: Variant) -> Md:
    return Md.of(variant.dna or variant.protein or variant.exon or "a variant")


def _notes(variant: Variant) -> list[str]:
    notes = [variant.protein if variant.dna else None, variant.consequence]
    notes += [None if variant.criteria else variant.significance]
    notes += [_origin(variant.origin)]
    return [note for note in notes if note]


def classified(variant: Variant, style: HouseStyle) -> Md:
    """'was classified as pathogenic by the criteria of the … (PVS1, PS2 and PM2)'."""
    uncertain = variant.significance == "uncertain significance"
    significance = "a variant of uncertain significance" if uncertain else variant.significance
    return Md.join_all(
        f"classified as {significance} by the criteria of the American College of Medical Genetics "
        "and Genomics (",
        listed(variant.criteria, style),
        ")",
    )


_PARENTS = {"the mother", "the father"}


def carried(carriers: Sequence[Carrier], style: HouseStyle) -> list[Md]:
    """What was found in relatives, as predicates after 'The variant was'."""
    clauses = []
    for result in ("heterozygous", "homozygous", "hemizygous", "mosaic", "absent"):
        names = [with_the(one.relative) for one in carriers if one.result == result]
        if not names:
            continue
        who = Md("both parents") if set(names) == _PARENTS else listed(names, style)
        absent = result == "absent"
        state = "absent from " if absent else f"present in the {result} state in "
        clauses.append(Md.join_all(state, who))
    return clauses


def copy_number(one: CopyNumber) -> Md:
    """'a de novo pathogenic 2.5-Mb deletion at 22q11.2 (arr[GRCh38] …)'."""
    words: list[str | None] = [_origin(one.origin)]
    uncertain = one.significance == "uncertain significance"
    words.append(None if uncertain else one.significance)
    if one.size:
        words.append(f"{one.size.number}-{one.size.unit}" if one.size.unit else one.size.number)
    noun = " ".join([*(word for word in words if word), one.type])
    place = " of uncertain significance at " if uncertain else " at "
    iscn = f" ({one.iscn})" if one.iscn else ""
    phrase = noun if one.type.startswith("loss") else f"{article(noun)} {noun}"
    return Md.of(f"{phrase}{place}{one.region}{iscn}")
