"""Signs, ranges, percentages and the grouping of digits in running text, by a journal's style.

Every function takes and gives plain text. What is not plainly a number stays: identifiers, dates,
lot numbers and gene or antigen names (CA 19-9, CD4-8, 2005-09, NM_000546.6) have letters, a second
hyphen, a leading zero, or ends that do not rise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from casewright.model.journal_style import HouseStyle, PValues

NBSP, THIN = "\u00a0", "\u202f"
"""The thin space is the narrow one that does not break."""

_NUM = r"\d+(?:,\d{3})*(?:[.·]\d+)?"
_BEFORE = r"(?<![^\s(\[“‘\"'<>≤≥=~±])"
_AFTER = r"(?=[%°\s)\],;:!?”’\"']|[.](?!\w)|$)"
_RANGE = re.compile(rf"{_BEFORE}({_NUM})([ \u00a0]?%)?([-–]| to )({_NUM})([ \u00a0]?%)?{_AFTER}")
_UNITS = (
    "mm Hg|mm\u00a0Hg|mmHg|[mµnpk]?g|[mµcdk]?m|[mµdn]?[lL]|[mµnp]?mol|mEq|mOsm|[mµk]?IU|[mk]?U|"
    "[mc]?Gy|mCi|[kM]?Bq|kPa|[kK]?Hz|[mk]?V|mA|ms|min|hours?|h|minutes?|seconds?|s|days?|d|"
    "weeks?|wk|months?|mo|years?|yr?|kcal|kJ|°C|°F|fL|cycles?|fractions?|mol|beats|breaths|Da|kDa|kb|bp"
)
_WITH_UNIT = re.compile(rf"(?<=\d)[ \n](?=(?:{_UNITS})(?:/|\b|(?<=°[CF]))(?!-))")


def in_style(text: str, style: HouseStyle, *, british: bool) -> str:
    """`text` with the signs, ranges, percentages and numbers that `style` asks for."""
    if not re.search(r"\d", text):
        return text
    for sign in style.signs:
        for pattern, sign_text in _SIGNS[sign]:
            text = pattern.sub(sign_text, text)
    text = _RANGE.sub(lambda match: _range(match, style), text)
    text = _percent(text, style, british=british)
    if style.thousands != "as-written":
        text = _LONG.sub(lambda match: _grouped(match, style.thousands), text)
    if style.p_values:
        text = _P.sub(lambda match: _p_value(match, style.p_values or PValues()), text)
    if style.decimal_point != ".":
        text = re.sub(r"(?<![\w.:/-])(\d*)\.(\d+)(?![\w.]*\.\d|[\w/:])", r"\1·\2", text)
    if style.bind_units:
        text = _WITH_UNIT.sub(NBSP, text)
    return text


_GAP = "[ \\u00a0]?"
_LENGTH = rf"{_NUM}(?:{_GAP}(?:mm|cm|m)\b)?"
_LENGTHS = re.compile(rf"(?<![\w.-]){_LENGTH}(?:{_GAP}[x×]{_GAP}{_LENGTH})+(?![\w-])")
_SIGNS: dict[str, tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]] = {
    "times": (
        (_LENGTHS, lambda match: re.sub(rf"{_GAP}[x×]{_GAP}", f"{NBSP}×{NBSP}", match[0])),
        (re.compile(rf"(?<=\d){_GAP}[x×*]{_GAP}(?=10$|10\^)"), f"{NBSP}×{NBSP}"),
    ),
    "minus": ((re.compile(rf"{_BEFORE}-(?={_NUM}{_AFTER})"), "−"),),
    "plus-minus": (
        (
            re.compile(rf"(?<=[\d%]){_GAP}(?:\+/?-|±){_GAP}(?={_NUM}{_AFTER})"),
            f"{NBSP}±{NBSP}",
        ),
    ),
    "relations": (
        (re.compile(r"<=(?=[ \u00a0]?\d)"), "≤"),
        (re.compile(r">=(?=[ \u00a0]?\d)"), "≥"),
    ),
    "degree": ((re.compile(r"(?<=\d)[ \u00a0]?[°º][ \u00a0]?([CF])\b"), rf"{NBSP}°\1"),),
}


def short_times(text: str, units: Mapping[str, str], *, opens: bool) -> str:
    """'12 months' as '12 mo', where the journal has a sign for the unit; not where it opens."""
    if not units:
        return text

    def one(match: re.Match[str]) -> str:
        begins = re.search(r"[.?!][”’\")]*[ \n]$", text[: match.start()])
        if begins or (opens and not match.start()):
            return match[0]
        return f"{match[1]}{NBSP}{units[match[2]]}"

    names = "|".join(map(re.escape, units))
    return re.sub(rf"(?<![\w.,-])(\d[\d.–]*)[ \u00a0\n]({names})s?\b(?![-’'])", one, text)


def _range(match: re.Match[str], style: HouseStyle) -> str:
    low, low_percent, dash, high, high_percent = match.groups()
    if not _is_range(low, high, dash, signed=bool(low_percent or high_percent)):
        return match[0]
    if style.ranges != "as-written" and (dash != " to " or style.ranges == "to"):
        dash = {"en-dash": "–", "hyphen": "-", "to": " to "}[style.ranges]
    if high_percent:
        if style.percent_in_range == "repeated":
            low_percent = low_percent or high_percent
        elif style.percent_in_range == "once":
            low_percent = None
    return f"{low}{low_percent or ''}{dash}{high}{high_percent or ''}"


def _is_range(low: str, high: str, dash: str, *, signed: bool) -> bool:
    """Whether two numbers are the ends of a range, and no name, date, suture or telephone."""
    if signed or dash == " to ":
        return True
    ends = [re.sub(r"[,]", "", end).replace("·", ".") for end in (low, high)]
    if any(re.match(r"0\d", end) for end in ends) or float(ends[0]) >= float(ends[1]):
        return False
    return not (len(low) == 3 and len(high) == 4 and low.isdigit() and high.isdigit())


_PERCENT = re.compile(r"(?<=\d)([ \u00a0\n]?%|[ \u00a0\n](?:percent|per cent)\b)")


def _percent(text: str, style: HouseStyle, *, british: bool) -> str:
    if style.percent == "as-written":
        return text
    word = f"{NBSP}per cent" if british else f"{NBSP}percent"
    return _PERCENT.sub({"closed": "%", "spaced": f"{NBSP}%", "word": word}[style.percent], text)


_LONG = re.compile(
    rf"((?:\b(?:[A-Z][A-Z0-9]+|[Nn]umber|No\.|[Cc]ode|ID|[Aa]ccession|[Pp]rotocol|[Ll]ot|[Vv]ersion"
    rf"|[Pp]age|[Rr]egistration|[Rr]eference)s?[:#]?[ \u00a0\n])?)"
    rf"{_BEFORE}(\d{{1,3}}(?:[,\u2009\u202f]\d{{3}})+|[1-9]\d{{4,}})((?:\.\d+)?)"
    r"(?=[%\s)\];:!?–/]|[.,](?!\w)|$)"
)


def _grouped(match: re.Match[str], separator: str) -> str:
    label, given, decimals = match.groups()
    digits = re.sub(r"\D", "", given)
    if label:
        return match[0]
    if separator == "none" or (len(digits) < 5 and separator != "comma"):
        return digits + decimals
    mark = {"comma": ",", "thin-space": THIN}[separator]
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", mark, digits) + decimals


_P = re.compile(r"(?<![\w-])[Pp][ \u00a0]?(=|<=|>=|<|>|≤|≥)[ \u00a0]?(0?)[.·](\d+)(?![\w])")


def _p_value(match: re.Match[str], style: PValues) -> str:
    sign = {"<=": "≤", ">=": "≥"}.get(match[1], match[1])
    space = NBSP if style.spaced else ""
    zero = "0" if style.leading_zero else ""
    return f"{style.letter}{space}{sign}{space}{zero}.{match[3]}"
