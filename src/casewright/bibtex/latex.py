"""Between the text of a field, as LaTeX, and plain text with `<i>`, `<b>`, `<sub>` and `<sup>`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_TAGS = {"i": "textit", "b": "textbf", "sub": "textsubscript", "sup": "textsuperscript"}
_COMMANDS = {**{name: tag for tag, name in _TAGS.items()}, "emph": "i", "mkbibemph": "i"}
_SIGNS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: "\\" + sign for sign in "{}%&$#_"},
}
_NAMED = {
    **{"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "ss": "ß", "ae": "æ"},
    **{"AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł"},
    **{"L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ"},
    **{"DJ": "Đ", "ng": "ŋ", "textendash": "–", "textemdash": "—", "textquoteright": "’"},
    **{"textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”", "dots": "…"},
    **{"ldots": "…", "textdegree": "°", "degree": "°", "copyright": "©", "pounds": "£", "S": "§"},
    **{"times": "×", "pm": "±", "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "approx": "≈"},
    **{"sim": "∼", "mu": "μ", "textmu": "µ", "alpha": "α", "beta": "β", "gamma": "γ"},
    **{"delta": "δ", "Delta": "Δ", "epsilon": "ε", "kappa": "κ", "lambda": "λ", "sigma": "σ"},
    **{"tau": "τ", "omega": "ω", "Omega": "Ω", "chi": "χ", "zeta": "ζ", "eta": "η", "pi": "π"},
    **{"infty": "∞", "rightarrow": "→", "textregistered": "®", "texttrademark": "™", "rho": "ρ"},
}
_ACCENTS = {
    **{"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306"},
    **{".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323"},
    **{"c": "\u0327", "k": "\u0328", "b": "\u0331"},
}
_TAG = re.compile(r"<(/?)(i|b|sub|sup)>")


def to_latex(text: str) -> str:
    """The text of a field; its braces match, whatever stands in it."""
    out: list[str] = []
    open_tags: list[str] = []
    at = 0
    for tag in _TAG.finditer(text):
        closes = bool(tag[1])
        if closes and (not open_tags or open_tags[-1] != tag[2]):
            continue
        if not closes and f"</{tag[2]}>" not in text[tag.end() :]:
            continue
        out += [_escaped(text[at : tag.start()]), "}" if closes else f"\\{_TAGS[tag[2]]}{{"]
        at = tag.end()
        open_tags.pop() if closes else open_tags.append(tag[2])
    return "".join([*out, _escaped(text[at:])]) + "}" * len(open_tags)


def _escaped(text: str) -> str:
    text = re.sub(r"[\\{}%&$#_~^]", lambda sign: _SIGNS[sign[0]], text)
    return re.sub(r"-(?=-)|`(?=`)|'(?=')|[?!](?=`)", r"{\g<0>}", text)


def from_latex(text: str) -> str:
    """Plain text; a command that is not known stays as it is written."""
    if not re.search(r"[\\{}$~`']|--", text):
        return " ".join(text.split())
    return " ".join("".join(_decoded(_tokens(text))).split())


_TOKEN = re.compile(
    r"\\(?:[A-Za-z]+[ \t\r\n]*|[^A-Za-z]|\Z)|[{}$~]|---?|``|''|[?!]`|[^\\{}$~`'?!-]+|[`'?!-]"
)
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡", "~": " "}


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _decoded(tokens: list[str]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token.startswith("\\") and len(token) > 1:
            made, at = _command(tokens, at, token[1:])
            yield made
        elif token == "$" and "$" in tokens[at:]:
            end = tokens.index("$", at)
            yield _formula("".join(tokens[at:end]))
            at = end + 1
        elif token not in ("{", "}"):
            yield _LIGATURES.get(token, token)


def _command(tokens: list[str], at: int, written: str) -> tuple[str, int]:
    name = written.strip() or " "
    if name in _COMMANDS and tokens[at : at + 1] == ["{"]:
        inner, at = _group(tokens, at)
        tag = _COMMANDS[name]
        return f"<{tag}>{inner}</{tag}>", at
    if name in _ACCENTS and at < len(tokens):
        inner, after = _accented(tokens, at)
        if inner:
            return unicodedata.normalize("NFC", inner[0] + _ACCENTS[name]) + inner[1:], after
    if name in _NAMED:
        return _NAMED[name], at + 2 if tokens[at : at + 2] == ["{", "}"] else at
    if name in {"text", "mathrm", "mathit", "mathbf", "textrm", "textsc", "textsf", "url", "href"}:
        return _group(tokens, at) if tokens[at : at + 1] == ["{"] else ("", at)
    if name in "{}%&$#_ ,-/":
        return {",": " ", "-": "", "/": ""}.get(name, name), at
    return "\\" + written, at


def _accented(tokens: list[str], at: int) -> tuple[str, int]:
    """What an accent stands on: a group, a dotless letter, or the first letter that follows."""
    token = tokens[at]
    if token == "{":
        inner, after = _group(tokens, at)
        return inner.translate(_DOTTED), after
    if token.startswith("\\") and token[1:].strip() in ("i", "j"):
        return token[1:].strip(), at + 1
    if token[:1].isalpha():
        tokens[at] = token[1:]
        return token[0], at
    return "", at


_DOTTED = str.maketrans("ıȷ", "ij")


def _group(tokens: list[str], at: int) -> tuple[str, int]:
    """The text of the braces that open at `at`, and what follows them."""
    depth = 0
    for end in range(at, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[end], 0)
        if not depth:
            return "".join(_decoded(tokens[at + 1 : end])), end + 1
    return "".join(_decoded(tokens[at + 1 :])), len(tokens)


def _formula(inner: str) -> str:
    r"""`_2`, `^{18}` and `\\alpha` as text; what is more than that stays mathematics."""
    plain = re.sub(r"\\([A-Za-z]+) ?", lambda one: _NAMED.get(one[1], one[0]), inner)
    plain = re.sub(r"\\(?:mathrm|text|mathit|mathbf)\{([^{}]*)\}", r"\1", plain)
    for sign, tag in (("_", "sub"), (r"\^", "sup")):
        plain = re.sub(sign + r"(?:\{([^{}]*)\}|(\w))", rf"<{tag}>\1\2</{tag}>", plain)
    return f"${inner}$" if re.search(r"[\\{}_^]", plain) else plain
