"""Makes WeasyPrint 69.0 compute styles with fewer calls; the values stay the same.

Only `weasyprint_patches.py` uses this, for that version alone.
"""

from __future__ import annotations

import functools
from typing import Any

from weasyprint import css
from weasyprint.css import computed_values, functions, properties, tokens
from weasyprint.css.properties import Dimension
from weasyprint.layout import inline, percent, preferred

# What these values stand for depends on other properties or on the parent.
_SPECIAL = {"display", "float", "page", "position"}

_INITIAL = {
    name: value
    for name, value in properties.INITIAL_VALUES.items()
    if name not in properties.INHERITED | properties.INITIAL_NOT_COMPUTED | _SPECIAL
    and not name.startswith(("__", "text_decoration_"))
}
"""Values of the properties that an element has unless its own rules say otherwise."""

_WITHOUT_SIDES = {
    name: value
    for name, value in _INITIAL.items()
    if name not in computed_values.PHYSICAL_FUNCTIONS
}
"""The same without those that have a second, logical name (`margin-block-start`)."""

_LOGICAL = frozenset(
    function(block="ttb", inline="ltr") for function in computed_values.PHYSICAL_FUNCTIONS.values()
) | frozenset(
    function(block="ttb", inline="rtl") for function in computed_values.PHYSICAL_FUNCTIONS.values()
)

_OF_TEXT = tuple(
    name
    for name in (
        *("color", "color_scheme", "direction", "visibility", "border_collapse", "lang", "link"),
        *("text_transform", "hyphens", "overflow_wrap", "word_spacing", "letter_spacing"),
        *("font_size", "font_family", "font_style", "font_stretch", "font_weight", "line_height"),
        *("font_language_override", "font_variation_settings", "font_feature_settings"),
        *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
        *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    )
    if name in properties.INHERITED
)
"""Inherited properties that the layout of any text asks for; none of them is changed later."""

_PLAIN = frozenset({str, int, float, bool, type(None), list, Dimension})


def compute_styles_fast() -> None:
    """Fill in initial and inherited values at once, parse the name of a colour once, and tell
    plain values from functions by their type.
    """
    _fill_in_values()
    vars(computed_values)["parse_color"] = _parse_color
    for module in (functions, css, computed_values, inline, percent, preferred, tokens):
        vars(module)["check_math"] = _check_math
    vars(percent)["resolve_one_percentage"] = _resolve_one_percentage


def _fill_in_values() -> None:
    anonymous, computed = css.AnonymousStyle.__init__, css.ComputedStyle.__init__

    def fill_anonymous(self: Any, parent_style: Any) -> None:
        self.update(_INITIAL)
        for name in _OF_TEXT:
            self[name] = parent_style[name]
        anonymous(self, parent_style)

    def fill_computed(self: Any, parent_style: Any, cascaded: Any, *others: Any) -> None:
        self.update(_INITIAL if _LOGICAL.isdisjoint(cascaded) else _WITHOUT_SIDES)
        if parent_style is not None:
            for name in _OF_TEXT:
                self[name] = parent_style[name]
        for name in cascaded:
            self.pop(name, None)
        computed(self, parent_style, cascaded, *others)

    css.AnonymousStyle.__init__ = fill_anonymous
    css.ComputedStyle.__init__ = fill_computed


_real_parse_color = computed_values.parse_color
_parse_name = functools.cache(_real_parse_color)


def _parse_color(value: Any, schemes: Any) -> Any:
    if type(value) is str:
        return _parse_name(value, schemes if type(schemes) is str else tuple(schemes))
    return _real_parse_color(value, schemes)


_real_check_math = functions.check_math
_real_resolve_one_percentage = percent.resolve_one_percentage


def _check_math(token: Any) -> Any:
    return None if type(token) in _PLAIN else _real_check_math(token)


def _resolve_one_percentage(box: Any, property_name: str, refer_to: Any) -> None:
    value = box.style[property_name]
    if type(value) is Dimension and value[1] == "px":
        setattr(box, property_name, value[0])
    else:
        _real_resolve_one_percentage(box, property_name, refer_to)
