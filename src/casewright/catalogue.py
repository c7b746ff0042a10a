"""The table of all rules. Each has its documentation in `rules/docs/<code>.md`."""

from __future__ import annotations

from casewright.diagnostics import RuleInfo, Severity, Stage

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_FROM_DRAFT, _LATE = Stage.DRAFT, Stage.SUBMISSION
"""`_LATE` is due before the manuscript is sent, and not while it is written.

Unless given, errors are due always, and everything else from the draft on.
"""

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
    ("CASE018", "unclear-allowance", _W),
    ("CASE019", "unused-allowance", _N),
    # CARE: what the CARE guideline asks to be said
    ("CARE001", "not-stated", _N),
    ("CARE009", "drug-name", _N),
    ("CARE010", "adverse-events-unsaid", _N, _LATE),
    ("CARE020", "checklist-item-missing", _N, _LATE),
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
    ("CON030", "number-only-in-abstract", _W),
    ("CON031", "sentence-repeated", _W),
    ("CON032", "abbreviation-unused", _N),
    ("CON033", "abbreviation-of-two-terms", _W),
    ("CON034", "term-in-two-spellings", _N),
    ("CON035", "figure-of-several-things", _W),
    # PRV: what must not leave the workspace
    ("PRV001", "private-file-not-ignored", _W),
    ("PRV002", "image-without-consent", _W),
    ("PRV003", "perspective-without-consent", _E, _FROM_DRAFT),
    ("PRV004", "author-named-in-blinded", _E, _FROM_DRAFT),
    ("PRV005", "own-work-in-first-person", _W),
    ("PRV010", "person-named", _W),
    ("PRV011", "date-too-exact", _W),
    ("PRV012", "age-too-exact", _W),
    ("PRV013", "small-place", _W),
    ("PRV014", "number-of-a-person", _E, _FROM_DRAFT),
    ("PRV015", "telling-detail", _N),
    ("PRV016", "details-in-combination", _N, _LATE),
    ("PRV017", "image-with-metadata", _W),
    ("PRV018", "telling-file-name", _W),
    ("PRV019", "telling-finished-file", _W),
    ("PRV020", "picture-not-looked-at", _N, _LATE),
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
    ("REF016", "retracted-work", _E, _FROM_DRAFT),
    ("REF017", "corrected-work", _N),
    ("REF018", "self-citations", _N),
    ("REF019", "malformed-names", _W),
    ("REF020", "misnamed-field", _W),
    ("REF021", "references-out-of-order", _W),
    ("REF022", "retractions-unreadable", _W),
    ("REF030", "not-imported", _N),
    ("REF031", "not-exported", _N),
    ("REF032", "registered-otherwise", _W),
    ("REF033", "contradictory-entries", _E),
    # FIG: figures and tables
    ("FIG001", "unknown-figure", _E),
    ("FIG002", "uncalled-figure", _W),
    ("FIG003", "unreadable-image", _E),
    ("FIG004", "missing-alt", _E),
    ("FIG005", "svg-with-outside-reference", _E),
    ("FIG006", "undrawable-figure", _E),
    ("FIG010", "low-resolution", _W),
    ("FIG011", "wrong-image-format", _W, _LATE),
    ("FIG012", "wrong-color-mode", _W, _LATE),
    ("FIG013", "image-too-large", _W, _LATE),
    ("FIG014", "figure-without-legend", _N, _LATE),
    ("FIG015", "uncalled-panel", _W),
    ("FIG016", "parts-without-panels", _N, _LATE),
    ("FIG017", "stain-or-scale-untold", _W, _LATE),
    ("FIG018", "reuse-without-licence", _W),
    ("FIG019", "misnamed-image", _N, _LATE),
    ("FIG020", "legend-too-long", _W),
    ("FIG021", "person-perhaps-shown", _W),
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
    ("JRN021", "another-guideline-named", _W, _LATE),
    ("JRN022", "orcid-missing", _W, _LATE),
    # STY: house style and wording
    ("STY001", "undefined-abbreviation", _N),
    ("STY002", "unit-not-converted", _N),
    ("STY010", "claim-without-search", _W),
    ("STY011", "effect-claimed-from-one-case", _W),
    ("STY012", "patient-called-case", _W),
    ("STY013", "stigmatizing-word", _W),
    ("STY014", "brand-name", _N),
    ("STY015", "jargon", _W),
    ("STY016", "case-in-present-tense", _N),
    ("STY017", "misspelled-word", _W),
    ("STY018", "broken-word", _W),
    ("STY019", "stray-character", _W),
    ("STY020", "vague-measure", _N),
    ("STY021", "wrong-term", _W),
    ("STY022", "unknown-word", _N),
    # DOC: the built document
    ("DOC001", "raw-markup", _E),
    ("DOC002", "unsafe-link", _E),
    ("DOC003", "text-lost-in-pdf", _E),
    ("DOC004", "image-in-text", _E),
    ("DOC005", "character-in-no-font", _E),
    ("DOC006", "character-in-another-font", _W),
)


def _info(code: str, name: str, severity: Severity, stage: Stage | None = None) -> RuleInfo:
    usual = Stage.ALWAYS if severity is _E else Stage.DRAFT
    return RuleInfo(code, name, severity, stage or usual)


RULES: dict[str, RuleInfo] = {row[0]: _info(*row) for row in _ROWS}
"""All rules by code. A code is never used again for something else."""


def find_rule(word: str) -> RuleInfo | None:
    """The rule of this code or name, in any case."""
    return RULES.get(word.upper()) or _BY_NAME.get(word.lower())


_BY_NAME = {info.name: info for info in RULES.values()}
