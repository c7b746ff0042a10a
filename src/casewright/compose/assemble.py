"""From the parsed layout to the finished `Document`, pass by pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casewright.compose.layout import Draft
from casewright.compose.passes.abbreviations import capitalise_sentences, define_abbreviations
from casewright.compose.passes.calls import number_calls, print_calls
from casewright.compose.passes.citations import cited_keys, keep_together, move_markers
from casewright.compose.passes.floats import ImageTarget, build_floats, place_floats, take_floats
from casewright.compose.passes.safety import check_markup, drop_attributes
from casewright.compose.passes.sources import lift_sources
from casewright.compose.passes.spelling import spell
from casewright.compose.passes.times import print_times
from casewright.diagnostics import Diagnostics, Span
from casewright.model.case import Case
from casewright.model.document import Ast, Document, Image
from casewright.model.journal import Journal
from casewright.model.tree import attribute, plain_text


@dataclass(frozen=True, slots=True)
class Assembled:
    """A manuscript with everything in its place but the citations unresolved."""

    ast: Ast
    cited: Mapping[str, Span | None]
    """Citation keys in order of first citation, each with its place."""


def assemble(
    ast: Ast,
    draft: Draft,
    case: Case,
    *,
    journal: Journal,
    target: ImageTarget,
    spelling: Mapping[str, str],
    diagnostics: Diagnostics,
) -> Assembled:
    """Apply every pass that comes before the citations are resolved."""
    sources = draft.sources.by_key
    blocks = lift_sources(drop_attributes(ast["blocks"]))
    blocks = check_markup(blocks, case, sources=sources, diagnostics=diagnostics)
    text, floats = take_floats(blocks)
    numbers = number_calls(
        [*text, *floats.values()], case, sources=sources, diagnostics=diagnostics
    )
    made = build_floats(floats, case, numbers=numbers, callouts=journal.callouts, target=target)
    blocks = place_floats(text, made, inline=journal.callouts.placement == "inline")
    blocks = print_calls(blocks, numbers, journal.callouts)
    cited = cited_keys(blocks, case, sources=sources)
    style = journal.house_style
    blocks = print_times(blocks, style)
    blocks = define_abbreviations(blocks, case.abbreviations, known=style.abbreviations_known)
    blocks = capitalise_sentences(blocks)
    blocks = spell(blocks, spelling)
    return Assembled({**ast, "blocks": blocks}, cited)


def finish(
    ast: Ast, draft: Draft, case: Case, *, journal: Journal, images: Mapping[str, Image]
) -> Document:
    """Move the markers of the resolved citations and name the document."""
    blocks = keep_together(move_markers(ast["blocks"], journal.citations))
    return Document(
        title=_styled_text(blocks, "Title") or draft.title,
        authors=tuple(author.name for author in case.authors),
        running_title=case.title.running or case.title.focus,
        language=journal.language.value,
        keywords=case.keywords,
        blocks=blocks,
        api_version=ast["pandoc-api-version"],
        images=images,
        sources=draft.sources.by_key,
    )


def _styled_text(blocks: list[Ast], style: str) -> str:
    for block in blocks:
        if block["t"] == "Div" and attribute(block, "custom-style") == style:
            return plain_text(block)
    return ""
