"""Drawn figures: labels that never touch, the same bytes each time, letters as wide as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from casewright.figures.drawn.canvas import WIDTH, Canvas
from casewright.figures.drawn.draw import draw
from casewright.figures.drawn.letters import width_of, wrapped
from casewright.figures.drawn.ticks import log_ticks, nice_ticks
from casewright.figures.drawn.timeline import draw_timeline
from casewright.figures.drawn.trend import draw_trend
from casewright.figures.prepare import prepare_image
from casewright.model.charts import (
    ChartItem,
    Lane,
    Picture,
    TimeAxis,
    Timeline,
    Trend,
    TrendLine,
    TrendPanel,
    TrendPoint,
)
from specs import ROOT

FONTS = ROOT / "templates" / "_shared" / "fonts"
GOLDEN = ROOT / "tests" / "golden" / "figures"

days = st.floats(0, 100, allow_nan=False)
words = st.text(alphabet="abcdefghijklm-XW", min_size=1, max_size=14)
labels = st.lists(words, min_size=1, max_size=9).map(" ".join)
items = st.builds(
    lambda label, start, length: ChartItem(
        label, start, min(100, start + length) if length else None
    ),
    labels,
    days,
    st.one_of(st.none(), st.floats(0.1, 100)),
)
AXIS = TimeAxis(
    "Time from admission (days)", 0, 100, tuple((n * 5.0, str(n * 5)) for n in range(21))
)
values = st.floats(0.001, 1e6)
points = st.builds(TrendPoint, days, values, st.booleans())
trend_lines = st.builds(TrendLine, labels, st.lists(points, min_size=2, max_size=6).map(tuple))
bands = st.one_of(st.none(), st.tuples(st.none(), values), st.tuples(values, st.none()))
panels = st.builds(
    TrendPanel,
    words,
    st.lists(trend_lines, min_size=1, max_size=5).map(tuple),
    bands,
    st.booleans(),
)


def check_labels(canvas: Canvas, height: float) -> None:
    for one, other in combinations(canvas.boxes, 2):
        beside = one.right <= other.left or other.right <= one.left
        assert beside or one.bottom <= other.top or other.bottom <= one.top, (one, other)
    for box in canvas.boxes:
        assert box.left >= 0 and box.right <= WIDTH and box.top >= 0 and box.bottom <= height, box


@given(
    st.lists(st.builds(Lane, st.sampled_from(["Treatment", "Symptoms and signs"]),
                       st.lists(items, min_size=1, max_size=8).map(tuple)),
             min_size=1, max_size=4).map(tuple),
    st.one_of(st.none(), days),
)  # fmt: skip
def test_no_two_labels_of_a_timeline_touch(lanes: tuple[Lane, ...], end: float | None) -> None:
    check_labels(*draw_timeline(Timeline(AXIS, lanes, end)))


@given(
    st.lists(panels, min_size=1, max_size=3).map(tuple),
    st.lists(items, max_size=5).map(tuple),
)
def test_no_two_labels_of_a_trend_touch(
    shown: tuple[TrendPanel, ...], treatments: tuple[ChartItem, ...]
) -> None:
    check_labels(*draw_trend(Trend(AXIS, shown, treatments)))


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_ticks_enclose_the_values_and_are_few(one: float, other: float) -> None:
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high)
    slack = abs(high - low) * 1e-6 + 1e-6 * abs(high)
    assert ticks[0][0] <= low + slack and ticks[-1][0] >= high - slack
    assert 2 <= len(ticks) <= 8
    assert len({label for _, label in ticks}) == len(ticks)


@given(st.floats(1e-4, 1e6), st.floats(1e-4, 1e6))
def test_logarithmic_ticks_rise_around_the_values(one: float, other: float) -> None:
    low, high = sorted((one, other))
    ticks = [value for value, _ in log_ticks(low, high)]
    assert ticks == sorted(set(ticks))
    assert ticks[0] <= low * 1.001 and ticks[-1] >= high * 0.999


def test_letters_are_as_wide_as_in_the_font() -> None:
    font = TTFont(FONTS / "LiberationSans-Regular.ttf")
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    for letter in [chr(code) for code in range(32, 127) if chr(code) not in "*^~"] + list(
        "–−×°≥≤±"
    ):
        real = widths[glyphs[ord(letter)]][0] * 1000 / font["head"].unitsPerEm
        assert width_of(letter, 1000) == pytest.approx(real, abs=1), letter


def test_italic_words_stay_italic_across_lines() -> None:
    assert wrapped("culture: *Escherichia coli*", 10, 60) == [
        "culture:",
        "*Escherichia*",
        "*coli*",
    ]


COURSE = Timeline(
    TimeAxis("Time from admission (days)", -21, 60,
             tuple((n * 10.0, str(n * 10)) for n in range(-2, 7))),
    (
        Lane("Symptoms", (ChartItem("Cough", -21, 0), ChartItem("Fever & rigors", 0))),
        Lane("Investigations", (ChartItem("White cell count 18 × 10^9^/L", 0),
                                ChartItem("Culture: *Streptococcus pneumoniae*", 1))),
        Lane("Outcome", (ChartItem("Well", 60),)),
    ),
    60,
)  # fmt: skip
MARKERS = Trend(
    TimeAxis("Time from admission (days)", 0, 28, ((0, "0"), (14, "14"), (28, "28"))),
    (
        TrendPanel("C-reactive protein (mg/L)",
                   (TrendLine("C-reactive protein", (TrendPoint(0, 200), TrendPoint(3, 280),
                                                     TrendPoint(28, 4, censored=True))),),
                   (None, 5), logarithmic=False),
        TrendPanel("Value (U/L)",
                   (TrendLine("Alanine aminotransferase", (TrendPoint(0, 30), TrendPoint(28, 900))),
                    TrendLine("Lipase", (TrendPoint(0, 35), TrendPoint(28, 500)))),
                   None, logarithmic=True),
    ),
    (ChartItem("Ceftriaxone", 0, 10), ChartItem("Biopsy", 12)),
)  # fmt: skip


@pytest.mark.parametrize(("name", "picture"), [("timeline", COURSE), ("trend", MARKERS)])
def test_the_same_facts_give_the_same_drawing(
    name: str, picture: Picture, expect: Callable[[Path, str], None]
) -> None:
    svg = draw(picture)
    assert svg == draw(picture)
    expect(GOLDEN / f"{name}.svg", svg.decode())
    vector, raster = prepare_image(svg, stem=name, fonts=FONTS)
    assert vector.mime == "image/svg+xml"
    assert raster.pixels[0] >= 1990
    assert not re.search(rb"\b(?:on\w+|href|script)=", svg)
