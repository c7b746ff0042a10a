"""What the parts of a case say of each other: events, affiliations, figures and panels by name.

These checks look at the plain data, so that they work beside errors of other kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostics, Span, near, suggest
from casewright.model.times import anchor_of, parse_when
from casewright.readers.yaml_file import YamlFile

Items: TypeAlias = "list[tuple[str, dict[str, Any]]]"
"""The mappings of a list, each with its path."""


def check_references(file: YamlFile, found: Diagnostics) -> None:
    """Report names that are given twice (CASE008) or not at all (CASE007, FIG001 …)."""
    if not isinstance(file.data, dict):
        return
    figures = _items(file.data, "figures")
    affiliations = _items(file.data, "affiliations")
    for what, items in (
        ("figure", figures),
        ("table", _tables(file.data)),
        ("affiliation", affiliations),
        ("author", _items(file.data, "authors")),
        *(("panel", _items(figure, "panels", path)) for path, figure in figures),
    ):
        _check_ids(file, what, items, found)
    check_course(file, file.data, found)
    _check_affiliations(file, affiliations, found)
    _check_grants(file, found)
    for path, figure in figures:
        _check_content(file, path, figure, found)
    _check_rows(file, found)


def _tables(data: Mapping[str, Any]) -> Items:
    """The tables of the author, and the summary table of a series with its usual name."""
    summary = data.get("summary_table")
    own = [("summary_table", {"id": "patients", **summary})] if isinstance(summary, dict) else []
    return [*_items(data, "tables"), *own]


def check_course(file: YamlFile, report: Mapping[str, Any], found: Diagnostics) -> None:
    """Report what is wrong with the names in the course of `file`; `report` holds the figures."""
    if not isinstance(file.data, dict):
        return
    events = _items(file.data, "course")
    _check_ids(file, "event", events, found)
    _check_events(file, events, found)
    _check_history(file, file.data.get("history"), _ids(events), found)
    _check_circles(file, events, found)
    _check_anchor(file, events, found)
    _check_figures(file, _items(report, "figures"), found)


def _items(data: Mapping[str, Any], key: str, path: str = "") -> Items:
    items = data.get(key)
    start = f"{path}.{key}" if path else key
    if not isinstance(items, tuple):
        return []
    return [(f"{start}.{n}", item) for n, item in enumerate(items) if isinstance(item, dict)]


def _ids(items: Items) -> dict[str, str]:
    """Path of the first item of each id."""
    ids: dict[str, str] = {}
    for path, item in items:
        if isinstance(item.get("id"), str):
            ids.setdefault(item["id"], path)
    return ids


def _check_ids(file: YamlFile, what: str, items: Items, found: Diagnostics) -> None:
    first = _ids(items)
    for path, item in items:
        name = item.get("id")
        if isinstance(name, str) and first[name] != path:
            message = f"another {what} has the id '{name}' already"
            there = file.place(f"{first[name]}.id")
            hint = f"rename one of them, and what refers to it; the first stands at {there}"
            found.add(RULES["CASE008"], message, file.place(f"{path}.id"), hint=hint)


def _anchor(at: Any) -> str | None:
    """The id of the event that a time is counted from."""
    try:
        return anchor_of(parse_when(at))
    except ValueError:
        return None


def _named(event: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The keys of an event that name another event, each with the name."""
    yield "of", event.get("of")
    yield "compared_with", event.get("compared_with")
    replaced = event.get("replaces")
    for number, name in enumerate(replaced if isinstance(replaced, tuple) else ()):
        yield f"replaces.{number}", name
    yield from _anchors(event)


_OTHERS = frozenset({"at", "of", "compared_with", "replaces"})
"""The keys under which an event does not name itself."""
_TIMES = frozenset({"at", "until", "discharged"})
"""The keys under which a time stands, in an event and in all that is in it."""


def _anchors(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The path of each time inside `value` that is counted from an event, with its id."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _TIMES and (name := _anchor(inner)):
                yield f"{path}{key}", name
            else:
                yield from _anchors(inner, f"{path}{key}.")
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _anchors(inner, f"{path}{number}.")


def _check_events(file: YamlFile, events: Items, found: Diagnostics) -> None:
    ids = _ids(events)
    kinds = {event.get("id"): event.get("kind") for _, event in events}
    for path, event in events:
        for key, name in _named(event):
            place = file.place(f"{path}.{key}")
            if not isinstance(name, str):
                continue
            if name == event.get("id") and key.partition(".")[0] in _OTHERS:
                message = f"the event '{name}' refers to itself"
                hint = "name another event, or give a date"
                found.add(RULES["CASE007"], message, place, hint=hint)
            elif name not in ids:
                _report_unknown(name, ids, place, found)
            elif key.startswith("replaces") and kinds[name] != "medication":
                message = f"'{name}' is not a medication"
                hint = "name the event of kind medication that was replaced"
                found.add(RULES["CASE007"], message, place, hint=hint)
            elif key == "of" and kinds[name] == "pathology":
                message = f"'{name}' is a pathology report itself"
                hint = "name the procedure that gave the specimen"
                found.add(RULES["CASE007"], message, place, hint=hint)


def _check_history(file: YamlFile, history: Any, ids: Iterable[str], found: Diagnostics) -> None:
    for path, name in _anchors(history, "history."):
        if name not in ids:
            _report_unknown(name, ids, file.place(path), found)


def _report_unknown(name: str, ids: Iterable[str], place: Span, found: Diagnostics) -> None:
    hint = _choice(name, ids, "event", "give the event meant an 'id: …' first")
    message = f"there is no event with the id '{name}'"
    found.add(RULES["CASE007"], message, place, hint=hint)


def _check_circles(file: YamlFile, events: Items, found: Diagnostics) -> None:
    """Times that are told from each other say nothing."""
    paths = _ids(events)
    by_path = dict(events)
    anchors = {name: _anchor(by_path[path].get("at")) for name, path in paths.items()}
    done: set[str] = set()
    for start in anchors:
        trail: list[str] = []
        name: str | None = start
        while name is not None and name in anchors and name not in trail and name not in done:
            trail.append(name)
            name = anchors[name]
        if name is not None and name in trail and anchors[name] != name:
            circle = " → ".join([*trail[trail.index(name) :], name])
            message = f"these events are told from each other: {circle}"
            hint = "give one of them a date, or count it from an event outside the circle"
            found.add(RULES["CASE007"], message, file.place(f"{paths[name]}.at"), hint=hint)
        done.update(trail)


def _check_anchor(file: YamlFile, events: Items, found: Diagnostics) -> None:
    """The event that is day 0 is one of the course."""
    assert isinstance(file.data, dict)
    name, ids = file.data.get("anchor"), _ids(events)
    if isinstance(name, str) and name not in ids:
        _report_unknown(name, ids, file.place("anchor"), found)


def _check_affiliations(file: YamlFile, affiliations: Items, found: Diagnostics) -> None:
    known = _ids(affiliations)
    assert isinstance(file.data, dict)
    for path, author in _items(file.data, "authors"):
        names = author.get("affiliations")
        for number, name in enumerate(names if isinstance(names, tuple) else ()):
            if isinstance(name, str) and name not in known:
                hint = _choice(name, known, "affiliation", "add it to 'affiliations'")
                place = file.place(f"{path}.affiliations.{number}")
                found.add(RULES["CASE012"], f"there is no affiliation '{name}'", place, hint=hint)


def _check_grants(file: YamlFile, found: Diagnostics) -> None:
    """Whoever received a grant is one of the authors, and only one."""
    assert isinstance(file.data, dict)
    statements = file.data.get("statements")
    names = [name for _, one in _items(file.data, "authors") for name in _names_of(one)]
    families = [str(one.get("family", "?")) for _, one in _items(file.data, "authors")]
    grants = _items(statements, "funding", "statements") if isinstance(statements, dict) else []
    for path, grant in grants:
        received = grant.get("authors")
        for number, name in enumerate(received if isinstance(received, tuple) else ()):
            if not isinstance(name, str) or names.count(name) == 1:
                continue
            message = f"there is no author '{name}'"
            every = f"the authors are {', '.join(families)}"
            hint = suggest(name, names, otherwise=every)
            if name in names:
                message = f"'{name}' is the name of several authors"
                hint = "give each an 'id' under 'authors', and write that"
            found.add(RULES["CASE016"], message, file.place(f"{path}.authors.{number}"), hint=hint)


def _names_of(author: Mapping[str, Any]) -> set[str]:
    """What a grant may call an author."""
    texts = [author.get(key) for key in ("id", "family", "given")]
    known = {text for text in texts[:2] if isinstance(text, str)}
    if isinstance(texts[1], str) and isinstance(texts[2], str):
        known.add(f"{texts[2]} {texts[1]}")
    return known


def _check_figures(file: YamlFile, figures: Items, found: Diagnostics) -> None:
    panels = {
        figure["id"]: list(_ids(_items(figure, "panels", path)))
        for path, figure in figures
        if isinstance(figure.get("id"), str)
    }
    assert isinstance(file.data, dict)
    for path, name in _figure_references(file.data.get("course"), "course"):
        figure, _, panel = name.partition("/")
        whole = [*panels, *(f"{f}/{p}" for f, inside in panels.items() for p in inside)]
        if figure not in panels:
            message = f"there is no figure '{figure}'"
            hint = _choice(name, whole, "figure", "add it to 'figures'")
        elif panel and panel not in panels[figure]:
            message = f"the figure '{figure}' has no panel '{panel}'"
            hint = _choice(panel, panels[figure], "panel", "add it to the 'panels' of the figure")
        else:
            continue
        found.add(RULES["FIG001"], message, file.place(path), hint=hint)


def _figure_references(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "figure" and isinstance(inner, str):
                yield f"{path}.{key}", inner
            else:
                yield from _figure_references(inner, f"{path}.{key}")
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _figure_references(inner, f"{path}.{number}")


def report_missing_alt(what: str, place: Span, found: Diagnostics) -> None:
    """Report an image without words for readers who cannot see it (FIG004)."""
    hint = "add 'alt: …': one sentence that says what can be seen, not what it means"
    found.add(RULES["FIG004"], f"{what} has no alternative text", place, hint=hint)


def _check_content(
    file: YamlFile, path: str, figure: Mapping[str, Any], found: Diagnostics
) -> None:
    if "kind" in figure:
        return
    name = figure.get("id", "?")
    if "file" in figure and "alt" not in figure:
        report_missing_alt(f"the figure '{name}'", file.place(path), found)
    if "file" not in figure and not figure.get("panels"):
        hint = "add 'file: figures/…', or 'panels:' with a file each"
        message = f"the figure '{name}' has no file"
        found.add(RULES["CASE004"], message, file.place(path), hint=hint)
    elif "file" in figure and figure.get("panels"):
        hint = "keep 'file' for a figure of one image, 'panels' for one of several"
        message = f"the figure '{name}' has both 'file' and 'panels'"
        found.add(RULES["CASE003"], message, file.key_place(f"{path}.file"), hint=hint)


def _check_rows(file: YamlFile, found: Diagnostics) -> None:
    """All rows of a table are as long as its header."""
    assert isinstance(file.data, dict)
    for path, table in _items(file.data, "tables"):
        rows = table.get("rows")
        if not isinstance(rows, tuple) or not all(isinstance(row, tuple) for row in rows):
            continue
        for number, row in enumerate(rows):
            if len(row) != len(rows[0]):
                message = f"this row has {_cells(row)}, the header has {_cells(rows[0])}"
                hint = "add or remove cells; write '–' for an empty one"
                found.add(RULES["CASE003"], message, file.place(f"{path}.rows.{number}"), hint=hint)


def _cells(row: tuple[Any, ...]) -> str:
    return f"{len(row)} cell" if len(row) == 1 else f"{len(row)} cells"


def _choice(name: str, among: Iterable[str], what: str, remedy: str) -> str:
    known = list(among)
    guess = near(name, known)
    if guess:
        return f"did you mean '{guess}'?"
    if not known:
        return f"there is none yet: {remedy}"
    return f"the {what}s are {', '.join(known)}" if len(known) <= 12 else remedy
