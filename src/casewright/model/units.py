"""Units as they are printed: 'mmHg' is 'mm Hg', 'ug/l' is 'µg/L', '10*9/L' is '×10^9^/L'.

Input follows UCUM or everyday writing; the printed form follows SI and the AMA manual (litre with a
capital L, micro sign, a space in mm Hg), with the markup of facts for what is raised or lowered.
"""

from __future__ import annotations

import re

_WHOLE = {
    "mmHg": "mm Hg",
    "mm[Hg]": "mm Hg",
    "cmH2O": "cm H~2~O",
    "cm H2O": "cm H~2~O",
    "cm[H2O]": "cm H~2~O",
    "Cel": "°C",
    "C": "°C",
    "degC": "°C",
    "deg C": "°C",
    "° C": "°C",
    "º C": "°C",
    "ºC": "°C",
    "℃": "°C",
    "[degF]": "°F",
    "degF": "°F",
    "deg F": "°F",
    "deg": "°",
    "percent": "%",
    "per cent": "%",
}
_SYMBOLS = {
    **{f"{prefix}l": f"{prefix}L" for prefix in ("", "d", "c", "m", "µ", "n", "p", "f")},
    **{f"u{unit}": f"µ{unit}" for unit in ("g", "mol", "m", "M", "IU", "U", "Sv", "V", "kat", "L")},
    "ul": "µL",
    "mcg": "µg",
    "mcL": "µL",
    "mcl": "µL",
    "mcmol": "µmol",
    "cc": "mL",
    "mls": "mL",
    "mgs": "mg",
    "gm": "g",
    "gms": "g",
    "kgs": "kg",
    "hr": "h",
    "hrs": "h",
    "sec": "s",
    "secs": "s",
    "mins": "min",
    "u": "U",
    "iu": "IU",
    "miu": "mIU",
    "[iU]": "IU",
    "m[iU]": "mIU",
    "u[iU]": "µIU",
    "k[iU]": "kIU",
    "[IU]": "IU",
    "meq": "mEq",
    "meq.": "mEq",
    "mosm": "mOsm",
    "gy": "Gy",
    "cgy": "cGy",
    "msec": "ms",
}
_TEN = re.compile(
    r"(?:[x×*·]\s*)?10\s*(?:\^|\*\*?|[eE])\s*([-−]?\d+)\^?(?=\D|$)|"
    r"[x×*]\s*10([-−]?\d{1,2})(?=/)"
)
_POWER = re.compile(r"(\d+(?:\.\d+)?\s?)?(k?m|[cdmµn]m)(?:\^)?([23])\^?")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def printed_unit(raw: str) -> str:
    """The unit `raw` as it is printed; one that is not known stays as it was written."""
    text = " ".join(raw.split()).replace("μ", "µ")  # the Greek letter is not the micro sign
    text = re.sub(r"(?<=\d)?[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", _raised, text)
    text = re.sub(r"(?<=[\w%])\{[^{}]*\}", "", text)  # annotations of UCUM
    text = re.sub(r"\{([^{}]*)\}", lambda match: match[1].replace("_", " "), text)
    if text in _WHOLE:
        return _WHOLE[text]
    head = ""
    if ten := _TEN.match(text):
        exponent = (ten[1] or ten[2]).replace("-", "−")
        head, text = f"×10^{exponent}^", text[ten.end() :]
    text = re.sub(r"(?<=[A-Za-z])\.(?=[A-Za-z])", "·", text)
    parts = re.split(r"([/ ·])", text)
    return head + "".join(_symbol(part) for part in parts)


def _raised(match: re.Match[str]) -> str:
    return "^" + match[0].translate(_DIGITS)


def _symbol(part: str) -> str:
    if part in _SYMBOLS:
        return _SYMBOLS[part]
    if part in _WHOLE:
        return _WHOLE[part]
    if power := _POWER.fullmatch(part):
        factor = f"{power[1].strip()} " if power[1] else ""
        return f"{factor}{power[2]}^{power[3]}^"
    return part
