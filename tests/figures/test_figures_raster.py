"""JPEG, PNG and TIFF: the pixels go in, and nothing else."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageOps

from casewright.figures.errors import RefusedImage, UnreadableImage
from casewright.figures.prepare import prepare_image
from casewright.model.document import Image

from .images import (
    SECRET,
    chunk,
    exif,
    interlaced_png,
    jpeg,
    picture,
    png,
    segment,
    tiff,
)

Make: TypeAlias = Callable[..., bytes]
MAKERS: list[Make] = [jpeg, png, tiff]
NO_FONTS = Path(__file__).parent


def prepared(data: bytes) -> Image:
    (image,) = prepare_image(data, stem="figure-1a", fonts=NO_FONTS)
    return image


def pixels(data: bytes) -> tuple[str, tuple[int, int], bytes]:
    with Pillow.open(io.BytesIO(data)) as image:
        return image.mode, image.size, image.tobytes()


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_loses_its_metadata_and_no_pixel(mode: str, progressive: bool) -> None:
    dirty = jpeg(picture(mode), progressive=progressive)
    image = prepared(dirty)
    assert SECRET in dirty
    assert SECRET not in image.data
    assert b"Exif" not in image.data
    assert pixels(image.data) == pixels(dirty)
    assert image.data[-2:] == b"\xff\xd9"
    assert (image.name, image.mime) == ("figure-1a.jpg", "image/jpeg")
    assert (image.pixels, image.dpi) == ((48, 32), 300)


def test_a_jpeg_keeps_its_colour_profile_and_adobes_colour_transform() -> None:
    clean = prepared(jpeg(picture("CMYK"))).data
    assert b"ICC_PROFILE\0" in clean
    assert b"Adobe" in clean


def test_the_thumbnail_in_a_jfif_header_is_dropped() -> None:
    thumbnail = b"JFIF\0\x01\x01\x01\x01\x2c\x01\x2c\x02\x02" + b"\x7f" * 12
    data = b"\xff\xd8" + segment(0xE0, thumbnail) + jpeg()[20:]
    image = prepared(data)
    assert b"\x7f" * 12 not in image.data
    assert image.dpi == 300


def test_a_resolution_that_only_the_exif_data_state_is_kept() -> None:
    out = io.BytesIO()
    picture().save(out, "JPEG", exif=exif(dpi=240))
    image = prepared(out.getvalue())
    assert image.dpi == 240
    with Pillow.open(io.BytesIO(image.data)) as again:
        assert again.info["dpi"] == (240, 240)


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("make", [jpeg, png])
def test_an_image_is_turned_upright(make: Make, orientation: int) -> None:
    dirty = make(orientation=orientation)
    image = prepared(dirty)
    with Pillow.open(io.BytesIO(dirty)) as original, Pillow.open(io.BytesIO(image.data)) as turned:
        upright = ImageOps.exif_transpose(original)
        assert image.pixels == turned.size == upright.size
        differences = [abs(a - b) for a, b in zip(upright.tobytes(), turned.tobytes(), strict=True)]
        assert max(differences) <= (0 if make is png else 40)
        assert sum(differences) / len(differences) < 4
        assert turned.getexif().get(0x0112, 1) == 1
    assert SECRET not in image.data
    assert image.dpi == 300


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_a_png_loses_its_metadata_and_no_pixel(mode: str) -> None:
    source = picture("L").convert("I;16") if mode == "I;16" else picture(mode)
    dirty = png(source)
    image = prepared(dirty)
    assert SECRET in dirty
    assert SECRET not in image.data
    assert pixels(image.data) == pixels(dirty)
    assert (image.name, image.mime) == ("figure-1a.png", "image/png")
    assert (image.pixels, image.dpi) == ((48, 32), 300)


def test_the_compressed_pixels_of_an_interlaced_png_are_copied() -> None:
    data = interlaced_png()
    image = prepared(data)
    assert image.data == data
    assert pixels(image.data)[2] == b"\x10\x20\x30\x40"
    assert image.pixels == (2, 2)
    assert image.dpi == 72


def test_the_name_of_a_colour_profile_says_nothing() -> None:
    profile = chunk(b"iCCP", SECRET + b"\0\0" + b"compressed")
    data = png()
    clean = prepared(data[:33] + profile + data[33:]).data
    assert SECRET not in clean
    assert b"iCCPicc\0" in clean


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "RGBA", "CMYK"])
def test_a_tiff_becomes_a_png(mode: str) -> None:
    source = picture(mode)
    image = prepared(tiff(source))
    assert (image.name, image.mime, image.dpi) == ("figure-1a.png", "image/png", 600)
    assert SECRET not in image.data
    shown = source.convert("RGB") if mode == "CMYK" else source
    assert pixels(image.data) == (shown.mode, shown.size, shown.tobytes())


def test_a_tiff_is_turned_upright() -> None:
    assert prepared(tiff(orientation=6)).pixels == (32, 48)


def test_a_tiff_with_several_pages_is_refused() -> None:
    with pytest.raises(UnreadableImage, match="several pages"):
        prepared(tiff(pages=2))


@pytest.mark.parametrize("make", [jpeg, png, tiff])
def test_the_same_image_gives_the_same_bytes(make: Make) -> None:
    data = make(orientation=6)
    assert prepared(data).data == prepared(data).data


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
@pytest.mark.parametrize("make", [jpeg, png, tiff])
def test_a_file_that_is_cut_off_is_refused(make: Make, share: float) -> None:
    whole = make(picture(size=(200, 150)))
    end = len(whole) - len(SECRET) - 4
    with pytest.raises(UnreadableImage):
        prepared(whole[: max(5, int(end * share))])


def test_a_png_with_a_flipped_bit_is_refused() -> None:
    data = bytearray(png())
    data[data.index(b"IDAT") + 20] ^= 1
    with pytest.raises(UnreadableImage, match="damaged"):
        prepared(bytes(data))


def huge_png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + png()[33:]


def huge_jpeg() -> bytes:
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0\x00\x11\x08") + 5
    data[at : at + 4] = b"\xff\xff\xff\xff"
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\0" * 128 + b"DICM" + b"\0" * 100, "DICOM"),
        (b"GIF89a....", "GIF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08\0", "compressed"),
        (b"root:x:0:0:root", "no image"),
        (huge_png(40_000, 40_000), "pixels"),
        (huge_png(0, 10), "no pixels"),
        (huge_jpeg(), "pixels"),
        (b"\xff\xd8\xff" + b"\0" * 70_000_000, "larger"),
    ],
)
def test_what_is_not_taken_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableImage) as caught:
        prepared(data)
    assert reason in caught.value.reason


@pytest.mark.parametrize("frame", [0xC3, 0xC5, 0xC9])
def test_a_jpeg_that_few_programs_read_is_refused(frame: int) -> None:
    data = jpeg().replace(b"\xff\xc0\x00\x11", bytes([0xFF, frame, 0, 0x11]))
    with pytest.raises(UnreadableImage, match="unusual"):
        prepared(data)


@pytest.mark.parametrize("stem", ["", "../x", "Jane Roe", "a.b"])
def test_a_name_that_could_tell_something_is_refused(stem: str) -> None:
    with pytest.raises(ValueError, match="neutral"):
        prepare_image(png(), stem=stem, fonts=NO_FONTS)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), make=st.sampled_from(MAKERS))
def test_a_damaged_file_is_prepared_or_refused_but_never_fails(
    data: st.DataObject, make: Make
) -> None:
    damaged = bytearray(make())
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        prepare_image(bytes(damaged), stem="x", fonts=NO_FONTS)
    except RefusedImage as refused:
        assert refused.reason


def test_pillow_is_left_alone_for_upright_files(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from casewright.figures.prepare import prepare_image;"
        "[prepare_image(Path(p).read_bytes(), stem='x', fonts=Path('.')) for p in sys.argv[1:]];"
        "sys.exit(any(m in sys.modules for m in ('PIL', 'resvg_py', 'xml.etree.ElementTree')))"
    )
    files = [tmp_path / "a.jpg", tmp_path / "b.png"]
    for file, data in zip(files, (jpeg(), png()), strict=True):
        file.write_bytes(data)
    command = [sys.executable, "-c", code, *map(str, files)]
    assert subprocess.run(command, check=False).returncode == 0
