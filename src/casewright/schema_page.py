"""The reference of the files that people write, as a page of Markdown made from their types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from casewright.model.ages import AgeValue, GestationalAgeValue
from casewright.model.authors import OrcidValue
from casewright.model.codes import SYSTEMS
from casewright.model.event import CourseEvent
from casewright.model.floats import MagnificationValue
from casewright.model.genetics import (
    AlleleValue,
    CriterionValue,
    DnaChange,
    GeneValue,
    ProteinChange,
    TranscriptValue,
)
from casewright.model.laboratory import TiterValue
from casewright.model.pathology import NodeCountValue
from casewright.model.presentation import Vital
from casewright.model.quantities import QuantityValue, RangeValue, SizeValue
from casewright.model.scales import SCALES
from casewright.model.scores import SEVERITIES, GradeValue, ScoreValue
from casewright.model.times import DurationValue, EventTimeValue, UntilValue, WhenValue
from casewright.model.validators import told
from casewright.model.values import AbsentValue, FigureRefValue, NotAValue, Slug
from casewright.schema import json_schema
from casewright.workspace import package_file, read_package_file

Schema = Mapping[str, Any]

_VALUES: Mapping[str, Any] = {
    "Quantity": QuantityValue,
    "Reference range": RangeValue,
    "Size": SizeValue,
    "Time of an event": EventTimeValue,
    "Time": WhenValue,
    "End": UntilValue,
    "Duration": DurationValue,
    "Age": AgeValue,
    "Gestational age": GestationalAgeValue,
    "Score": ScoreValue,
    "Severity": GradeValue,
    "Value of a vital sign": Vital,
    "Titer": TiterValue,
    "Count of lymph nodes": NodeCountValue,
    "Magnification": MagnificationValue,
    "Gene": GeneValue,
    "Change of DNA": DnaChange,
    "Change of protein": ProteinChange,
    "Transcript": TranscriptValue,
    "HLA allele": AlleleValue,
    "Criterion": CriterionValue,
    "Call of a figure": FigureRefValue,
    "ORCID iD": OrcidValue,
    "Id": Slug,
    "Missing": AbsentValue,
}
"""The kinds of value by the name that the page gives them."""

_INTRODUCTIONS = {
    "case": """# The case file

What `cases/NAME/case.yaml` may hold. It is YAML: `key: value`, lists as `[a, b]`, and `#` before a
comment. Only what is marked as *needed* must be there. Nothing that is left out is made up: a fact
that the file does not hold gives no sentence. The numbers after CARE are those of the items of the
CARE checklist; SCARE and PROCESS are the checklists for surgical cases and for series of them.

The examples are invented. Each stands before the sentences that it becomes in the World Journal of
Gastroenterology (2007); another journal prints the same facts in its own way.

A report of several patients names their files under `patients` and may have `methods` and a
`summary_table`; then `patient`, `history`, `diagnosis` and `course` stand in the patients' files.
""",
    "patient": """# The file of one patient

What the file of one patient may hold, where a report has several (`patients: [patient-1.yaml, …]`
in its case file).
""",
    "journal": """# The profile of a journal

What `templates/JOURNAL/journal.yaml` may hold. A profile that `extends` another one says only what
differs.
""",
    "settings": """# The settings of a workspace

What `casewright.yaml` beside `cases/` may hold.
""",
}
_EVENTS = """## Events of the course

`course` is a list of what happened, in the order of its telling. Each event begins with its `kind`.
Every event may have these keys; those of its own kind follow.
"""
_PARTS = """## Parts

What stands inside the file, by name.
"""
_VALUES_HEAD = """## Values

How single values are written. One that cannot be read is told with its line and column.
"""
_SCORES = f"""## Scores, grades and stages

Write the name and the value: `ECOG 1`, `GCS 13 (E3V4M6)`, `Clavien-Dindo IIIa`. The value is
checked against the table. A TNM stage is written as `pT3N1M0, stage IIIB, AJCC 8th edition`. A
scale that is not in the table has a name and a value:
`{{name: Example Itch Scale, value: 7, out_of: 10}}`. The grade of an adverse event may be a word,
too: {", ".join(SEVERITIES[:-1])} or {SEVERITIES[-1]}.
"""
_CODES = """## Codes

Any term may carry codes: `codes: {ICD-10: C25.0}`, or a list of codes of one system. They are
printed only where a journal asks for them. How a code is written is checked; whether it exists is
not.
"""


def schema_page(kind: str) -> str:
    """The page about the `case`, `patient`, `journal` or `settings` file; raises `KeyError`."""
    schema = json_schema(kind)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_parts_of_page(kind, schema))).strip() + "\n"


def anchor(heading: str) -> str:
    """The name by which a link finds a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")


def _parts_of_page(kind: str, schema: Schema) -> Iterator[str]:
    needed = {*schema.get("required", ()), *schema.get("else", {}).get("required", ())}
    yield _INTRODUCTIONS[kind]
    yield "## The keys of the file\n"
    yield _table(schema["properties"], needed, schema["$defs"])
    events = _events_of(schema)
    if events:
        yield from _event_sections(schema, events)
    blocks = _blocks_of(schema)
    yield _PARTS
    for name in sorted(schema["$defs"], key=_title):
        if name not in events.values():
            yield from _part(name, schema["$defs"], blocks.get(name, ()))
    values = [name for name in _VALUES if _is_used(name, schema)]
    if values:
        yield _VALUES_HEAD
        yield from map(_value, values)
    if "Score" in values:
        yield from (_SCORES, _scores(), _CODES, _codes())


def _events_of(schema: Schema) -> dict[str, str]:
    """The name of each event's type by its kind, in the order of the types."""
    course = schema["properties"].get("course")
    refs = [_ref(one) for one in course["items"]["oneOf"]] if course else []
    return {schema["$defs"][ref]["properties"]["kind"]["const"]: ref for ref in refs}


def _blocks_of(schema: Schema) -> dict[str, list[str]]:
    """The keys of the file that hold each type."""
    blocks: dict[str, list[str]] = {}
    for key, taken in schema["properties"].items():
        for one in (taken, *taken.get("anyOf", ())):
            if "$ref" in one:
                blocks.setdefault(_ref(one), []).append(key)
    return blocks


def _event_sections(schema: Schema, events: Mapping[str, str]) -> Iterator[str]:
    all_fields = {kind: schema["$defs"][name]["properties"] for kind, name in events.items()}
    first = next(iter(all_fields.values()))
    common = {field: first[field] for field in CourseEvent.model_fields}
    yield _EVENTS
    yield _table(common, (), schema["$defs"])
    yield "The kinds: " + ", ".join(f"[`{one}`](#{anchor(_event(one))})" for one in events) + ".\n"
    for kind, name in events.items():
        definition = schema["$defs"][name]
        own = {
            field: taken
            for field, taken in all_fields[kind].items()
            if field != "kind" and common.get(field) != taken
        }
        yield f"### {_event(kind)}\n"
        yield _prose(definition.get("description", "")) + "\n"
        yield _table(own, definition["required"], schema["$defs"])
        yield _example("events", kind)


def _part(name: str, types: Schema, blocks: Iterable[str]) -> Iterator[str]:
    yield f"### {_title(name)}\n"
    words, inner = "", types[name]
    for one in inner.get("anyOf", ()):
        if "properties" in one:
            words, inner = "Plain text, or these keys.", one
    yield f"{_prose(inner.get('description', ''))}\n\n{words}\n"
    yield _table(inner["properties"], inner.get("required", ()), types)
    for block in blocks:
        yield _example("blocks", block)


def _example(folder: str, name: str) -> str:
    """The worked example of a kind or block; empty where there is none."""
    if not package_file("snippets", folder, f"{name}.md").is_file():
        return ""
    text = read_package_file("snippets", folder, f"{name}.md").decode()
    yaml, _, rest = text.replace("\r", "").partition("```text")
    where, _, sentences = rest.partition("\n")
    return f"{yaml}\nbecomes{where}\n\n```text\n{sentences}"


def _table(fields: Schema, needed: Iterable[str], types: Schema) -> str:
    rows = []
    for field, taken in fields.items():
        mark = " *needed*" if field in needed else ""
        meaning = _meaning(taken, types) + _default(taken)
        rows.append(f"| `{field}`{mark} | {_takes(taken)} | {_cell(meaning.strip())} |")
    return "\n".join(["| key | takes | meaning |", "|---|---|---|", *rows]) + "\n"


def _meaning(taken: Schema, types: Schema) -> str:
    """The comment on a field; where there is none, what its type is."""
    inner = taken.get("anyOf", [taken])[0]
    inner = inner.get("items", inner)
    of_type = types[_ref(inner)] if "$ref" in inner else inner
    text = str(taken.get("description") or of_type.get("description", ""))
    return _prose(text.partition("\n\n")[0])


def _default(taken: Schema) -> str:
    given = taken.get("default")
    if given in (None, False, "", [], {}) or "default" in taken.get("description", ""):
        return ""
    if isinstance(given, list):
        given = json.dumps(given, ensure_ascii=False).replace('"', "")
    shown = str(given).lower() if isinstance(given, bool) else given
    return f" By default `{shown}`." if not isinstance(given, dict) else ""


def _takes(taken: Schema) -> str:
    """What a key takes, in words."""
    if value := value_name(taken):
        return f"[{_in_running_text(value)}](#{anchor(value)})"
    if "$ref" in taken:
        title = _title(_ref(taken))
        return f"[{_in_running_text(title)}](#{anchor(title)})"
    if "anyOf" in taken:
        return " or ".join(dict.fromkeys(_takes(one) for one in taken["anyOf"]))
    if "oneOf" in taken:
        return "[events](#events-of-the-course)"
    if "const" in taken:
        return f"`{taken['const']}`"
    if "enum" in taken:
        return _either(taken["enum"])
    return _takes_of_type(taken)


def _takes_of_type(taken: Schema) -> str:
    match taken.get("type"):
        case "array":
            return _list(taken)
        case "object":
            return _mapping(taken)
        case "boolean":
            return "`true` or `false`"
        case "integer":
            return f"whole number{_bounds(taken)}"
        case "number":
            return f"number{_bounds(taken)}"
    return "text"


def _list(taken: Schema) -> str:
    if "prefixItems" in taken:
        return "list of " + ", ".join(map(_takes, taken["prefixItems"]))
    inner = _takes(taken["items"])
    least = taken.get("minItems", 0)
    return f"list of {f'at least {least}: ' if least > 1 else ''}{inner}"


def _mapping(taken: Schema) -> str:
    if taken.get("propertyNames", {}).get("enum") == list(SYSTEMS):
        return "[codes](#codes)"
    return f"names, each with {_takes(taken['additionalProperties'])}"


def _bounds(taken: Schema) -> str:
    low, high = taken.get("minimum"), taken.get("maximum")
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    if low is not None:
        return f", at least {low:g}"
    above = taken.get("exclusiveMinimum")
    return f" above {above:g}" if above is not None else ""


def _either(values: Iterable[str]) -> str:
    *head, last = (f"`{value}`" for value in values)
    return f"{', '.join(head)} or {last}" if head else last


def value_name(taken: Schema) -> str | None:
    """The kind of value that a schema describes: by its examples, or the form of an id."""
    for name in _VALUES:
        own = _schema_of(name)
        if any(key in own and own[key] == taken.get(key) for key in ("examples", "pattern")):
            return name
    return None


def _schema_of(value: str) -> dict[str, Any]:
    """The JSON Schema that a kind of value gives of itself."""
    given: dict[str, Any] = told(get_args(_VALUES[value])[2]).json_schema
    return given


def _is_used(value: str, schema: Schema) -> bool:
    own = _schema_of(value)
    key = "examples" if "examples" in own else "pattern"
    return json.dumps({key: own[key]})[1:-1] in json.dumps(schema)


def _value(name: str) -> str:
    own, help_ = _schema_of(name), _help(name)
    what = str(own.get("description", ""))
    repeated = what.rstrip(".").casefold() in help_
    said = ["" if repeated else what, _prose(f"{help_[0].upper()}{help_[1:]}.")]
    if more := [one for one in own.get("examples", ()) if f"{one}" not in help_]:
        said.append(f"Also {_either(more)}.")
    return f"### {name}\n\n{' '.join(filter(None, said))}\n"


def _help(name: str) -> str:
    """What a reader of the value says to who writes something else."""
    for wrong in ("zzz", ""):
        try:
            told(get_args(_VALUES[name])[1]).func(wrong)
        except NotAValue as error:
            return error.hint
        except ValueError as error:
            return str(error)
    raise AssertionError(name)


def _scores() -> str:
    lines = ["| write | read as | values | source |", "|---|---|---|---|"]
    for scale in SCALES:
        also = f" or {_either(scale.also)}" if scale.also else ""
        title = re.sub(r"~(\d+)~", r"<sub>\1</sub>", scale.title)
        lines.append(
            f"| `{scale.key}`{also} | {title} | {_cell(str(scale.values))} | {scale.source} |"
        )
    return "\n".join(lines) + "\n"


def _codes() -> str:
    rows = [f"| `{name}` | `{system.example}` |" for name, system in SYSTEMS.items()]
    return "\n".join(["| system | such as |", "|---|---|", *rows]) + "\n"


def _event(kind: str) -> str:
    return f"Event `{kind}`"


def _ref(schema: Schema) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _title(name: str) -> str:
    """The name of a type in words: 'Imaging finding'."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]*", name)
    return " ".join([words[0], *(word.casefold() for word in words[1:])])


def _in_running_text(title: str) -> str:
    return f"{title[0].casefold()}{title[1:]}"


def _prose(text: str) -> str:
    """`text` as Markdown that prints as it stands; what is in backticks stays code."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.split()))
    return "".join(p if p.startswith("`") else _escaped(p) for p in parts)


def _escaped(text: str) -> str:
    return re.sub(r"([*_~\[\]])", r"\\\1", text.replace("<", "&lt;"))


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
