"""Render a journal's layout to Markdown with Jinja, sandboxed and strict."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import jinja2

from casewright.catalogue import RULES
from casewright.compose import language, phrases
from casewright.compose.marks import Md, Sources
from casewright.compose.prose import ProseRenderer
from casewright.compose.sandbox import CodeStore, Sandbox
from casewright.compose.story import Story, flag_of, move_of, section_of
from casewright.diagnostics import Diagnostics, Severity, Span
from casewright.model.case import Case
from casewright.model.declarations import Author
from casewright.model.document import Source
from casewright.model.events import Event
from casewright.model.floats import Table
from casewright.model.investigations import LaboratoryTest
from casewright.model.journal import Journal, Section
from casewright.model.node import Node
from casewright.model.patient import History
from casewright.model.quantities import Quantity, Size
from casewright.model.times import Age, Duration
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

_NEGATED = "the inline if-expression"


@dataclass(frozen=True, slots=True)
class Draft:
    """A manuscript as Markdown with source marks, before it is parsed."""

    markdown: str
    title: str
    sources: Sources


def render(
    case: Case,
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
        diagnostics.add(RULES["JRN009"], *layout.explain(error))
        return None
    return Draft(markdown, layout.title, layout.sources)


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
        case: Case,
        journal: Journal,
        *,
        load: LoadTemplate,
        store: CodeStore,
        diagnostics: Diagnostics,
    ) -> None:
        self.case, self.journal, self.diagnostics = case, journal, diagnostics
        self.sources = Sources()
        self.title = case.title.focus + journal.title_rule.suffix
        self._load = load
        self._templates: dict[str, Template] = {}
        self._prose = ProseRenderer(case, self.sources, diagnostics, show=self._value)
        self._env = self._environment(store)
        self._met = False

    def _environment(self, store: CodeStore) -> Sandbox:
        env = Sandbox(
            load=self._template,
            finalize=self._finalize,
            helpers=(Story,),
            store=store,
            trusted=lambda name: self._templates[name].shipped,
        )
        env.filters.update(
            the=lambda text: language.with_the(env.text_of(text)),
            site=lambda text: language.at_site(env.text_of(text)),
            capital=lambda text: language.capitalised(env.text_of(text)),
            listed=lambda items, separator: Md.of(env.join_items(items, separator)),
            and_list=lambda items: Md.of(language.join_list(items)),
            url=lambda text: Md(quote(env.text_of(text), safe="@.+-_")),
            study=phrases.study,
            study_in_brief=phrases.study_in_brief,
            signal=phrases.signal_phrase,
            be=lambda text: "were" if language.is_plural(env.text_of(text)) else "was",
            affiliation_numbers=self._affiliation_numbers,
            pipe_table=self._pipe_table,
        )
        env.tests.update(given=_given, within_range=_within_range)
        env.globals.update(
            case=self.case,
            journal=self.journal,
            title=self.title,
            mark=self._mark_path,
            mark_node=self._mark_node,
            prose=self._prose_at,
            body=self._body,
            abstract=self._abstract,
            tell=self._tell,
            part=self._part,
            events=self._events,
            cites=self._cites,
        )
        return env

    def render(self) -> str:
        """The manuscript's Markdown; raises `jinja2.TemplateError`."""
        return self._env.get_template("manuscript.md.j2").render()

    def explain(self, error: Exception) -> tuple[str, Span | None]:
        """What is wrong with a template, and where."""
        if isinstance(error, jinja2.TemplateSyntaxError):
            known = self._templates.get(error.name or "")
            shown = known.shown if known else error.name or "a template"
            return error.message or "bad syntax", Span(shown, error.lineno, 1)
        trace, place = error.__traceback__, None
        files = {template.shown for template in self._templates.values()}
        while trace:
            name = trace.tb_frame.f_code.co_filename
            if name in files:
                place = Span(name, trace.tb_lineno, 1)
            trace = trace.tb_next
        if isinstance(error, RecursionError):
            return "templates include or call each other without end", place
        return str(error) or type(error).__name__, place

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
        shown = self._value(value)
        return Md.of(Sandbox.text_of(value)) if shown is None else shown

    def _value(self, value: Any) -> Md | None:
        """A single value as Markdown; None for a block or a list of values."""
        match value:
            case None:
                return Md("")
            case str() | int() | float():
                return Md.of(value)
            case Quantity():
                return phrases.quantity(value)
            case Duration():
                return phrases.duration(value)
            case Age():
                return phrases.age_text(value, self.journal)
            case Size():
                return Md.of(str(phrases.size(value, self.journal)).removeprefix("of "))
        return None

    def _mark_path(self, path: str) -> Md:
        return self.sources.mark(Source(path, self.case.place(path), "fact"))

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
        return any(re.search(r"@(?!fig:|tab:)[\w{]", text) for text in texts)

    def _all_texts(self) -> list[str]:
        return [
            value
            for node in self.case.nodes()
            for name in type(node).model_fields
            if name in {"text", "legend", "introduction", "discussion", "statement"}
            and isinstance(value := getattr(node, name), str)
        ]

    def _affiliation_numbers(self, author: Author) -> str:
        order = [affiliation.id for affiliation in self.case.affiliations]
        return ",".join(str(order.index(key) + 1) for key in author.affiliations if key in order)

    def _pipe_table(self, table: Table) -> Md:
        """A table whose cells are prose; its columns are as wide as their longest cells."""
        rows = [
            [self._cell(table.at_path("rows", r, c)) for c in range(len(row))]
            for r, row in enumerate(table.rows)
        ]
        widths = [
            max(3, min(40, max(len(row[c]) for row in table.rows if c < len(row))))
            for c in range(len(table.rows[0]))
        ]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        rule = "|" + "|".join("-" * width for width in widths) + "|"
        return Md("\n".join([lines[0], rule, *lines[1:]]))

    def _cell(self, path: str) -> str:
        return re.sub(r"(?<!\\)\|", r"\\|", str(self._prose_at(path)).replace("\n", " "))

    def _events(self, section: str) -> tuple[Event, ...]:
        return tuple(e for e in self.case.course if section_of(e, self.case) == section)

    def _part(self, name: str) -> Md:
        """A part of a manuscript by its name."""
        return Md(self._env.get_template(f"parts/{name}.md.j2").render().strip())

    def _tell(self, events: Sequence[Event], before_treatment: str = "") -> Md:
        """The events as paragraphs, in their order, and a text before the first treatment."""
        story = Story(self.case, self.journal, self.sources, met=self._met)
        sections = [section_of(event, self.case) for event in events]
        begun = sections.index("presentation") if "presentation" in sections else 0
        due = "treatment" in sections[begun:] and before_treatment
        turn = sections.index("treatment", begun) if due else len(events)
        paragraphs = [
            *(self._paragraph(group, story) for group in story.paragraphs(events[:turn])),
            before_treatment,
            *(self._paragraph(group, story) for group in story.paragraphs(events[turn:])),
        ]
        self._met = self._met or bool(events)
        return Md("\n\n".join(text for text in paragraphs if text))

    def _paragraph(self, events: Sequence[Event], story: Story) -> str:
        """A group of events; the history follows the presentation."""
        first = next((e for e in self.case.course if e.kind == "presentation"), None)
        story.begin_paragraph()
        said: list[str] = []
        for before, event in zip([None, *events], events, strict=False):
            self._say(said, event, before, story=story, form="tell")
            if event is first and (history := self._history(story)):
                said.append(history)
        return " ".join(said)

    def _say(
        self, said: list[str], event: Event, before: Event | None, *, story: Story, form: str
    ) -> None:
        """Add the sentences of an event; an operation joins the image that led to it."""
        if said and before is not None and story.joins(event, before, form=form):
            clause = self._sentences(event, story, "joined")
            said[-1] = f"{said[-1].removesuffix('.')}, and {clause}"
        elif text := self._sentences(event, story, form):
            said.append(text)

    def _history(self, story: Story) -> str:
        """What was known before the illness; it follows the presentation."""
        history = self.case.history
        if not isinstance(history, History):
            return ""
        module: Any = self._env.get_template("prose/history.md.j2").module
        return _tidy(str(module.tell(history, story)))

    def _sentences(self, event: Event, story: Story, form: str) -> str:
        if event.text is not None:
            return str(self._prose_at(event.at_path("text")))
        module = self._env.get_template(f"prose/{event.kind}.md.j2").module
        return _tidy(str(getattr(module, form)(event, story)))

    def _abstract(self) -> list[dict[str, Any]]:
        story = Story(self.case, self.journal, self.sources, met=False)
        parts = []
        for part in self.journal.abstract.parts:
            text = self._moves(part.moves, story)
            if text:
                parts.append({"heading": part.heading, "text": Md(text)})
        if not parts:
            self.diagnostics.add(
                RULES["JRN001"],
                f"the case has nothing for the abstract of {self.journal.title}; it is left out",
                self.case.place("course"),
                hint="mark its main events with 'key: true', or write the moves under 'abstract'",
            )
        return parts

    def _moves(self, moves: Sequence[str], story: Story) -> str:
        """The moves under one heading: authored ones in their place, events in order."""
        own = self.case.abstract
        authored = {m for m in moves if own is not None and getattr(own, m) is not None}
        said = [str(self._prose_at("abstract.background"))] if "background" in authored else []
        story.begin_paragraph()
        used: set[str] = set()
        before: Event | None = None
        for event in self.case.course:
            move = move_of(event, self.case)
            if not event.key or move not in moves:
                continue
            if move in authored:
                if move not in used:
                    said.append(str(self._prose_at(f"abstract.{move}")))
                used.add(move)
            else:
                self._say(said, event, before, story=story, form="brief")
                before = event
        rest = authored - used - {"background"}
        said += [str(self._prose_at(f"abstract.{m}")) for m in moves if m in rest]
        return " ".join(text for text in said if text)

    def _body(self, section: Section) -> Md:
        """What stands under a heading; a finding where the case has nothing for it."""
        texts = [text for part in section.parts if (text := self._part(part))]
        if not texts:
            self._report_empty(section)
        return Md("\n\n".join(texts))

    def _report_empty(self, section: Section) -> None:
        path, hint = _WHEN_EMPTY.get(section.parts[0], ("course", _COURSE_HINT))
        self.diagnostics.add(
            RULES["JRN001"],
            f"the case has nothing for the section '{section.heading}' of {self.journal.title}; "
            "it is left out",
            self.case.place(path),
            hint=hint,
            severity=Severity.NOTE if section.optional else None,
        )


_COURSE_HINT = "add events to the course of the case, or move them here with 'section:'"
_WHEN_EMPTY: dict[str, tuple[str, str]] = {
    "introduction": ("introduction", "write introduction.md beside case.yaml"),
    "discussion": ("discussion", "write discussion.md beside case.yaml"),
    "differential": (
        "diagnosis.differential",
        "list the diagnoses considered under diagnosis.differential",
    ),
    "learning_points": ("lessons", "list the lessons of the case under lessons"),
    "perspective": ("perspective", "give the patient's own words under perspective.text"),
    "consent": ("consent", "say under consent.statement whether consent was given"),
    "acknowledgments": ("statements", "write them under statements.acknowledgments"),
    "statements": ("statements", "write them under statements"),
    "references": ("introduction", "cite works of the library as [@key]"),
    "figures": ("figures", "describe figures under figures"),
}


def _member(value: Any, name: str) -> Any:
    """A field or an item; raises `TemplateRuntimeError` when there is none of this name."""
    if isinstance(value, tuple) and name.isdecimal() and int(name) < len(value):
        return value[int(name)]
    if isinstance(value, Node) and name in type(value).model_fields:
        return getattr(value, name)
    if value is None or isinstance(value, Absent):
        return None
    raise jinja2.TemplateRuntimeError(f"there is no '{name}' here")


def _given(value: Any) -> bool:
    return value is not None and not isinstance(value, Absent)


def _within_range(test: LaboratoryTest) -> bool:
    return flag_of(test) in {"normal", "negative"}


def _tidy(text: str) -> str:
    """One space between words, none before a full stop or comma; no-break spaces are kept."""
    text = re.sub(r"[ \t\n]+", " ", text).strip(" ")
    text = re.sub(r" ([.,;:])(?= |$)", r"\1", text)
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)
