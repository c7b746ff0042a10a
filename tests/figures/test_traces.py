"""What the metadata of image files tell."""

from __future__ import annotations

import base64
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from casewright.figures.prepare import prepare_image
from casewright.figures.traces import PATH, PERSON, PLACE, SERIAL, SMALL, TEXT, TIME, traces
from pictures import exif_of, picture_of
from specs import ROOT

_FONTS = ROOT / "templates" / "_shared" / "fonts"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("artist", (PERSON,)),
        ("time", (TIME,)),
        ("text", (TEXT,)),
        ("place", (PLACE,)),
        ("serial", (SERIAL,)),
        ("orientation", ()),
        ("time place artist serial", (PERSON, PLACE, SERIAL, TIME)),
    ],
)
def test_exif(kind: str, words: str, told: tuple[str, ...]) -> None:
    data = picture_of(f"{kind} RGB 8x6 with {words}")
    assert traces(data) == told
    (prepared,) = prepare_image(data, stem="figure-1", fonts=_FONTS)
    assert traces(prepared.data) == ()


def test_exif_of_a_tiff() -> None:
    assert traces(picture_of("TIFF RGB 8x6 with artist time")) == (PERSON, TIME)
    directories = exif_of(["place", "serial"]).tobytes().removeprefix(b"Exif\0\0")
    assert traces(directories) == (PLACE, SERIAL)


def _jpeg(segment: bytes, marker: int) -> bytes:
    plain = picture_of("JPEG RGB 8x6")
    size = (len(segment) + 2).to_bytes(2, "big")
    return plain[:2] + bytes([0xFF, marker]) + size + segment + plain[2:]


def _iptc(number: int) -> bytes:
    record = bytes([0x1C, 2, number, 0, 4]) + b"Jane"
    return b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record


@pytest.mark.parametrize(
    ("segment", "marker", "told"),
    [
        (b"Jane Example, seen in May", 0xFE, (TEXT,)),
        (b"CREATOR: gd-jpeg v1.0", 0xFE, ()),
        (_iptc(80), 0xED, (PERSON,)),
        (_iptc(90), 0xED, (PLACE,)),
        (_iptc(10), 0xED, ()),
        (b"Photoshop 3.0\x008BIM\x04\x0c\0\0\0\0\0\x02ab", 0xED, (SMALL,)),
        (b"http://ns.adobe.com/xap/1.0/\0<dc:creator>Jane</dc:creator>", 0xE1, (PERSON,)),
        (b"http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>1</exif:GPSLatitude>", 0xE1, (PLACE,)),
        (b"http://ns.adobe.com/xap/1.0/\0<xmp:CreatorTool>x</xmp:CreatorTool>", 0xE1, ()),
    ],
)
def test_segments_of_a_jpeg(segment: bytes, marker: int, told: tuple[str, ...]) -> None:
    assert traces(_jpeg(segment, marker)) == told


def test_a_small_copy_in_exif() -> None:
    directory = b"\x01\0" + b"\x01\x02\x04\0\x01\0\0\0\x1a\0\0\0" + b"\0\0\0\0"
    tiff = b"II*\0\x08\0\0\0" + b"\0\0" + b"\x0e\0\0\0" + directory
    assert traces(_jpeg(b"Exif\0\0" + tiff, 0xE1)) == (SMALL,)


def test_texts_of_a_png() -> None:
    def png(key: str, text: str, *, packed: bool = False) -> bytes:
        info, out = PngImagePlugin.PngInfo(), io.BytesIO()
        info.add_text(key, text, zip=packed)
        Image.new("L", (2, 2)).save(out, "PNG", pnginfo=info)
        return out.getvalue()

    assert traces(png("Author", "Jane")) == (PERSON,)
    assert traces(png("Comment", "Created with GIMP")) == ()
    assert traces(png("Software", "matplotlib")) == ()
    assert traces(png("XML:com.adobe.xmp", "<dc:creator>Jane</dc:creator>")) == (PERSON,)
    exif = b"Exif\0\0" + exif_of(["artist"]).tobytes().removeprefix(b"Exif\0\0")
    raw = f"\nexif\n{len(exif):8}\n{exif.hex()}\n"
    assert traces(png("Raw profile type exif", raw, packed=True)) == (PERSON,)


def test_an_svg_tells_who_drew_it_where_and_what_is_embedded() -> None:
    embedded = base64.b64encode(picture_of("JPEG RGB 8x6 with place")).decode()
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg'><metadata><dc:creator><cc:Agent><dc:title>Jane"
        "</dc:title></cc:Agent></dc:creator></metadata>"
        f"<image inkscape:export-filename='/home/jane/x.png' "
        f"href='data:image/jpeg;base64,{embedded}'/>"
        "</svg>"
    )
    assert traces(svg.encode()) == (PERSON, PLACE, PATH)
    drawn = (
        b"<svg><dc:creator><cc:Agent><dc:title>Matplotlib v3.9</dc:title></cc:Agent></dc:creator>"
    )
    assert traces(drawn) == ()


@given(st.binary(max_size=200), st.sampled_from(["JPEG", "PNG", "TIFF"]), st.integers(0, 400))
def test_damage_counts_as_absence(noise: bytes, kind: str, at: int) -> None:
    whole = picture_of(f"{kind} RGB 8x6 with artist {'time' if kind == 'TIFF' else 'place'}")
    assert set(traces(whole[:at] + noise + whole[at + len(noise) :])) <= {
        PERSON, PLACE, TEXT, SMALL, SERIAL, PATH, TIME,
    }  # fmt: skip
