"""Genetic tests: variants by HGVS, copy number and karyotype, and who else carries them."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from casewright.model.codes import Coded
from casewright.model.declare import model_validator
from casewright.model.event import CourseEvent
from casewright.model.node import Node, Text
from casewright.model.quantities import QuantityValue
from casewright.model.values import NotAValue, one_form, value_schema

_POSITION = r"[*-]?\d+(?:[+-]\d+)?"
_SPAN = rf"(?:{_POSITION}|\({_POSITION}_{_POSITION}\)|\(\?_{_POSITION}\)|\({_POSITION}_\?\))"
_EDIT = (
    r"(?:[ACGTN]>[ACGTN]|=|dup[ACGTN]*|inv|del(?:[ACGTN]+)?(?:ins(?:[ACGTN]+|\d+))?"
    r"|ins(?:[ACGTN]+|\d+)|[ACGTN]+\[\d+(?:_\d+)?\])"
)
_DNA = re.compile(rf"[cgmnor]\.(?:{_SPAN}(?:_{_SPAN})?{_EDIT}|\(=\)|=|\?)")
_RESIDUE = r"(?:[A-Z][a-z]{2}|[A-Z*])"
_CHANGE = (
    rf"(?:{_RESIDUE}(?:fs(?:(?:Ter|\*)(?:\d+|\?))?|ext(?:-\d+|(?:Ter|\*)(?:\d+|\?)))?|=|fs(?:(?:Ter|\*)(?:\d+|\?))?|del"
    rf"(?:ins{_RESIDUE}+)?|dup|ins{_RESIDUE}+|\?)"
)
_PROTEIN_EDIT = rf"{_RESIDUE}\d+(?:_{_RESIDUE}\d+)?{_CHANGE}"
_PROTEIN = re.compile(rf"p\.(?:\({_PROTEIN_EDIT}\)|{_PROTEIN_EDIT}|\(?=\)?|\?|0\??|Met1\?)")
_GENE = re.compile(r"(?:MT-)?[A-Z][A-Z0-9]*(?:orf\d+)?(?:-[A-Z0-9]+)*")
_ALLELE = re.compile(r"[A-Z][A-Z0-9]*\*\d{2,4}(?::\d{2,4}){0,3}[NLSCAQ]?")
_TRANSCRIPT = re.compile(r"(?:[NX][MRCGPTW]_\d{6,9}\.\d+|ENST\d{11}\.\d+|LRG_\d+t\d+)")


_CRITERION = re.compile(
    r"(PVS1|PS[1-5]|PM[1-6]|PP[1-5]|BA1|BS[1-4]|BP[1-7])"
    r"(_(VeryStrong|Strong|Moderate|Supporting|StandAlone))?"
)


def _as_symbol(text: str) -> tuple[str, ...]:
    bare = text.strip("* ")
    return bare, bare.upper()


def _as_dna(text: str) -> tuple[str, ...]:
    return (f"c.{text}",)


def _as_protein(text: str) -> tuple[str, ...]:
    return (f"p.{text}",)


def _without_system(text: str) -> tuple[str, ...]:
    return (text.removeprefix("HLA-"),)


GeneValue: TypeAlias = Annotated[
    str,
    one_form(
        _GENE,
        "the approved symbol of a gene",
        "write it in capitals and without asterisks, as in SCN1A, C9orf72 or MT-TL1",
        meant=_as_symbol,
    ),
    value_schema("A gene by its approved symbol.", "SCN1A", "C9orf72"),
]
DnaChange: TypeAlias = Annotated[
    str,
    one_form(
        _DNA,
        "the name of a variant by HGVS",
        "write it as in c.2589+3A>T, c.1521_1523del, c.76dup or m.3243A>G",
        meant=_as_dna,
    ),
    value_schema("A variant by HGVS.", "c.2589+3A>T", "c.1521_1523del"),
]
ProteinChange: TypeAlias = Annotated[
    str,
    one_form(
        _PROTEIN,
        "the name of a protein change by HGVS",
        "write it as in p.Arg117His, p.(Gly12Asp), p.Arg97ProfsTer23 or p.?",
        meant=_as_protein,
    ),
    value_schema("A protein change by HGVS.", "p.Arg117His", "p.?"),
]
TranscriptValue: TypeAlias = Annotated[
    str,
    one_form(_TRANSCRIPT, "a transcript with its version", "write it as in NM_001165963.4"),
    value_schema("A transcript with its version.", "NM_000492.4"),
]
AlleleValue: TypeAlias = Annotated[
    str,
    one_form(
        _ALLELE,
        "the name of an HLA allele",
        "write it with colons and without 'HLA-', as in B*27:05 or DQB1*03:02:01",
        meant=_without_system,
    ),
    value_schema("An HLA allele.", "B*27:05", "DQB1*03:02:01"),
]
CriterionValue: TypeAlias = Annotated[
    str,
    one_form(_CRITERION, "a criterion of the ACMG", "write it as in PVS1, PS2 or PM2_Supporting"),
    value_schema("A criterion of the ACMG.", "PVS1", "PM2"),
]
Zygosity: TypeAlias = Literal[
    "heterozygous", "homozygous", "hemizygous", "compound heterozygous", "mosaic", "heteroplasmic",
    "homoplasmic",
]  # fmt: skip
Origin: TypeAlias = Literal["de novo", "maternal", "paternal", "biparental", "germline", "somatic"]
Significance: TypeAlias = Literal[
    "pathogenic", "likely pathogenic", "uncertain significance", "likely benign", "benign"
]


class Carrier(Node):
    """A relative who was tested for the variant."""

    relative: Text
    """'mother', 'unaffected brother'."""
    result: Literal["heterozygous", "homozygous", "hemizygous", "mosaic", "absent"]
    """The state of the variant in the relative."""


class Variant(Coded):
    """A sequence variant (HGVS), with its classification by the ACMG."""

    gene: GeneValue
    """The approved symbol, printed in italics."""
    transcript: TranscriptValue | None = None
    """'NM_001165963.4'."""
    dna: DnaChange | None = None
    """'c.2589+3A>T'."""
    protein: ProteinChange | None = None
    """'p.Arg117His'."""
    exon: Text | None = None
    """The exon or intron, where the variant is not named otherwise: 'exon 11'."""
    consequence: Text | None = None
    """A premodifier: 'missense', 'nonsense', 'frameshift', 'splice-site'."""
    zygosity: Zygosity | None = None
    """The state of the variant in the patient."""
    origin: Origin | None = None
    """Where it came from."""
    significance: Significance | None = None
    """The class of the ACMG."""
    criteria: tuple[CriterionValue, ...] = ()
    """The criteria that the class was made by: PVS1, PS2, PM2."""
    allele_fraction: QuantityValue | None = None
    """'32%'."""
    carriers: tuple[Carrier, ...] = ()
    """Relatives who were tested."""

    @model_validator(mode="after")
    def _criteria_have_a_class(self) -> Variant:
        if self.criteria and not self.significance:
            raise NotAValue("criteria are given, but no class", "add 'significance: …'")
        return self


class CopyNumber(Node):
    """A gain or loss of a part of a chromosome."""

    type: Literal["deletion", "duplication", "triplication", "loss of heterozygosity"]
    """What happened to the part."""
    region: Text
    """'22q11.2'."""
    size: QuantityValue | None = None
    """'2.5 Mb'."""
    iscn: Text | None = None
    """By ISCN: 'arr[GRCh38] 22q11.21(18916842_21465659)x1'."""
    origin: Origin | None = None
    """Where it came from."""
    significance: Significance | None = None
    """The class of the ACMG."""


class Genetics(CourseEvent):
    """A genetic test with variants, copy number, karyotype and negatives (CARE 8a)."""

    kind: Literal["genetics"]
    method: Text
    """'whole-exome sequencing', 'chromosomal microarray analysis', 'karyotyping'."""
    technique: Text | None = None
    """How it was done: 'polymerase chain reaction with sequence-specific primers'."""
    specimen: Text | None = None
    """What was examined: 'the tumor', 'peripheral blood'."""
    variants: tuple[Variant, ...] = ()
    """Sequence variants that were found."""
    copy_number: tuple[CopyNumber, ...] = ()
    """Gains and losses that were found."""
    parentage: Literal["confirmed", "assumed"] | None = None
    """Whether the test confirmed that the parents are the biological ones (PS2), or not (PM6)."""
    karyotype: Text | None = None
    """By ISCN: '47,XX,+21'."""
    hla: tuple[AlleleValue, ...] = ()
    """HLA alleles that were found: ["B*27:05", "DRB1*04:01"]."""
    absent: tuple[GeneValue, ...] = ()
    """Genes without a pathogenic variant."""
    result: Literal["normal"] | None = None
    """'normal' when nothing was found."""

    @model_validator(mode="after")
    def _has_a_result(self) -> Genetics:
        found = self.variants or self.copy_number or self.karyotype or self.hla or self.absent
        if self.result and (self.variants or self.copy_number):
            raise NotAValue("the result is normal, and variants were found", "delete one of them")
        if not (found or self.result or self.text):
            raise NotAValue(
                "the test has no result",
                "add 'variants', 'copy_number', 'karyotype', 'hla', 'absent' or 'result: normal'",
            )
        if self.parentage == "assumed" and any("PS2" in one.criteria for one in self.variants):
            raise NotAValue(
                "PS2 asks for confirmed parentage, and it is assumed",
                "write PM6, or 'parentage: confirmed'",
            )
        return self
