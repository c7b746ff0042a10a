"""From the parsed layout to the finished `Document`, pass by pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casewright.compose.layout import Draft
from casewright.compose.marks import plain
from casewright.compose.passes.abbreviations import capitalise_sentences, define_abbreviations
from casewright.compose.passes.calls import number_calls, print_calls
from casewright.compose.passes.citations import (
    cited_keys,
    in_order_of_mention,
    insert_citations,
    keep_together,
    move_markers,
    number_citations,
)
from casewright.compose.passes.floats import ImageTarget, build_floats, place_floats, take_floats
from casewright.compose.passes.house_style import print_in_house_style
from casewright.compose.passes.references import without_empty_list
from casewright.compose.passes.safety import check_markup, drop_attributes
from casewright.compose.passes.sources import lift_sources
from casewright.compose.passes.spelling import respelled, spell
from casewright.compose.passes.times import print_times
from casewright.compose.passes.title_file import in_files
from casewright.diagnostics import Diagnostics, Span
from casewright.model.document import Ast, Document, Image
from casewright.model.journal import Journal
from casewright.model.series import CaseReport
from casewright.model.tree import attribute, plain_text


@dataclass(frozen=True, slots=True)
class Assembled:
    """A manuscript with everything in its place, its words not yet in the journal's style."""

    ast: Ast
    cited: Mapping[str, Span | None]
    """Citation keys in order of first citation, each with its place."""
    citations: Ast
    """A document of nothing but the citations, in their order, and the place of the references.

    It is all that a citation processor has to see.
    """


def assemble(
    ast: Ast,
    draft: Draft,
    case: CaseReport,
    *,
    journal: Journal,
    target: ImageTarget,
    diagnostics: Diagnostics,
) -> Assembled:
    """Apply the passes that find what is wrong and put things in their places."""
    sources = draft.sources.by_key
    blocks = lift_sources(drop_attributes(ast["blocks"]))
    blocks = check_markup(blocks, case, sources=sources, diagnostics=diagnostics)
    text, floats = take_floats(blocks)
    numbers = number_calls(
        [*text, *floats.values()], case, sources=sources, diagnostics=diagnostics
    )
    made = build_floats(
        floats,
        case,
        numbers=numbers,
        callouts=journal.callouts,
        target=target,
        charts=draft.charts,
    )
    mentions = list(in_order_of_mention(text, made))
    cited = cited_keys(mentions, case, sources=sources)
    citations = number_citations(node for node, _ in mentions)
    blocks = place_floats(text, made, inline=journal.callouts.placement == "inline")
    blocks = print_calls(blocks, numbers, journal)
    return Assembled({**ast, "blocks": blocks}, cited, {**ast, "blocks": citations})


def style_words(
    assembled: Assembled, case: CaseReport, *, journal: Journal, spelling: Mapping[str, str]
) -> list[Ast]:
    """Apply the journal's house style to the words; citations are left as they are."""
    style = journal.house_style
    blocks = print_in_house_style(print_times(assembled.ast["blocks"], style), journal)
    blocks = define_abbreviations(blocks, case.abbreviations, style)
    return spell(capitalise_sentences(blocks), spelling)


def finish(
    blocks: list[Ast],
    resolved: Ast,
    draft: Draft,
    case: CaseReport,
    *,
    journal: Journal,
    images: Mapping[str, Image],
    spelling: Mapping[str, str],
) -> Document:
    """Put the `resolved` citations in, move their markers and name the document."""
    blocks = without_empty_list(insert_citations(blocks, resolved["blocks"]))
    blocks = keep_together(move_markers(blocks, journal.citations))
    whole = Document(
        title=_styled_text(blocks, "Title") or draft.title,
        authors=tuple(author.name for author in case.authors),
        running_title=respelled(plain(draft.running_title), spelling),
        language=journal.language.value,
        keywords=tuple(respelled(plain(word), spelling) for word in draft.keywords),
        blocks=blocks,
        api_version=resolved["pandoc-api-version"],
        images=images,
        sources=draft.sources.by_key,
        moves=draft.moves,
    )
    return in_files(whole, journal)


def _styled_text(blocks: list[Ast], style: str) -> str:
    for block in blocks:
        if block["t"] == "Div" and attribute(block, "custom-style") == style:
            return plain_text(block)
    return ""
