"""Calls of figures and tables: numbers in order of first mention, and the printed words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casewright.catalogue import RULES
from casewright.compose.language import join_list
from casewright.compose.phrases.quantities import NBSP
from casewright.diagnostics import Diagnostics, Span, near
from casewright.model.case import Report
from casewright.model.document import Ast, Source
from casewright.model.journal import Journal
from casewright.model.locating import locate
from casewright.model.tree import map_inlines, source_keys, walk_sources, words

PREFIXES = {"fig": "figure", "tab": "table"}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of figures and tables by `fig:<id>` and `tab:<id>`, in order of first mention."""

    by_key: Mapping[str, int]
    letters: Mapping[str, str]
    """Panel letters by `fig:<id>/<panel>`."""

    def label(self, key: str) -> str:
        """'1', or '1A' for a panel."""
        return f"{self.by_key[key.partition('/')[0]]}{self.letters.get(key, '')}"


def is_call(node: Ast) -> bool:
    """Whether a `Cite` calls a figure or a table rather than a reference."""
    return node.get("t") == "Cite" and any(key.startswith(("fig:", "tab:")) for key in _ids(node))


def _ids(cite: Ast) -> list[str]:
    return [citation["citationId"] for citation in cite["c"][0]]


def number_calls(
    blocks: list[Ast], case: Report, *, sources: Mapping[str, Source], diagnostics: Diagnostics
) -> Numbers:
    """Number everything that is called, then what is not; unknown ids become findings."""
    letters = {
        f"fig:{figure.id}/{panel.id}": _letter(position)
        for figure in case.figures
        for position, panel in enumerate(figure.panels)
    }
    known = [f"fig:{f.id}" for f in case.figures] + [f"tab:{t.id}" for t in case.called_tables]
    order: dict[str, None] = {}
    said: set[str] = set()
    for node, keys in walk_sources(blocks):
        if not is_call(node):
            continue
        for key in _ids(node):
            said.add(key)
            whole = key.partition("/")[0]
            if key in known or key in letters:
                order[whole] = None
            elif not keys or sources[keys[0]].kind != "fact":  # the reader has reported those
                place = locate(f"@{key}", keys, case=case, sources=sources)
                _report_unknown(key, place, [*known, *letters], diagnostics)
    called = frozenset(order)
    order.update(dict.fromkeys(known))
    _report_uncalled(case, called, diagnostics)
    _report_uncalled_panels(case, said, diagnostics)
    by_key = {}
    for prefix in PREFIXES:
        keys_of_kind = [key for key in order if key.startswith(prefix)]
        by_key.update({key: number for number, key in enumerate(keys_of_kind, 1)})
    return Numbers(by_key, letters)


def _letter(position: int) -> str:
    return chr(ord("A") + position)


def _report_unknown(
    key: str, place: Span | None, known: list[str], diagnostics: Diagnostics
) -> None:
    prefix = key.partition(":")[0]
    if guess := near(key, known):
        hint = f"did you mean '@{guess}'?"
    elif prefix in PREFIXES:
        names = ", ".join(f"@{name}" for name in known if name.startswith(prefix))
        hint = f"known here: {names}" if names else f"describe it under {PREFIXES[prefix]}s"
    else:
        hint = "call figures and references in brackets of their own"
    diagnostics.add(RULES["FIG001"], f"'@{key}' is no figure or table here", place, hint=hint)


def _report_uncalled(case: Report, called: frozenset[str], diagnostics: Diagnostics) -> None:
    for prefix, items in (("fig", case.figures), ("tab", case.called_tables)):
        for item in items:
            if f"{prefix}:{item.id}" not in called:
                hint = f"call it in the text: [@{prefix}:{item.id}]"
                if prefix == "fig":
                    hint += f", or write 'figure: {item.id}' at the event that it shows"
                diagnostics.add(
                    RULES["FIG002"],
                    f"the text never calls the {PREFIXES[prefix]} '{item.id}'",
                    case.place(item.at_path("id")),
                    hint=hint,
                )


def _report_uncalled_panels(case: Report, said: set[str], diagnostics: Diagnostics) -> None:
    """Panels that are left out where the text calls the others one by one."""
    for figure in case.figures:
        whole = f"fig:{figure.id}"
        named = {f"{whole}/{panel.id}" for panel in figure.panels}
        if whole in said or not named & said:
            continue
        for panel in figure.panels:
            if (key := f"{whole}/{panel.id}") not in said:
                diagnostics.add(
                    RULES["FIG015"],
                    f"the text calls other panels of '{figure.id}', and never '{panel.id}'",
                    case.place(panel.at_path("id")),
                    hint=f"write [@{key}], or call the whole figure by [@{whole}]",
                )


def print_calls(blocks: list[Ast], numbers: Numbers, journal: Journal) -> list[Ast]:
    """Replace every call by its words: ' (Figure 1A)' in brackets, 'Figure 1A' without."""

    def change(inlines: list[Ast]) -> list[Ast]:
        out: list[Ast] = []
        for inline in inlines:
            if source_keys(inline):
                out.append(_sentence(inline, numbers, journal))
            elif is_call(inline):
                out += _printed(inline, numbers, journal, opens=False)
            else:
                out.append(inline)
        return out

    return list(map_inlines(blocks, change, skip=lambda node: bool(source_keys(node))))


def _sentence(sentence: Ast, numbers: Numbers, journal: Journal) -> Ast:
    def change(inlines: list[Ast]) -> list[Ast]:
        out: list[Ast] = []
        for inline in inlines:
            out += _printed(inline, numbers, journal, opens=False) if is_call(inline) else [inline]
        return out

    attr, inlines = sentence["c"]
    head = inlines[:1]
    if head and is_call(head[0]):
        head = _printed(head[0], numbers, journal, opens=True)
        return {**sentence, "c": [attr, [*head, *map_inlines(inlines[1:], change)]]}
    return {**sentence, "c": [attr, map_inlines(inlines, change)]}


def _printed(cite: Ast, numbers: Numbers, journal: Journal, *, opens: bool) -> list[Ast]:
    citations = cite["c"][0]
    keys = [citation["citationId"] for citation in citations]
    keys = [key for key in keys if key.partition("/")[0] in numbers.by_key]
    parts = []
    for prefix in PREFIXES:
        labels = sorted(numbers.label(key) for key in keys if key.startswith(prefix))
        if labels:
            parts.append(_worded(prefix, labels, journal, opens=opens))
    text = words(join_list(parts, serial_comma=journal.house_style.serial_comma))
    if citations[0]["citationMode"]["t"] == "AuthorInText":
        return text
    before = [*citations[0]["citationPrefix"], {"t": "Space"}]
    body = [*(before if len(before) > 1 else []), *text, *citations[-1]["citationSuffix"]]
    return [{"t": "Str", "c": "("}, *body, {"t": "Str", "c": ")"}]


def _worded(prefix: str, labels: list[str], journal: Journal, *, opens: bool) -> str:
    callouts = journal.callouts
    word = callouts.figure if prefix == "fig" else callouts.table
    if callouts.lower_case and not opens:
        word = word.lower()
    if len(labels) > 1 and not word.endswith("."):
        word += "s"
    told = join_list(labels, serial_comma=journal.house_style.serial_comma)
    return f"{word}{NBSP}{told}"
