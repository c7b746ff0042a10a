"""Images that cannot be used as they are stored: turned upright, or made a PNG."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from casewright.figures.errors import UnreadableImage
from casewright.figures.jpeg import clean_jpeg
from casewright.figures.limits import check_pixels, plausible_dpi
from casewright.figures.png import clean_png
from casewright.figures.raster import Raster

if TYPE_CHECKING:
    from PIL.Image import Image

_PNG_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}


def upright_jpeg(clean: Raster) -> Raster:
    """Turn a JPEG as its orientation says; this recodes it. Raises `UnreadableImage`."""
    with _opened(clean.data, kind="JPEG") as image:
        out = io.BytesIO()
        _turned(image, clean.orientation).save(
            out,
            "JPEG",
            quality=95,
            subsampling=0,
            icc_profile=image.info.get("icc_profile"),
            dpi=(clean.dpi, clean.dpi) if clean.dpi else (0, 0),
        )
    return clean_jpeg(out.getvalue())


def upright_png(clean: Raster) -> Raster:
    """Turn a PNG as its orientation says. Raises `UnreadableImage`."""
    with _opened(clean.data, kind="PNG") as image:
        profile = image.info.get("icc_profile")
        return _as_png(_turned(image, clean.orientation), dpi=clean.dpi, profile=profile)


def png_from_tiff(data: bytes) -> Raster:
    """Make a PNG of a TIFF with one page. Raises `UnreadableImage`."""
    from PIL import ImageOps

    with _opened(data, kind="TIFF") as image:
        if getattr(image, "n_frames", 1) > 1:
            raise UnreadableImage("it has several pages", "save the one to be printed as a file")
        dpi = plausible_dpi(float(image.info.get("dpi", (0, 0))[0]))
        profile = image.info.get("icc_profile")
        image.load()
        upright = ImageOps.exif_transpose(image)
        if upright.mode == "CMYK":
            upright, profile = _cmyk_to_rgb(upright, profile), None
        return _as_png(upright, dpi=dpi, profile=profile)


@contextmanager
def _opened(data: bytes, *, kind: str) -> Iterator[Image]:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=[kind]) as image:
                check_pixels(*image.size)
                yield image
    except UnreadableImage:
        raise
    # Pillow's decoders raise whatever comes up on damaged files, SyntaxError and struct.error
    # among them, so no narrower list holds from one release to the next.
    except Exception as error:
        raise UnreadableImage("it is damaged", "copy it again from its source") from error


def _turned(image: Image, orientation: int) -> Image:
    from PIL.Image import Transpose

    return image.transpose(
        {
            2: Transpose.FLIP_LEFT_RIGHT,
            3: Transpose.ROTATE_180,
            4: Transpose.FLIP_TOP_BOTTOM,
            5: Transpose.TRANSPOSE,
            6: Transpose.ROTATE_270,
            7: Transpose.TRANSVERSE,
            8: Transpose.ROTATE_90,
        }[orientation]
    )


def _cmyk_to_rgb(image: Image, profile: bytes | None) -> Image:
    from PIL import ImageCms

    if not profile:
        return image.convert("RGB")
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    target = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    return converted or image.convert("RGB")


def _as_png(image: Image, *, dpi: float | None, profile: bytes | None) -> Raster:
    if image.mode not in _PNG_MODES:
        raise UnreadableImage(f"its pixels are of the kind {image.mode}", "save it as RGB or grey")
    out = io.BytesIO()
    image.save(out, "PNG", icc_profile=profile)
    return clean_png(out.getvalue(), dpi=dpi)
