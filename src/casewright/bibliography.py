"""The cited references of a manuscript, and its citations resolved by the journal's style."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from casewright.bibtex.cited_numbers import NUMBER, keys_of_numbers
from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics
from casewright.job import Job, library_files, read_table
from casewright.model.document import Ast
from casewright.model.reference import CslItem
from casewright.model.tree import walk
from casewright.pandoc import Later, PandocFailed
from casewright.workspace import tools_state

if TYPE_CHECKING:
    from casewright.compose.assemble import Assembled
    from casewright.model.journal import Journal

CITED_KEY = re.compile(r"(?<![\w\\])@\{?((?<=\{)[^{}\s]+(?=\})|[\w:.#$%&+?<>~/-]*\w)")
"""A key in an author's text, as pandoc reads it; an e-mail address is none."""


class References:
    """The cited works as CSL items, converted while pandoc and the passes are at work.

    What is cited is known for sure only after the parse. The words after an `@` in the author's
    prose are nearly always the same, so their conversion is begun before.
    """

    def __init__(self, job: Job) -> None:
        from casewright.library.cache import FolderCache
        from casewright.readers.bibtex import read_library

        workspace = job.workspace
        name = Path(job.case.file).parent.name
        self._job = job
        self._made: dict[tuple[str, ...], tuple[str, Diagnostics]] = {}
        kind = hashlib.sha256(tools_state().encode()).hexdigest()[:12]
        self._cache = FolderCache(workspace.cache_dir / f"csl-items-{kind}")
        self.library, self._noted = read_library(workspace, library_files(workspace, name))
        words = {
            match[1] for text in job.case.prose.values() for match in CITED_KEY.finditer(text.text)
        }
        self._ready = self._begin(words)

    def by_key(self, ast: Ast) -> Ast:
        """The text with the keys of the works that it cites by DOI, PMID or PMCID."""
        from casewright.compose.passes.citations import cite_by

        cited = {key for node in walk(ast["blocks"]) for key in _cited(node) if NUMBER.match(key)}
        keys = keys_of_numbers(cited, self.library.entries.values()) if cited else {}
        return {**ast, "blocks": cite_by(ast["blocks"], keys)} if keys else ast

    def items(self, assembled: Assembled) -> dict[str, CslItem]:
        """The items in order of first citation; what is unknown or broken becomes a finding."""
        from casewright.compose.passes.citations import report_unknown

        found, library, cited = self._job.found, self.library, assembled.cited
        report_unknown(cited, library.entries, files=library.files, diagnostics=found)
        text, problems = self._entries(cited)
        found.extend(problems)
        if found.failed or not cited:
            return {}
        try:
            return self._converted(cited, text)
        except PandocFailed:
            self._report_refused(cited)
            return {}

    def early_items(self, keys: Iterable[str]) -> dict[str, CslItem] | None:
        """The items of `keys` if their conversion was begun and nothing is wrong with them."""
        cited = dict.fromkeys(keys)
        text, _ = self._entries(key for key in cited if key in self.library)
        if text != self._text or any(key not in self.library for key in cited):
            return None
        try:
            return self._converted(cited, text)
        except PandocFailed:
            return None

    def _converted(self, cited: Iterable[str], text: str) -> dict[str, CslItem]:
        from casewright.library.abbreviations import (
            ABBREVIATIONS_FILE,
            abbreviate,
            parse_abbreviations,
        )

        items = self._ready() if text == self._text else self._begin(cited)()
        table = read_table(self._job, ABBREVIATIONS_FILE, parse_abbreviations)
        if table:
            items = abbreviate(items, table=table)
        return {key: items[key] for key in cited if key in items}

    def _report_refused(self, keys: Iterable[str]) -> None:
        """Find the entries that pandoc refuses, one by one; raises `PandocFailed` if none is."""
        refused = False
        for key in keys:
            try:
                self._begin([key])()
            except PandocFailed as error:
                refused = True
                place = self.library.entries[key].span
                lines = str(error).splitlines()
                reason = next((line for line in lines if "unexpected" in line), lines[0])
                message = f"the cited entry '{key}' cannot be read: {reason}"
                self._job.found.add(RULES["REF003"], message, place, hint="correct its BibTeX")
        if not refused:
            raise PandocFailed("the references cannot be converted together")

    def _entries(self, keys: Iterable[str]) -> tuple[str, Diagnostics]:
        """The entries as clean BibTeX, in an order that does not depend on the manuscript."""
        from casewright.readers.bibtex import cited_entries

        wanted = tuple(sorted(keys))
        if wanted not in self._made:
            self._made[wanted] = cited_entries(self.library, wanted, warned=self._noted)
        return self._made[wanted]

    def _begin(self, keys: Iterable[str]) -> Later[dict[str, CslItem]]:
        from casewright.library.items import begin_items

        self._text, _ = self._entries(key for key in keys if key in self.library)
        pandoc = self._job.pandoc
        return begin_items(self._text, pandoc.begin_csl_items, cache=self._cache)


def _cited(node: Ast) -> list[str]:
    return [one["citationId"] for one in node["c"][0]] if node["t"] == "Cite" else []


def begin_cite_early(job: Job, ast: Ast, references: References) -> None:
    """Ask for the citations as they were parsed, while the passes go over the text.

    The passes seldom change a citation or the order of them; if they do, `begin_cite` asks anew.
    """
    from casewright.compose.passes.calls import is_call
    from casewright.compose.passes.citations import number_citations
    from casewright.compose.passes.floats import take_floats
    from casewright.library.styles import UnknownStyle

    text, floats = take_floats(ast["blocks"])
    cites = [node for node in walk(text) if node["t"] == "Cite" and not is_call(node)]
    in_floats = any(n["t"] == "Cite" and not is_call(n) for n in walk(list(floats.values())))
    items = references.early_items(c["citationId"] for node in cites for c in node["c"][0])
    if not items or in_floats:
        return
    citations = {**ast, "blocks": number_citations(cites)}
    with contextlib.suppress(UnknownStyle):
        style = journal_style(job.journal)
        begin_cite(job, citations, style=style, items=list(items.values()))


def journal_style(journal: Journal) -> str:
    """The CSL by which the journal's citations are made; raises `UnknownStyle`."""
    from casewright.library.style_changes import style_for
    from casewright.library.styles import resolve_style

    return style_for(resolve_style(journal.citations.style), journal)


def begin_cite(job: Job, citations: Ast, *, style: str, items: Sequence[CslItem]) -> Later[Ast]:
    """Begin to resolve citations, unless the very same ones were asked for or resolved before."""
    from casewright.library.cache import FolderCache
    from casewright.library.style_changes import items_for

    items = items_for(items, job.journal.reference_list)
    language = job.journal.language.value
    asked = json.dumps([tools_state(), style, items, language, citations], ensure_ascii=False)
    key = hashlib.sha256(asked.encode()).hexdigest()
    if key in job.asked:
        return job.asked[key]
    cache = FolderCache(job.workspace.cache_dir / "citations")
    if kept := cache.get(key):
        # A damaged file is as good as none, and one that was not written here may hold markup.
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            known: Ast = json.loads(kept)
            whole = len(known["blocks"]) == len(citations["blocks"])
            if whole and not any(node["t"].startswith("Raw") for node in walk(known)):
                return lambda: known
    begun = job.pandoc.begin_cite(citations, style=style, items=items, language=language)

    def resolved() -> Ast:
        ast = begun()
        cache.put(key, json.dumps(ast, ensure_ascii=False).encode())
        return ast

    job.asked[key] = resolved
    return resolved
