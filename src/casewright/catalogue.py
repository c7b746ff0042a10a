"""The table of all rules. Each has its documentation in `rules/docs/<code>.md`."""

from __future__ import annotations

from casewright.diagnostics import RuleInfo, Severity, Stage

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_LATE = Stage.SUBMISSION
"""Due before the manuscript is sent, and not while it is written."""

_ROWS: tuple[tuple[str, str, Severity] | tuple[str, str, Severity, Stage], ...] = (
    # CASE: reading a case or a journal file
    ("CASE001", "yaml-syntax", _E),
    ("CASE002", "unknown-key", _E),
    ("CASE003", "wrong-value", _E),
    ("CASE004", "missing-key", _E),
    ("CASE005", "duplicate-key", _E),
    ("CASE006", "missing-file", _E),
    ("CASE007", "unknown-event", _E),
    ("CASE008", "duplicate-id", _E),
    ("CASE009", "unsafe-yaml", _E),
    ("CASE010", "path-outside-case", _E),
    ("CASE011", "undefined-fact", _E),
    ("CASE012", "unknown-affiliation", _E),
    ("CASE013", "text-encoding", _E),
    ("CASE014", "prose-given-twice", _E),
    ("CASE015", "descriptor-of-another-modality", _E),
    ("CASE016", "unknown-author", _E),
    ("CASE017", "merge-conflict", _E),
    # CARE: what the CARE guideline asks to be said
    ("CARE001", "not-stated", _N),
    ("CARE009", "drug-name", _N),
    ("CARE010", "adverse-events-unsaid", _N, _LATE),
    # CON: what facts and words of a case say of each other
    ("CON001", "contradictory-times", _E),
    ("CON002", "course-out-of-order", _W),
    ("CON003", "time-not-computed", _E),
    ("CON010", "impossible-value", _E),
    ("CON011", "implausible-value", _W),
    ("CON012", "implausible-dose", _W),
    ("CON013", "parts-do-not-add-up", _W),
    ("CON014", "flag-against-range", _W),
    ("CON020", "age-against-facts", _W),
    ("CON021", "sex-against-facts", _W),
    ("CON022", "side-against-facts", _W),
    ("CON023", "size-against-facts", _W),
    ("CON024", "time-against-facts", _W),
    ("CON025", "dose-against-facts", _W),
    ("CON026", "result-against-facts", _W),
    # PRV: what must not leave the workspace
    ("PRV001", "private-file-not-ignored", _W),
    ("PRV002", "image-without-consent", _W),
    ("PRV003", "perspective-without-consent", _E),
    ("PRV004", "author-named-in-blinded", _E),
    ("PRV005", "own-work-in-first-person", _W),
    # REF: the library and citations
    ("REF001", "unknown-citation", _E),
    ("REF002", "broken-entry", _W),
    ("REF003", "broken-cited-entry", _E),
    ("REF004", "duplicate-entry", _W),
    ("REF005", "circular-crossref", _E),
    ("REF006", "incomplete-reference", _W),
    ("REF007", "journal-title-in-full", _N),
    ("REF008", "reference-printed-incompletely", _W),
    ("REF009", "uncited-entry", _N),
    ("REF010", "same-work-twice", _W),
    ("REF011", "malformed-identifier", _W),
    ("REF012", "malformed-year-or-pages", _W),
    ("REF013", "journal-in-two-spellings", _W),
    ("REF014", "dead-crossref", _W),
    ("REF015", "garbled-text", _W),
    ("REF016", "retracted-work", _E),
    ("REF017", "corrected-work", _N),
    ("REF018", "self-citations", _N),
    ("REF019", "malformed-names", _W),
    ("REF020", "misnamed-field", _W),
    ("REF021", "references-out-of-order", _W),
    ("REF022", "retractions-unreadable", _W),
    ("REF030", "not-imported", _N),
    ("REF031", "not-exported", _N),
    ("REF032", "registered-otherwise", _W),
    # FIG: figures and tables
    ("FIG001", "unknown-figure", _E),
    ("FIG002", "uncalled-figure", _W),
    ("FIG003", "unreadable-image", _E),
    ("FIG004", "missing-alt", _E),
    ("FIG005", "svg-with-outside-reference", _E),
    ("FIG006", "undrawable-figure", _E),
    # JRN: what the journal demands
    ("JRN001", "section-without-content", _W),
    ("JRN002", "abstract-too-long", _W),
    ("JRN003", "title-with-forbidden-words", _W),
    ("JRN004", "too-many-keywords", _W, _LATE),
    ("JRN005", "too-few-keywords", _W, _LATE),
    ("JRN006", "text-too-long", _W),
    ("JRN007", "list-out-of-bounds", _W),
    ("JRN008", "over-limit", _W),
    ("JRN009", "broken-template", _E),
    ("JRN010", "given-but-not-printed", _N, _LATE),
    ("JRN011", "abstract-too-short", _W),
    ("JRN012", "citation-in-abstract", _W),
    ("JRN013", "abstract-adjusted", _N),
    ("JRN014", "running-title-too-long", _W, _LATE),
    ("JRN015", "keyword-not-mesh", _W, _LATE),
    ("JRN016", "abbreviation-in-title", _W),
    ("JRN017", "marker-position-not-known", _W),
    ("JRN018", "under-minimum", _W, _LATE),
    ("JRN019", "statement-missing", _W, _LATE),
    ("JRN020", "title-without-wanted-words", _W),
    # STY: house style
    ("STY001", "undefined-abbreviation", _N),
    ("STY002", "unit-not-converted", _N),
    # DOC: the built document
    ("DOC001", "raw-markup", _E),
    ("DOC002", "unsafe-link", _E),
    ("DOC003", "text-lost-in-pdf", _E),
    ("DOC004", "image-in-text", _E),
    ("DOC005", "character-in-no-font", _E),
    ("DOC006", "character-in-another-font", _W),
)

RULES: dict[str, RuleInfo] = {row[0]: RuleInfo(*row) for row in _ROWS}
"""All rules by code. A code is never used again for something else."""
