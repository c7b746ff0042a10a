"""Images made for tests, with everything in them that must not get out."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, PngImagePlugin, TiffImagePlugin

SECRET = b"Jane Roe 1941-05-04"


def picture(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    """A picture in which no row, column or corner equals another."""
    image = Image.new("RGB", size)
    image.putdata(
        [(5 * x % 256, 7 * y % 256, (x * y) % 256) for y in range(size[1]) for x in range(size[0])]
    )
    return image.convert(mode)


def exif(orientation: int = 1, *, dpi: int = 0) -> bytes:
    """EXIF with a name, a place and an orientation."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010E] = SECRET.decode()
    if dpi:
        block[0x011A] = TiffImagePlugin.IFDRational(dpi, 1)
        block[0x0128] = 2
    block.get_ifd(0x8825)[1] = "N"
    block.get_ifd(0x8825)[2] = (59.0, 54.0, 50.0)
    return block.tobytes()


def jpeg(
    image: Image.Image | None = None,
    *,
    orientation: int = 1,
    dpi: int = 300,
    progressive: bool = False,
) -> bytes:
    """A JPEG with EXIF, XMP, Photoshop data, a comment, a thumbnail and bytes after its end."""
    out = io.BytesIO()
    (image or picture()).save(
        out,
        "JPEG",
        quality=90,
        exif=exif(orientation),
        comment=SECRET,
        dpi=(dpi, dpi),
        progressive=progressive,
        icc_profile=b"profile" * 10,
    )
    thumbnail = b"JFXX\0\x10" + SECRET
    extra = b"".join(
        segment(marker, body)
        for marker, body in (
            (0xE0, thumbnail),
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
            (0xE2, b"FPXR\0" + SECRET),
            (0xED, b"Photoshop 3.0\0" + SECRET),
            (0xEF, SECRET),
        )
    )
    data = out.getvalue()
    return data[:20] + extra + data[20:] + b"\xff\xd8\xff" + SECRET


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def png(image: Image.Image | None = None, *, orientation: int = 1, dpi: int = 300) -> bytes:
    """A PNG with text, EXIF, a time, an unknown chunk and bytes after its end."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=False)
    out = io.BytesIO()
    (image or picture()).save(out, "PNG", pnginfo=texts, exif=exif(orientation), dpi=(dpi, dpi))
    data = out.getvalue()
    extra = chunk(b"tIME", b"\x07\xd5\x09\x01\0\0\0") + chunk(b"prVt", SECRET)
    return data[:33] + extra + data[33:] + SECRET


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def interlaced_png() -> bytes:
    """A 2 x 2 grey PNG with Adam7 interlacing, which Pillow reads but does not write."""
    passes = b"\0\x10" + b"\0\x20" + b"\0\x30\x40"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 1))
        + chunk(b"IDAT", zlib.compress(passes))
        + chunk(b"IEND", b"")
    )


def tiff(image: Image.Image | None = None, *, pages: int = 1, orientation: int = 1) -> bytes:
    out = io.BytesIO()
    first = image or picture()
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270] = SECRET.decode()
    tags[274] = orientation
    more = {"save_all": True, "append_images": [picture()] * (pages - 1)} if pages > 1 else {}
    first.save(out, "TIFF", tiffinfo=tags, dpi=(600, 600), compression="tiff_lzw", **more)
    return out.getvalue()


def svg(body: str = "", attributes: str = "", head: str = "") -> bytes:
    return (
        f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 96 48" {attributes}><rect id="r" width="48" height="48"/>{body}</svg>'
    ).encode()
