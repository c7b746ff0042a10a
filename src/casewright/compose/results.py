"""`Results`: what the macros of investigations ask for, by the journal's house style."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from casewright.compose.language import counted, is_plural
from casewright.compose.lists import listed
from casewright.compose.marks import Md
from casewright.compose.phrases import images, measured, organisms, scores, times, variants
from casewright.compose.phrases.codes import CodesTold
from casewright.compose.phrases.quantities import size
from casewright.model.case import Case
from casewright.model.codes import Coded
from casewright.model.endoscopy import Biopsies
from casewright.model.genetics import Carrier, Genetics, Variant
from casewright.model.imaging import Imaging, ImagingFinding
from casewright.model.journal import Journal
from casewright.model.laboratory import Laboratory, LaboratoryTest
from casewright.model.measurements import Measurement
from casewright.model.microbiology import Microbiology, Organism
from casewright.model.pathology import Component, Immunohistochemistry, Margins, Marker, Stain
from casewright.model.scores import Score
from casewright.model.times import When

_MOST_IN_A_SENTENCE = 4


class Results:
    """The wording of results in one run of text; it remembers the genera that were named."""

    def __init__(self, case: Case, journal: Journal, named: set[str], *, codes: CodesTold) -> None:
        self._case, self._journal, self._named = case, journal, named
        self._style, self._codes = journal.house_style, codes

    def _coded(self, phrase: str, node: Coded) -> Md:
        return self._codes.behind(Md.of(phrase), node)

    def _time(self, at: When) -> Md | None:
        return times.time_phrase(at, self._case, self._journal)

    # laboratory

    def abnormal(self, tests: Sequence[LaboratoryTest]) -> list[Md]:
        """Results as sentences without a full stop: measured ones, then those that are judged."""
        out: list[Md] = []
        shown = [test for test in tests if test.value or test.titer]
        first = True
        for group in _evenly(shown):
            clauses = []
            for test in group:
                clauses.append(self._result(test, first=first))
                first = first and test.range is None
            out.append(listed(clauses, self._style))
        for test in tests:
            if test.values:
                out.append(self._result(test, first=True))
        return out + self._judged([test for test in tests if not (test in shown or test.values)])

    def _result(self, test: LaboratoryTest, *, first: bool) -> Md:
        codes = self._codes.after(test)
        return measured.result(test, self._style, first=first, time=self._time, codes=codes)

    def _judged(self, tests: Sequence[LaboratoryTest]) -> list[Md]:
        """Results without values, those of one flag together."""
        groups: dict[str | None, list[LaboratoryTest]] = {}
        for test in tests:
            groups.setdefault(test.flag, []).append(test)
        clauses = [
            Md.join_all(self.analytes(group), f" {self.were(group)} ", measured.flag_words(flag))
            for flag, group in groups.items()
            if flag
        ]
        alone = all(len(group) == 1 for group in groups.values())
        return [listed(clauses, self._style)] if alone and clauses else clauses

    def analytes(self, tests: Sequence[LaboratoryTest]) -> Md:
        """The names of analytes, with what they are together."""
        names = listed([self._coded(counted(test.analyte), test) for test in tests], self._style)
        groups = {test.group for test in tests}
        group = next(iter(groups)) if len(groups) == 1 else None
        return Md.join_all("the ", group, " ", names) if group else names

    def were(self, tests: Sequence[LaboratoryTest]) -> str:
        """'was' or 'were', by the analytes."""
        return "were" if len(tests) > 1 else measured.were(tests[0])

    def found_in(self, event: Laboratory) -> list[list[LaboratoryTest]]:
        """Tests of a named specimen that are told as 'the urine was positive for protein'."""
        if event.specimen is None:
            return []
        wanted = {"positive", "weakly positive", "strongly positive", "negative"}
        return self.by_flag([t for t in event.tests if t.flag in wanted and not _measured(t)])

    def others_of(
        self, event: Laboratory, found: Sequence[Sequence[LaboratoryTest]]
    ) -> list[LaboratoryTest]:
        """The tests of an event that are not among `found`."""
        told = [test for group in found for test in group]
        return [test for test in event.tests if test not in told]

    def analytes_of(self, tests: Sequence[LaboratoryTest]) -> Md:
        """The names of analytes without articles, joined by 'or' where they were not found."""
        word = "or" if tests[0].flag in measured.NEGATIVE else "and"
        return listed([self._coded(test.analyte, test) for test in tests], self._style, word)

    def by_flag(self, tests: Sequence[LaboratoryTest]) -> list[list[LaboratoryTest]]:
        """Tests without value in groups of one flag."""
        flags = dict.fromkeys(test.flag for test in tests)
        return [[test for test in tests if test.flag == flag] for flag in flags]

    # imaging and other tests

    def changes(self, findings: Sequence[ImagingFinding]) -> list[Md]:
        """Clauses on findings that differ from the earlier study."""
        return [images.changed(finding, self._journal) for finding in findings]

    def earlier(self, event: Imaging) -> Md:
        """The study that an imaging study is compared with; nothing where there is none."""
        before = [
            other
            for other in self._case.course[: self._case.course.index(event)]
            if isinstance(other, Imaging)
        ]
        for other in before:
            if other.id and other.id == event.compared_with:
                time = times.time_phrase(other.at, self._case, self._journal) if other.at else None
                others = sum(one.modality == other.modality for one in before) > 1
                return images.earlier(event, other, time, others=others)
        return Md("")

    def measurements(self, measurements: Sequence[Measurement]) -> list[Md]:
        """Measurements as sentences without a full stop."""
        out, first = [], True
        for group in _evenly(measurements):
            clauses = []
            for one in group:
                clauses.append(measured.measurement(one, first=first))
                first = first and (one.range is None or measured.is_normal(one))
            out.append(listed(clauses, self._style))
        return out

    def biopsies(self, biopsies: Biopsies) -> Md:
        """'six biopsies were taken from the ulcer margin and the antrum'."""
        count = biopsies.count
        if count == 1:
            head = "a biopsy was"
        else:
            head = f"{times.spelled(count)} biopsies were" if count else "biopsies were"
        return Md.join_all(f"{head} taken from ", listed(biopsies.sites, self._style))

    def corresponding(self, values: Sequence[Score]) -> Md:
        """Scores as what findings corresponded to: 'BI-RADS category 4'."""
        short = self._case.abbreviations
        return listed([scores.score_of(one, self._style, short) for one in values], self._style)

    def graded(self, grade: str | None, values: Sequence[Score]) -> Md:
        """A grade and scores inside parentheses, with the space before them; or nothing."""
        told = [scores.score_inside(one, self._style, self._case.abbreviations) for one in values]
        parts = [Md.of(part) for part in (grade, *told) if part]
        return Md(f" ({'; '.join(parts)})") if parts else Md("")

    # microbiology

    def examination(self, event: Microbiology) -> Md:
        """How a specimen was examined."""
        short = "PCR" in self._case.abbreviations
        return self._coded(organisms.examination(event, short_pcr=short), event)

    def organisms(self, found: Sequence[Organism]) -> Md:
        """Organisms as one list."""
        named = [self._coded(organisms.found(one, self._named), one) for one in found]
        return listed(named, self._style)

    def not_found(self, names: Sequence[str], word: str = "or") -> Md:
        """Organisms that were not found as one list: 'no A or B', but 'negative for A and B'."""
        found = [organisms.organism_name(name, self._named) for name in names]
        return listed(found, self._style, word)

    def tested(self, found: Sequence[Organism]) -> list[Organism]:
        """Isolates whose susceptibility is known."""
        return [one for one in found if organisms.is_tested(one)]

    def reactions(self, one: Organism) -> Md:
        """What biochemical tests of an isolate gave."""
        return organisms.reactions(one.reactions, self._style) if one.reactions else Md("")

    def susceptibility(self, one: Organism) -> Md:
        """What an isolate was susceptible and resistant to."""
        return organisms.susceptibility(one, self._style)

    # pathology

    def panel(self, panel: Immunohistochemistry) -> Md:
        """'immunoreactive for A and B, focally positive for C and negative for D'."""
        groups = (
            ("strongly positive for", panel.strong, "strong"),
            ("immunoreactive for", panel.positive, "positive"),
            ("focally positive for", panel.focal, "focal"),
            ("weakly positive for", panel.weak, "weak"),
            ("equivocal for", (), "equivocal"),
            ("negative for", panel.negative, "negative"),
        )
        clauses = []
        for words, names, result in groups:
            own = [_marker(one) for one in panel.markers if one.result == result]
            if names or own:
                clauses.append(Md.join_all(words, " ", listed([*names, *own], self._style)))
        return _clauses(clauses)

    def stains(self, stains: Sequence[Stain]) -> Md:
        """'Congo red staining was positive for amyloid'."""
        clauses = [
            Md.of(f"{one.name} staining was {one.result}{f' for {one.what}' if one.what else ''}")
            for one in stains
        ]
        return Md(", and ".join(clauses)) if len(clauses) == 2 else listed(clauses, self._style)

    def margins(self, margins: Margins) -> Md:
        """'the resection margins were clear, with 4 mm to the deep margin'."""
        extent = margins.distance
        distance = Md(str(size(extent, self._journal)).removeprefix("of ")) if extent else None
        nearest = margins.nearest
        if margins.status == "involved":
            subject = nearest or "the resection margins"
            return Md.of(f"{subject} {'were' if is_plural(subject) else 'was'} involved")
        if margins.status == "close":
            start = Md.join_all("the lesion came to within ", distance) if distance else None
            return Md.join_all(start or "the lesion came close", " of " if start else " to ",
                               nearest or "the resection margin")  # fmt: skip
        if distance and nearest:
            return Md.join_all("the resection margins were clear, with ", distance, " to ", nearest)
        return Md.join_all("the resection margins were clear", " by " if distance else "",
                           distance or "")  # fmt: skip

    def components(self, components: Sequence[Component]) -> Md:
        """What a tumor is composed of, as one list: 'osteosarcoma (70%)'."""
        told = [
            self._coded(f"{c.type} ({c.percent}%)" if c.percent is not None else c.type, c)
            for c in components
        ]
        return listed(told, self._style)

    # genetics

    def alleles(self, found: Sequence[str]) -> Md:
        """HLA alleles as one list; their asterisks are no emphasis."""
        return listed([Md(one.replace("*", "\\*")) for one in found], self._style)

    def variants(self, found: Sequence[Variant]) -> Md:
        """Variants as one list; two in trans under one head."""
        if variants.in_trans(found):
            codes = [self._codes.after(one) for one in found]
            return variants.compound(found, codes, self._style)
        told = [self._coded(variants.variant_phrase(one), one) for one in found]
        return listed(told, self._style)

    def genes(self, symbols: Sequence[str]) -> Md:
        """Gene symbols in italics, joined by 'or'."""
        return listed([variants.gene(symbol) for symbol in symbols], self._style, "or")

    def copies(self, event: Genetics) -> Md:
        """Gains and losses as one list."""
        return listed([variants.copy_number(one) for one in event.copy_number], self._style)

    def variant_name(self, event: Genetics, variant: Variant) -> Md:
        """How a later sentence calls a variant: by its gene where there are several."""
        if len(event.variants) == 1:
            return Md("the variant")
        same = [one for one in event.variants if one.gene == variant.gene]
        name = variant.dna or variant.protein
        if len(same) > 1 and name:
            return Md.of(name)
        return Md.join_all("the ", variants.gene(variant.gene), " variant")

    def classified(self, variant: Variant) -> Md:
        """How a variant was classified, with its criteria."""
        return variants.classified(variant, self._style)

    def carried(self, carriers: Sequence[Carrier]) -> Md:
        """In which relatives a variant was found."""
        return listed(variants.carried(carriers, self._style), self._style)


def _measured(test: LaboratoryTest) -> bool:
    return bool(test.value or test.titer or test.values)


def _evenly(items: Sequence[LaboratoryTest] | Sequence[Measurement]) -> list[list]:  # type: ignore[type-arg]
    """Items in groups of at most four, as equal as can be: ten are 4, 3 and 3."""
    count = -(-len(items) // _MOST_IN_A_SENTENCE)
    bounds = [round(len(items) * n / count) for n in range(count + 1)] if count else []
    return [list(items[a:b]) for a, b in pairwise(bounds)]


def _marker(one: Marker) -> Md:
    share = f"{one.percent.number}{one.percent.unit or ''} of cells" if one.percent else None
    clone = f"clone {one.clone}" if one.clone else None
    notes = [note for note in (one.pattern, share, clone, one.maker) if note]
    return Md.of(f"{one.marker} ({', '.join(notes)})" if notes else one.marker)


def _clauses(clauses: Sequence[Md]) -> Md:
    """Two clauses joined by 'and'; three or more with a comma before it, as their lists have."""
    if len(clauses) > 2:
        return Md(", ".join([*clauses[:-1], f"and {clauses[-1]}"]))
    return Md(" and ".join(clauses))
