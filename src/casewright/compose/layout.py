"""Render a journal's layout to Markdown with Jinja, sandboxed and strict."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jinja2

from casewright.catalogue import RULES
from casewright.compose.abstract import AbstractWriter
from casewright.compose.bedside import Bedside
from casewright.compose.calls_of_parts import PartCalls
from casewright.compose.charts import charts_of
from casewright.compose.columns import column_widths
from casewright.compose.filters import filters, shown, tests
from casewright.compose.legends import LegendWriter
from casewright.compose.marks import Md, Sources
from casewright.compose.phrases.declarations import search_sentence
from casewright.compose.prose import ProseRenderer
from casewright.compose.results import Results
from casewright.compose.sandbox import CodeStore, Sandbox
from casewright.compose.sections import SectionWriter
from casewright.compose.series import PARTS_OF_PATIENTS, SeriesTeller
from casewright.compose.statements import StatementWriter
from casewright.compose.story import Story
from casewright.compose.tables import TableMaker
from casewright.compose.telling import Teller
from casewright.compose.template_faults import explain
from casewright.compose.timelines import timeline_call
from casewright.compose.title_page import TitlePage
from casewright.compose.titles import keywords_of, running_title_of, title_of
from casewright.diagnostics import Diagnostics, Span
from casewright.model.case import Case
from casewright.model.charts import Chart
from casewright.model.document import Source
from casewright.model.floats import (
    AnyFigure,
    AnyTable,
    Figure,
    GeneratedTable,
    SummaryTable,
)
from casewright.model.journal import Journal
from casewright.model.node import Node
from casewright.model.series import CaseReport, Series
from casewright.model.statement_places import STATEMENT_KINDS
from casewright.model.values import Absent


@dataclass(frozen=True, slots=True)
class Template:
    """A template's text, and where it was read."""

    shown: str
    text: str
    shipped: bool
    """Whether it came with casewright."""


LoadTemplate = Callable[[str], Template | None]
"""From a template's name to the template; None where there is none."""

_WIDEST_WRITTEN, _WIDEST_MADE = 40, 90
"""How many letters of a cell count for the width of its column, in tables of text and of facts."""
_NEGATED = "the inline if-expression"
_ARGUED = frozenset(
    {"text", "legend", "introduction", "discussion", "conclusion", "consultation", "statement"}
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A manuscript as Markdown with source marks, before it is parsed."""

    markdown: str
    title: str
    running_title: str
    keywords: tuple[str, ...]
    sources: Sources
    moves: Mapping[str, str]
    """The move of the abstract by the path of each of its sources."""
    charts: Mapping[str, Chart]
    """What the drawn figures show, by the path of the figure."""


def render(
    case: CaseReport,
    journal: Journal,
    *,
    load: LoadTemplate,
    store: CodeStore,
    diagnostics: Diagnostics,
) -> Draft | None:
    """Render the whole manuscript.

    Returns None when a template is broken; findings go to `diagnostics`.
    """
    layout = _Layout(case, journal, load=load, store=store, diagnostics=diagnostics)
    try:
        markdown = layout.render()
    except Exception as error:
        if not _is_of_template(error):
            raise
        message, place, hint = layout.explain(error)
        diagnostics.add(RULES["JRN009"], message, place, hint=hint)
        return None
    return Draft(
        markdown,
        layout.title,
        layout.running_title,
        layout.keywords,
        sources=layout.sources,
        moves=layout.moves,
        charts=layout.charts,
    )


def _is_of_template(error: Exception) -> bool:
    """Whether a template is to blame: it asked for what cannot be, and not our own code."""
    if isinstance(error, jinja2.TemplateError | RecursionError):
        return True
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return trace is not None and "casewright" not in trace.tb_frame.f_globals.get("__name__", "")


class _Layout:
    def __init__(
        self,
        case: CaseReport,
        journal: Journal,
        *,
        load: LoadTemplate,
        store: CodeStore,
        diagnostics: Diagnostics,
    ) -> None:
        self.case, self.journal, self.diagnostics = case, journal, diagnostics
        self.sources = Sources()
        self._series = (
            SeriesTeller(case, journal, self.sources, diagnostics, prose_at=self._prose_at)
            if isinstance(case, Series)
            else None
        )
        self.charts = charts_of(case, journal, diagnostics)
        self._tables = TableMaker(case, journal, self.sources, diagnostics)
        self.title = title_of(case, journal)
        self.running_title = running_title_of(case)
        self.keywords = keywords_of(case, journal)
        self.moves: Mapping[str, str] = {}
        self._load = load
        self._templates: dict[str, Template] = {}
        self._prose = ProseRenderer(
            case, self.sources, diagnostics, show=lambda value: shown(value, journal)
        )
        self._tellers = {one.path: self._teller(one) for one in case.cases}
        self._calls = PartCalls(case, journal, self._tellers, prose_at=self._prose_at)
        self._statements = StatementWriter(
            case, journal, diagnostics, prose_at=self._prose_at, mark=self._mark_path
        )
        self._legends = LegendWriter(prose_at=self._prose_at, mark=self._mark_path)
        self._title_page = TitlePage(case, journal, self._statements, mark=self._mark_path)
        self._sections = SectionWriter(
            case,
            journal,
            diagnostics,
            series=self._series,
            statements=self._statements,
            part=self._part,
        )
        self._env = self._environment(store)

    def _teller(self, case: Case) -> Teller:
        return Teller(
            case,
            self.journal,
            self.sources,
            macros=lambda kind: self._env.get_template(f"prose/{kind}.md.j2").module,
            prose_at=self._prose_at,
        )

    def _environment(self, store: CodeStore) -> Sandbox:
        env = Sandbox(
            load=self._template,
            finalize=self._finalize,
            helpers=(Story, Bedside, Results, SectionWriter, TitlePage),
            store=store,
            trusted=lambda name: self._templates[name].shipped,
        )
        env.filters.update(
            filters(env, self.journal.house_style),
            pipe_table=self._pipe_table,
            search_sentence=lambda search: search_sentence(
                search, self.case.cases[0], self.journal
            ),
        )
        env.tests.update(tests())
        env.globals.update(
            case=self.case,
            journal=self.journal,
            title=self.title,
            title_path=self.case.title.path_for(self.journal.title_rule.form),
            running_title=self.running_title,
            keywords=self.keywords,
            mark=self._mark_path,
            mark_node=self._mark_node,
            prose=self._prose_at,
            sections=self._sections,
            title_page=self._title_page,
            abstract=self._abstract,
            float_note=self._float_note,
            panel_detail=self._legends.detail,
            summary_note=self._series.note if self._series else None,
            part=self._part,
            cites=self._cites,
            course_drawn=lambda: timeline_call(self.case, self.journal, self.sources),
        )
        env.globals.update(self._calls.of_all())
        return env

    def render(self) -> str:
        """The manuscript's Markdown; raises `jinja2.TemplateError`."""
        markdown = self._env.get_template("manuscript.md.j2").render()
        self._statements.report_missing()
        return markdown

    def explain(self, error: Exception) -> tuple[str, Span | None, str]:
        """What is wrong with a template, where, and what to do."""
        return explain(error, {name: one.shown for name, one in self._templates.items()})

    def _template(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = self._load(name)
        if found is None:
            return None
        self._templates[name] = found
        return found.text, found.shown, lambda: True

    def _finalize(self, value: Any) -> Md:
        if isinstance(value, jinja2.StrictUndefined):
            hint = getattr(value, "_undefined_hint", None) or ""
            if hint.startswith(_NEGATED):
                return Md("")
        text = shown(value, self.journal)
        return Md.of(Sandbox.text_of(value)) if text is None else text

    def _mark_path(self, path: str, *more: str) -> Md:
        first, *others = (Source(one, self.case.place(one), "fact") for one in (path, *more))
        return Md.join_all(self.sources.mark(first), *map(self.sources.also, others))

    def _mark_node(self, node: Node, *parts: str) -> Md:
        return self._mark_path(node.at_path(*parts))

    def _prose_at(self, path: str) -> Md:
        value: Any = self.case
        for part in path.split("."):
            value = _member(value, part)
        return self._prose.render(path, value if isinstance(value, str) else None)

    def _cites(self) -> bool:
        texts = [prose.text for prose in self.case.prose.values()]
        texts += self._all_texts()
        if any(getattr(table, "kind", None) == "similar_cases" for table in self.case.tables):
            texts += [f"@{one.cite}" for one in self.case.similar_cases]
        return any(re.search(r"@(?!fig:|tab:)[\w{]", text) for text in texts)

    def _all_texts(self) -> list[str]:
        return [
            value
            for node in self.case.nodes()
            for name in type(node).model_fields
            if name in _ARGUED and isinstance(value := getattr(node, name), str)
        ]

    def _pipe_table(self, table: AnyTable | SummaryTable) -> Md:
        """A table whose cells are prose; its columns are as wide as what they hold."""
        texts: Sequence[Sequence[str]]
        widest = _WIDEST_WRITTEN
        if isinstance(table, SummaryTable):
            texts = rows = self._series.rows(table) if self._series else []
        elif isinstance(table, GeneratedTable):
            widest = _WIDEST_MADE
            made = self._tables.make(table).rows
            texts = rows = [[str(cell) for cell in row] for row in made]
        else:
            texts = table.rows
            rows = [
                [self._prose_at(table.at_path("rows", r, c)) for c in range(len(row))]
                for r, row in enumerate(texts)
            ]
        widths = column_widths(texts, widest=widest)
        lines = ["| " + " | ".join(map(_one_cell, row)) + " |" for row in rows]
        rule = "|" + "|".join("-" * width for width in widths) + "|"
        return Md("\n".join([lines[0], rule, *lines[1:]]))

    def _float_note(self, one: AnyFigure | AnyTable) -> Md:
        """What is said below a generated table or figure about how it is read."""
        if isinstance(one, GeneratedTable):
            return self._tables.note(one)
        if isinstance(one, Figure):
            return self._legends.note(one)
        chart = self.charts.get(one.path)
        if chart is None or not chart.legend:
            return Md("")
        sentences = re.findall(r"[^.]+\.", chart.legend)
        return Md(" ".join(str(Md.join_all(self._mark_node(one), s.strip())) for s in sentences))

    def _abstract(self) -> list[dict[str, Any]]:
        if self._series is not None:
            return self._series.abstract()
        (case,) = self.case.cases
        writer = AbstractWriter(
            case,
            self.journal,
            self.sources,
            self.diagnostics,
            teller=self._tellers[case.path],
            prose_at=self._prose_at,
        )
        parts = writer.parts()
        self.moves = writer.moves
        return parts

    def _part(self, name: str) -> Md:
        """A part of a manuscript by its name; in a series, that of each patient in order."""
        if name == "statements":
            return self._statements.shared()
        if name in STATEMENT_KINDS:
            return self._statements.text(name)
        series = self._series
        if series is None or name not in PARTS_OF_PATIENTS:
            return self._rendered(name, {})
        common = self._rendered(name, {}) if series.is_common(name) else ""
        each = series.each_patient(name, self._patients_part)
        return Md("\n\n".join(text for text in (common, each) if text))

    def _patients_part(self, name: str, case: Case) -> Md:
        """A part of one patient of a series."""

        def part(inner: str) -> Md:
            return self._patients_part(inner, case)

        def prose(path: str) -> Md:
            return self._prose_at(case.at_path(path))

        return self._rendered(name, {**self._calls.of_patient(case), "part": part, "prose": prose})

    def _rendered(self, name: str, words: dict[str, Any]) -> Md:
        return Md(self._env.get_template(f"parts/{name}.md.j2").render(words).strip())


def _one_cell(text: str) -> str:
    """Markdown on one line, without a bar that would end the cell."""
    return re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", text.replace("\n", " "))


def _member(value: Any, name: str) -> Any:
    """A field or an item; raises `TemplateRuntimeError` when there is none of this name."""
    if isinstance(value, tuple) and name.isdecimal() and int(name) < len(value):
        return value[int(name)]
    if isinstance(value, Node) and name in type(value).model_fields:
        return getattr(value, name)
    if value is None or isinstance(value, Absent):
        return None
    raise jinja2.TemplateRuntimeError(f"there is no '{name}' here")
