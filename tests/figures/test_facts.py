"""What rules are told of an image file: format, size, pixels as they are seen, colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image as Pillow

from casewright.figures.facts import image_facts
from casewright.figures.prepare import prepare_image
from casewright.model.document import ImageFacts

from .images import interlaced_png, jpeg, picture, png, svg, tiff

Make = Callable[[Pillow.Image], bytes]
_COLOURS = {"1": "bilevel", "L": "grey", "P": "RGB", "RGB": "RGB", "RGBA": "RGB", "LA": "grey"}


def facts_of(data: bytes) -> ImageFacts:
    prepared = prepare_image(data, stem="figure-1", fonts=Path(__file__).parent)
    return image_facts("figures/a", data, prepared[0])


def told(data: bytes) -> tuple[object, ...]:
    """Without the traces in the metadata."""
    facts = facts_of(data)
    return facts.name, facts.format, facts.size, facts.pixels, facts.colour


@pytest.mark.parametrize("mode", _COLOURS)
@pytest.mark.parametrize(("make", "name"), [(png, "PNG"), (tiff, "TIFF")])
def test_the_colours_are_those_of_the_file(make: Make, name: str, mode: str) -> None:
    data = make(picture(mode))
    assert told(data) == ("figures/a", name, len(data), (48, 32), _COLOURS[mode])


@pytest.mark.parametrize(("mode", "colour"), [("L", "grey"), ("RGB", "RGB"), ("CMYK", "CMYK")])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_tells_them_by_its_components(mode: str, colour: str, progressive: bool) -> None:
    data = jpeg(picture(mode), progressive=progressive)
    assert told(data) == ("figures/a", "JPEG", len(data), (48, 32), colour)


def test_a_tiff_in_cmyk_is_so_although_the_manuscript_has_it_in_rgb() -> None:
    assert facts_of(tiff(picture("CMYK"))).colour == "CMYK"


@pytest.mark.parametrize("make", [jpeg, png, tiff])
def test_pixels_are_counted_upright(make: Callable[..., bytes]) -> None:
    assert facts_of(make(orientation=6)).pixels == (32, 48)


def test_an_interlaced_png_and_sixteen_bits_are_grey() -> None:
    assert facts_of(interlaced_png()).colour == "grey"
    assert facts_of(png(picture("L").convert("I;16"))).colour == "grey"


def test_a_drawing_has_neither_pixels_nor_a_colour_mode() -> None:
    data = svg()
    assert told(data) == ("figures/a", "SVG", len(data), None, None)
