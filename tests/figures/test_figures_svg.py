"""SVG: what draws is kept, what reaches outside is refused."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image as Pillow

from casewright.figures.errors import UnreadableImage, UnsafeImage
from casewright.figures.prepare import prepare_image
from casewright.figures.svg import clean_svg
from casewright.model.document import Image

from .images import SECRET, jpeg, png, svg

NO_FONTS = Path(__file__).parent


def prepared(data: bytes) -> tuple[Image, Image]:
    vector, raster = prepare_image(data, stem="figure-2", fonts=NO_FONTS)
    return vector, raster


def drawn(body: str = "", attributes: str = "", head: str = "") -> str:
    return prepared(svg(body, attributes, head))[0].data.decode()


def test_an_svg_comes_with_a_png_of_the_same_name() -> None:
    vector, raster = prepared(svg())
    assert (vector.name, vector.mime) == ("figure-2.svg", "image/svg+xml")
    assert (raster.name, raster.mime) == ("figure-2.png", "image/png")
    assert vector.pixels == (96, 48)
    assert vector.dpi == 96
    with Pillow.open(io.BytesIO(raster.data)) as image:
        assert image.size == raster.pixels == (2000, 1000)
        assert image.convert("RGB").getpixel((10, 10)) == (0, 0, 0)
        assert image.convert("RGB").getpixel((1990, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("attributes", "pixels"),
    [
        ('width="960" height="480"', (2000, 1000)),
        ('width="3" height="48"', (250, 4000)),
        ('width="5000" height="2500"', (2000, 1000)),
    ],
)
def test_a_drawing_gets_the_pixels_that_print_needs(
    attributes: str, pixels: tuple[int, int]
) -> None:
    vector, raster = prepared(svg(attributes=attributes))
    assert raster.pixels == pixels
    assert raster.dpi == pytest.approx(96 * raster.pixels[0] / vector.pixels[0], abs=0.5)


class Kept(dict[str, bytes]):
    """A cache in memory."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


def test_a_drawing_is_kept_and_not_drawn_again() -> None:
    cache = Kept()
    first = prepare_image(svg(), stem="a", fonts=NO_FONTS, cache=cache)
    assert [first[1].data] == list(cache.values())
    ((key, drawn_before),) = cache.items()
    cache[key] = png()
    assert prepare_image(svg(), stem="a", fonts=NO_FONTS, cache=cache)[1].pixels == (48, 32)
    cache[key] = drawn_before[:-20]
    assert prepare_image(svg(), stem="a", fonts=NO_FONTS, cache=cache) == first
    prepare_image(svg("<g/>"), stem="a", fonts=NO_FONTS, cache=cache)
    assert len(cache) == 2


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="25.4mm" height="1in"', (96, 96)),
        ('width="72pt"', (96, 48)),
        ('height="6pc"', (192, 96)),
        ('width="100%" height="100%"', (96, 48)),
    ],
)
def test_the_size_is_read_in_any_unit(attributes: str, size: tuple[int, int]) -> None:
    assert prepared(svg(attributes=attributes))[0].pixels == size


def test_the_same_svg_gives_the_same_bytes() -> None:
    data = svg('<text y="20">A</text>')
    assert prepared(data) == prepared(data)


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert('SECRET')</script>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>SECRET</p></foreignObject>",
        "<metadata><a href='http://SECRET'/></metadata>",
        "<title>SECRET</title>",
        "<desc>SECRET</desc>",
        "<!-- SECRET -->",
        "<?php SECRET ?>",
        "<animate attributeName='href' to='SECRET'/>",
        "<set attributeName='onclick' to='SECRET'/>",
        "<x:view xmlns:x='http://inkscape' path='/home/SECRET'/>",
        "<rect onclick='SECRET'/>",
        "<rect ONLOAD='SECRET'/>",
        "<rect xmlns:x='http://inkscape' x:export-filename='SECRET'/>",
        "<rect data-patient='SECRET'/>",
        "<g xml:base='http://SECRET/'/>",
        "<handler>SECRET</handler>",
        "<iframe xmlns='http://www.w3.org/1999/xhtml'>SECRET</iframe>",
    ],
)
def test_what_does_not_draw_is_dropped(body: str) -> None:
    text = drawn(body + "<circle r='1'/>")
    assert "SECRET" not in text
    assert "<circle" in text


def test_text_around_a_dropped_element_stays() -> None:
    text = drawn("<text>one <script>x</script>two <tspan>three</tspan><title>x</title> four</text>")
    assert "<text>one two <tspan>three</tspan> four</text>" in text


@pytest.mark.parametrize(
    "body",
    [
        "<image href='file:///etc/passwd'/>",
        "<image href='/etc/passwd'/>",
        "<image xlink:href='http://example.org/x.png'/>",
        "<image href='  //example.org/x.png'/>",
        "<use href='other.svg#a'/>",
        "<a href='https://example.org'><rect/></a>",
        "<a xlink:href='javascript:alert(1)'><rect/></a>",
        "<foreignObject><image href='http://example.org/x.png'/></foreignObject>",
        "<script href='http://example.org/x.js'/>",
        "<rect fill='url(http://example.org/#a)'/>",
        "<rect fill='url( \"other.svg#a\" )'/>",
        "<rect style='fill:url(//example.org/a)'/>",
        "<rect style='fill:u\\72l(//example.org/a)'/>",
        "<rect style='fill:u\\000072 l(//example.org/a)'/>",
        "<style>@import url('http://example.org/x.css');</style>",
        "<style>@import 'http://example.org/x.css';</style>",
        "<style>@\\69mport 'http://example.org/x.css';</style>",
        "<style><![CDATA[@font-face{src:url(http://example.org/x.ttf)}]]></style>",
        "<style>rect{fill:url(data:image/png;base64,AAAA)}</style>",
        "<style>a{behavior:url(#x)}</style>",
        "<style>@im/**/port 'x'; @import 'y';</style>",
    ],
)
def test_a_reference_to_something_outside_is_refused(body: str) -> None:
    with pytest.raises(UnsafeImage) as caught:
        prepared(svg(body))
    assert caught.value.reason


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE svg>",
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<?xml version="1.0"?>\n<!doctype svg>',
    ],
)
def test_a_doctype_is_refused(head: str) -> None:
    with pytest.raises(UnsafeImage, match="DOCTYPE"):
        prepared(svg(head=head))


def layers(template: str, repeated: str, *, depth: int = 9) -> str:
    """Nested repetition: each layer draws the one below ten times."""
    return "".join(
        template.format(n=n, inner=repeated.format(below=n - 1) * 10 if n else "<rect/>")
        for n in range(depth)
    )


USE_BOMB = layers("<g id='l{n}'>{inner}</g>", "<use href='#l{below}'/>")
PATTERN_BOMB = (
    layers("<pattern id='p{n}'>{inner}</pattern>", "<rect class='c{below}'/>")
    + f"<style>{''.join(f'.c{n}{{fill:url(#p{n})}}' for n in range(9))}</style>"
    + "<rect class='c8'/>"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (svg(USE_BOMB), "more than"),
        (svg(PATTERN_BOMB), "more than"),
        (svg("<g id='a'><use href='#a'/></g>"), "circle"),
        (svg("<g>" * 5000 + "</g>" * 5000), "nested"),
        (svg("<filter id='f'/>"), "filter"),
        (svg("<rect style='filter: blur(900px)'/>"), "filter"),
        (svg("<rect filter='url(#f)'/>"), "filter"),
        (svg("<rect"), "well-formed"),
        (svg("&undefined;"), "well-formed"),
        (svg()[:-9], "well-formed"),
        (svg("é").decode().encode("latin-1"), "UTF-8"),
        (svg().decode().encode("utf-16"), "no image"),
        (b"<svg width='1' height='1'/>", "namespace"),
        (b"<html><svg/></html>", "namespace"),
        (svg(attributes='width="1e9" height="1e9"'), "cannot be drawn"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 a b'/>", "numbers"),
        (svg("<image href='data:image/png;base64,AAAA'/>"), "neither JPEG nor PNG"),
        (svg("<image href='data:image/png;base64,A'/>"), "damaged"),
        (svg(" " * 11_000_000), "larger"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableImage) as caught:
        prepared(data)
    assert reason in caught.value.reason


@pytest.mark.parametrize(("mime", "data"), [("image/jpeg", jpeg()), ("image/png", png())])
def test_an_embedded_image_is_cleaned_like_a_file(mime: str, data: bytes) -> None:
    address = f"data:{mime};base64,{base64.b64encode(data).decode()}"
    text = drawn(f"<image width='9' height='9' xlink:href='{address}'/>")
    match = re.search(r'href="data:[^,]*,([^"]*)"', text)
    assert match
    embedded = base64.b64decode(match[1])
    assert SECRET not in embedded
    with Pillow.open(io.BytesIO(embedded)) as image:
        assert image.size == (48, 32)


def test_references_inside_the_drawing_work() -> None:
    text = drawn(
        "<defs><linearGradient id='g'><stop stop-color='red'/></linearGradient></defs>"
        "<style>.a{fill:url(#g)}</style><use xlink:href='#r' class='a'/><rect fill='url(#g)'/>"
    )
    assert 'xlink:href="#r"' in text
    assert "url(#g)" in text


@pytest.mark.parametrize("name", ["thigh-mri", "abdomen-ct", "recurrence-ct", "histology"])
def test_the_drawings_of_the_example_say_what_they_are_and_lose_nothing(name: str) -> None:
    folder = Path(__file__).parents[2] / "cases" / "pancreatic-metastasis" / "figures"
    data = (folder / f"{name}.svg").read_bytes()
    assert b"Schematic drawing, not a patient image" in data
    clean = clean_svg(data)
    assert (clean.width, clean.height) == (900, 675)
    assert clean.data.count(b"<") == data.count(b"<")
