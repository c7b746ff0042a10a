"""Random BibTeX: well-formed entries, what may stand between them, and garbage."""

from __future__ import annotations

from hypothesis import strategies as st

_KEY = st.from_regex(r"[A-Za-z0-9ü][A-Za-z0-9:_+-]{0,8}", fullmatch=True)
_NAME = st.sampled_from(["title", "author", "doi", "date-added", "Note", "pages"])
_TEXT = st.text(st.sampled_from("abc é\n\r=,#%\"'@(~&$"), max_size=12)
_QUOTABLE = st.text(st.sampled_from("abc é\n=,#%'@(~&$"), max_size=12)


def _balanced(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, max_size=3).map("".join)


_NESTED = st.recursive(
    _TEXT | st.sampled_from(["\\{", "\\}", '\\"', "\\\\ "]),
    lambda inner: _balanced(inner).map(lambda text: f"{{{text}}}"),
    max_leaves=4,
)
_BRACED = _balanced(_NESTED).map(lambda text: f"{{{text}}}")
_QUOTED = _QUOTABLE.map(lambda text: f'"{text}"')
_WORD = st.sampled_from(["2007", "jan", "wjg"])
_VALUE = st.lists(_BRACED | _QUOTED | _WORD, min_size=1, max_size=3).map(" # ".join)
_SPACE = st.sampled_from(["", " ", "\n  ", "\r\n\t"])


@st.composite
def _entry(draw: st.DrawFn) -> tuple[str, str]:
    """Key and text of a well-formed entry."""
    key, space = draw(_KEY), draw(_SPACE)
    kind = draw(st.sampled_from(["article", "Book", "misc"]))
    pairs = draw(st.lists(st.tuples(_NAME, _VALUE), max_size=4))
    body = "".join(f",{space}{name}{space}={space}{value}{space}" for name, value in pairs)
    comma = draw(st.sampled_from(["", ",", ",\n"]))
    return key, f"@{kind}{{{space}{key}{space}{body}{comma}}}"


ENTRIES = _entry()

GAPS = st.sampled_from(
    [
        *("", "\n", "\n\n", "\r\n", "\n% 100 %\n", "} ) , {\n"),
        *(" % @article{no, title={x}}\n", "\ntext me@example.org\n"),
        "@comment{ @article{no2, title={x}} }",
    ]
)

BROKEN = st.sampled_from(
    [
        "\n@article{broken, title = {A\n",
        '\n@article{broken, title = "A, year = 2007}\n',
        "\n@Article{,\n  title = {A},\n}\n",
        "\n@article{broken,\n  title = {A}\n  year = 2007\n}\n",
        "\n@string{broken = {A}\n",
        "\n@comment{ not closed\n",
    ]
)

GARBAGE = st.text(st.sampled_from('@article{}(),=#"% \n\\key\xe9'), max_size=60)
