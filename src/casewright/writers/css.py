"""The stylesheet of the HTML page and the PDF, made from a `PageStyle`."""

from __future__ import annotations

from casewright.model.fonts import FACES
from casewright.model.print_sizes import PAPERS
from casewright.model.style import Heading, PageStyle
from casewright.writers.sizes import (
    CAPTION_SPACE_PT,
    CELL_PADDING_MM,
    CELL_SPACE_PT,
    FRONT_SPACING,
    HEADER_MM,
    LIST_INDENT_MM,
    SUPERSCRIPT,
)

_FRONT = (
    *(".article-type", ".author", ".affiliation"),
    *(".correspondence", ".running-title", ".statement", ".keywords"),
)
"""Classes of the paragraphs of the title page, which have narrower lines."""

# What stands in a link would be a link once more in the PDF.
_FIXED = """\
* { box-sizing: border-box; }
body { margin: 0; color: #000; }
h1, h2, h3, h4, h5, h6 { break-after: avoid; break-inside: avoid; }
sup, sub { line-height: 0; }
a { color: inherit; text-decoration: none; }
a em, a strong, a sup, a sub, a span, a code { -weasy-link: none; }
p { orphans: 2; widows: 2; }
blockquote { margin: 0 10mm; }
ul ul { list-style-type: "– "; }
figure { margin: 0; break-inside: avoid; text-align: center; }
figure p { margin: 0; text-indent: 0; line-height: 1; }
figure img { height: auto; image-orientation: none; max-width: 100%; vertical-align: bottom; }
figcaption { text-align: left; margin-top: 4pt; }
.panels { text-align: center; font-size: 0; }
.panel { display: inline-block; margin: 0 0.5%; vertical-align: top; }
.panel img { width: 100%; }
.panel figcaption { text-align: center; font-weight: bold; margin: 2pt 0 6pt; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
caption { caption-side: top; text-align: left; padding-bottom: 4pt; }
caption { break-after: avoid; break-inside: avoid; }
thead { display: table-header-group; }
thead th { font-weight: bold; vertical-align: bottom; }
th, td { text-align: left; vertical-align: top; }
tr { break-inside: avoid; }
.short { break-inside: avoid; }
td, th { overflow-wrap: anywhere; }
td p, th p { margin: 0; text-indent: 0; line-height: inherit; }
.csl-left-margin { display: inline-block; text-indent: 0; }
.csl-right-inline { display: inline; }
.nowrap { white-space: nowrap; }
.page-break { break-after: page; }
.sideways { page: sideways; break-before: page; break-after: page; }
@media screen {
  body { background: #eee; }
  a { text-decoration: underline; }
  main { background: #fff; margin: 0 auto; }
}
"""


def stylesheet(style: PageStyle, running_title: str) -> str:
    """The CSS for `style`; `running_title` stands at the head of every page but the first."""
    width, height = PAPERS[style.paper]
    return "".join(
        (
            _page_rules(style, running_title),
            _FIXED,
            _text_rules(style),
            "".join(_heading_rule(n, h, style) for n, h in _levels(style)),
            _block_rules(style),
            f"@media screen {{ main {{ max-width: {width:g}mm; min-height: {height:g}mm; "
            f"padding: {_margins(style)}; }} }}\n",
        )
    )


def families(style: PageStyle) -> str:
    """The fonts in the order in which characters are looked for in them.

    Those that are shipped come first, so that a PDF does not depend on the machine that it is made
    on; Liberation has more characters than the others.
    """
    face = FACES[style.font]
    liberation = "Liberation Serif" if face.kind == "serif" else "Liberation Sans"
    generic = "serif" if face.kind == "serif" else "sans-serif"
    named = dict.fromkeys((face.family, liberation, "Liberation Serif", face.word))
    return ", ".join([*(f'"{name}"' for name in named), generic])


def line_height(style: PageStyle, spacing: float = 1) -> str:
    """`spacing` times single spacing as a CSS number."""
    return f"{spacing * FACES[style.font].single:.5g}"


def half_leading(style: PageStyle, *, spacing: float | None = None) -> float:
    """Points that CSS puts above a line of text and below it, for the body's spacing or another.

    Word puts all of the extra space below the line and lets it run over the end of the page. So
    the PDF's page area is larger by this at the top and the bottom, and blocks with less spacing
    than the body get the difference above them.
    """
    lines = style.line_spacing if spacing is None else spacing
    return (lines - 1) * FACES[style.font].single * style.font_size / 2


def _shifted(style: PageStyle, after: float, *, spacing: float = 1.0) -> str:
    """Declarations for a block with `after` points of space after it in Word."""
    shift = half_leading(style) - half_leading(style, spacing=spacing)
    return (
        f"padding-top: {shift:.4g}pt; padding-bottom: {shift:.4g}pt; "
        f"margin-bottom: {_margin_after(style, after, spacing=spacing):.4g}pt;"
    )


def _margin_after(style: PageStyle, after: float, *, spacing: float = 1.0) -> float:
    return after - 2 * (half_leading(style) - half_leading(style, spacing=spacing))


def _margins(style: PageStyle) -> str:
    extra = half_leading(style) * 25.4 / 72
    sides = (
        style.margin_top - extra,
        style.margin_right,
        style.margin_bottom - extra,
        style.margin_left,
    )
    return " ".join(f"{side:.5g}mm" for side in sides)


def _page_rules(style: PageStyle, running_title: str) -> str:
    width, height = PAPERS[style.paper]
    sideways = f"@page sideways {{ size: {height:g}mm {width:g}mm; }}\n"
    font = f"font: {style.caption_size:g}pt {families(style)};"
    numbers = {
        "none": "",
        "page": "counter(page)",
        "page-of-pages": '"Page " counter(page) " of " counter(pages)',
    }[style.page_numbers]
    head = _css_string(running_title) if style.running_head and running_title else ""
    at_top = style.page_numbers_at == "top-right"
    both = ' "\\2003 " '.join(part for part in (head, numbers if at_top else "") if part)
    first = (at_top and numbers) or "none"
    rules = [f"@page {{ size: {width:g}mm {height:g}mm; margin: {_margins(style)};"]
    if both:
        rules.append(
            f" @top-right {{ content: {both}; {font} "
            f"vertical-align: top; padding-top: {HEADER_MM}mm; }}"
        )
    if numbers and not at_top:
        rules.append(
            f" @{style.page_numbers_at} {{ content: {numbers}; {font} "
            f"vertical-align: bottom; padding-bottom: {HEADER_MM}mm; }}"
        )
    rules.append(f" }}\n@page :first {{ @top-right {{ content: {first}; }} }}\n{sideways}")
    return "".join(rules)


def _css_string(text: str) -> str:
    safe = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
    return f'"{safe}"'


def _text_rules(style: PageStyle) -> str:
    spacing = min(style.line_spacing, FRONT_SPACING)
    space = f"{style.paragraph_space:g}pt"
    return (
        f"html {{ font: {style.font_size:g}pt/{line_height(style, style.line_spacing)} "
        f"{families(style)}; }}\n"
        f"p {{ margin: 0 0 {space}; text-indent: {style.paragraph_indent:g}mm; "
        f"text-align: {style.align}; }}\n"
        f"sup, sub {{ font-size: {SUPERSCRIPT}em; }}\n"
        f"h1 {{ font-size: {style.title_size:g}pt; line-height: {line_height(style)}; "
        f"margin: 0; {_shifted(style, 12)} }}\n"
        f"{', '.join(f'{name} p' for name in _FRONT)} {{ "
        f"line-height: {line_height(style, spacing)}; text-indent: 0; "
        f"text-align: left; {_shifted(style, style.paragraph_space, spacing=spacing)} }}\n"
        f"ul, ol {{ margin: 0 0 {space}; padding-left: {LIST_INDENT_MM}mm; }}\n"
        "li p { margin-bottom: 0; text-indent: 0; }\n"
    )


def _levels(style: PageStyle) -> list[tuple[int, Heading]]:
    first, second, third = style.headings
    return [(2, first), (3, second), (4, third), (5, third), (6, third)]


def _heading_rule(number: int, heading: Heading, style: PageStyle) -> str:
    rules = [
        f"h{number} {{ font-size: {heading.size:g}pt; line-height: {line_height(style)}; "
        f"font-weight: {'bold' if heading.bold else 'normal'}; "
        f"font-style: {'italic' if heading.italic else 'normal'}; "
        f"text-transform: {'uppercase' if heading.caps else 'none'}; "
        f"text-align: {heading.align}; "
        f"margin: {heading.space_before:g}pt 0 0; {_shifted(style, heading.space_after)} }}\n"
    ]
    front = min(style.line_spacing, FRONT_SPACING)
    before = [("figure", CAPTION_SPACE_PT, 1.0), (".table", CAPTION_SPACE_PT, 1.0)]
    before += [(name, style.paragraph_space, front) for name in _FRONT]
    before += [(f"h{n}", above.space_after, 1.0) for n, above in _levels(style)]
    for selector, after, spacing in before:
        margin = _margin_between(style, after, heading.space_before, spacing=spacing)
        rules.append(f"{selector} + h{number} {{ margin-top: {margin:.4g}pt; }}\n")
    return "".join(rules)


def _margin_between(style: PageStyle, after: float, before: float, *, spacing: float) -> float:
    """The margin above a heading that follows a block with less spacing than the body.

    Word takes the larger of the two spaces; CSS adds a negative margin to a positive one.
    """
    wanted = _margin_after(style, max(after, before), spacing=spacing)
    return wanted - min(0.0, _margin_after(style, after, spacing=spacing))


_RULES = {
    "three-line": (
        "table { border-top: 1.5pt solid; border-bottom: 1.5pt solid; }\n"
        "thead th { border-bottom: 0.75pt solid; }\n"
    ),
    "rows": (
        "table { border-top: 1.5pt solid; border-bottom: 1.5pt solid; }\n"
        "th, td { border-bottom: 0.5pt solid; }\nthead th { border-bottom: 0.75pt solid; }\n"
    ),
    "grid": "table, th, td { border: 0.5pt solid; }\n",
}


def _block_rules(style: PageStyle) -> str:
    indent = f"{style.reference_indent:g}mm"
    caption = f"font-size: {style.caption_size:g}pt; line-height: {line_height(style)};"
    return (
        f"figcaption, caption {{ {caption} }}\n"
        f"figcaption p, caption p {{ line-height: {line_height(style)}; text-indent: 0; margin: 0; "
        "text-align: left; }\n"
        f"main > figure, .table {{ {_shifted(style, CAPTION_SPACE_PT)} }}\n"
        f"table {{ font-size: {style.table_size:g}pt; line-height: {line_height(style)}; "
        "margin: 0; }\n"
        f"th, td {{ padding: {CELL_SPACE_PT:g}pt {CELL_PADDING_MM:g}mm; }}\n"
        f"{_RULES[style.table_rules]}"
        f".csl-entry {{ padding-left: {indent}; text-indent: -{indent}; "
        f"margin-bottom: {style.paragraph_space:g}pt; }}\n"
        f".csl-left-margin {{ width: {indent}; }}\n"
        f".csl-entry p {{ text-indent: -{indent}; }}\n"
    )
