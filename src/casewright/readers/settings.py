"""Reads `casewright.yaml`, what a workspace decides for itself."""

from __future__ import annotations

from casewright.bibtex.keys import fault_of
from casewright.catalogue import RULES, find_rule
from casewright.diagnostics import Diagnostics, Span, Stage, near, suggest
from casewright.model.settings import Settings
from casewright.readers.yaml_file import YamlFile
from casewright.readers.yaml_kept import Store, read_kept
from casewright.workspace import SETTINGS, Workspace


def read_settings(
    workspace: Workspace, *, store: Store | None = None
) -> tuple[Settings, Diagnostics]:
    """The settings of the workspace; those of casewright where there is no file or it is wrong."""
    path = workspace.root / SETTINGS
    if not path.is_file():
        return Settings(), Diagnostics()
    file, found = read_kept(workspace.read_bytes(path), SETTINGS, store)
    if file is None:
        return Settings(), found
    from casewright.readers.validation import validate  # takes a while to import

    settings = validate(Settings, file, found)
    if settings is None:
        return Settings(), found
    named = {f"severities.{word}": word for word in settings.severities}
    named |= {f"allow.{at}.rule": one.rule for at, one in enumerate(settings.allow)}
    for path_, word in named.items():
        say_unless_adjustable(word, _place(file, path_), found)
    for at, one in enumerate(settings.allow):
        say_unless_journal(one.journal, file.place(f"allow.{at}.journal"), workspace, found)
    pattern = settings.references.key_pattern
    if pattern is not None and (fault := fault_of(pattern)):
        message = f"'{pattern}' is no pattern of keys: {fault}"
        hint = "write it as '{family}{year}{word}'"
        found.add(RULES["CASE003"], message, file.place("references.key_pattern"), hint=hint)
    return settings, found


def say_unless_adjustable(word: str, place: Span, found: Diagnostics) -> None:
    """Report a word that is no rule, or a rule that holds always."""
    rule = find_rule(word)
    if rule is None:
        guess = near(word, [info.name for info in RULES.values()])
        hint = f"did you mean '{guess}'?" if guess else "`casewright rule --list` shows them all"
        found.add(RULES["CASE018"], f"there is no rule '{word}'", place, hint=hint)
    elif rule.stage is Stage.ALWAYS:
        message = f"'{rule.name}' ({rule.code}) holds always: what it finds has to be mended"
        found.add(RULES["CASE018"], message, place, hint="delete it, and mend what the rule finds")


def say_unless_journal(
    name: str | None, place: Span, workspace: Workspace, found: Diagnostics
) -> None:
    """Report a journal that is none: nothing would ever be accepted for it."""
    if name is None or name in (known := workspace.journals()):
        return
    hint = suggest(name, known, otherwise="`casewright journals list` shows them all")
    found.add(RULES["CASE018"], f"there is no journal '{name}'", place, hint=hint)


def _place(file: YamlFile, path: str) -> Span:
    return file.key_place(path) if path.startswith("severities") else file.place(path)
