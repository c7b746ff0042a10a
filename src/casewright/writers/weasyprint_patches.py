"""Makes WeasyPrint 69.0 faster without changing what it makes.

Each patch is for that version only; with any other WeasyPrint nothing is patched. Tests compare
the PDFs made with and without.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any, BinaryIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from casewright.workspace import installed_folder, read_if_there
from casewright.writers import _weasyprint_ffi

VERSION = "69.0"


def import_weasyprint() -> ModuleType:
    """Import WeasyPrint, by the fast way if it is the version that this was written for."""
    known = _declarations_known()
    with contextlib.ExitStack() as stack:
        if known:
            stack.enter_context(_stand_ins({"cffi": _compiled_cffi(), **_late_fonttools()}))
        weasyprint = importlib.import_module("weasyprint")
    if known and weasyprint.__version__ == VERSION:
        _pass_png_through()
        _parse_as_xml(weasyprint)
        _list_pages_once()
        importlib.import_module("casewright.writers.weasyprint_styles").compute_styles_fast()
    return weasyprint


def _declarations_known() -> bool:
    source = read_if_there(installed_folder("weasyprint", "text", "ffi.py")) or b""
    return hashlib.sha256(source).hexdigest() == _weasyprint_ffi.SOURCE_SHA256


@contextlib.contextmanager
def _stand_ins(modules: dict[str, ModuleType]) -> Iterator[None]:
    """Let imports find `modules` for the length of the block."""
    before = {name: sys.modules.get(name) for name in modules}
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name, module in before.items():
            del sys.modules[name]
            if module:
                sys.modules[name] = module


def _compiled_cffi() -> ModuleType:
    module = ModuleType("cffi")
    module.FFI = lambda: _weasyprint_ffi.ffi  # type: ignore[attr-defined]
    return module


_FONTTOOLS = {
    "fontTools": ("subset",),
    "fontTools.subset": ("Options", "Subsetter"),
    "fontTools.ttLib": ("TTFont", "TTLibError", "ttFont", "woff2"),
    "fontTools.varLib": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}


class _Late:
    """Stands for a name of fontTools until it is used; then all such names become the real ones."""

    def __init__(self, module: str, name: str) -> None:
        self._place = (module, name)

    def _real(self) -> Any:
        _load_fonttools()
        return _fonttools_name(*self._place)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._real()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)


def _late_fonttools() -> dict[str, ModuleType]:
    """Modules in fontTools' place: it is needed for unusual fonts only."""
    modules = {}
    for path, names in _FONTTOOLS.items():
        modules[path] = module = ModuleType(path)
        for name in names:
            setattr(module, name, _Late(path, name))
    return modules


def _load_fonttools() -> None:
    importlib.import_module("fontTools.subset")
    for user in ("weasyprint.pdf.fonts", "weasyprint.text.fonts"):
        namespace = vars(sys.modules[user])
        for name, value in list(namespace.items()):
            if isinstance(value, _Late):
                namespace[name] = _fonttools_name(*object.__getattribute__(value, "_place"))


def _fonttools_name(module: str, name: str) -> Any:
    parent = importlib.import_module(module)
    return getattr(parent, name, None) or importlib.import_module(f"{module}.{name}")


def number_tags() -> None:
    """Name the tagged cells of the next PDF 1, 2, 3; WeasyPrint takes their memory addresses."""
    numbers: dict[int, int] = {}
    tags = importlib.import_module("weasyprint.pdf.tags")
    vars(tags)["id"] = lambda box: numbers.setdefault(id(box), len(numbers) + 1)


def _parse_as_xml(weasyprint: ModuleType) -> None:
    """Parse well-formed pages with Python's XML parser; tinyhtml5 takes 15 times longer."""
    tinyhtml5 = weasyprint.tinyhtml5

    def parse(source: BinaryIO, **options: Any) -> Element:
        page = source.read()
        with contextlib.suppress(ElementTree.ParseError):
            root = ElementTree.fromstring(page)
            if root.tag == "html" and [part.tag for part in root] == ["head", "body"]:
                return root
        parsed: Element = tinyhtml5.parse(page, **options)
        return parsed

    vars(weasyprint)["tinyhtml5"] = SimpleNamespace(parse=parse)


def _list_pages_once() -> None:
    """Keep the list of references to pages, which every tagged box asks for."""
    pdf = importlib.import_module("pydyf").PDF
    listed = pdf.page_references.fget

    def page_references(self: Any) -> tuple[bytes, ...]:
        known: tuple[bytes, ...] = vars(self).get("known_page_references", ())
        if len(known) != self.pages["Count"]:
            known = self.known_page_references = listed(self)
        return known

    pdf.page_references = property(page_references)


def _pass_png_through() -> None:
    """Copy the compressed rows of a PNG into the PDF; WeasyPrint compresses them anew."""
    images = importlib.import_module("weasyprint.images")
    recompress = images.RasterImage._get_png_data

    def get_png_data(pillow_image: Any) -> bytes:
        return png_rows(pillow_image) or recompress(pillow_image)

    images.RasterImage._get_png_data = staticmethod(get_png_data)


def png_rows(pillow_image: Any) -> bytes | None:
    """The compressed rows of an 8-bit grey or RGB PNG without interlacing, else None.

    PDF has the same row filters as PNG (ISO 32000-1, 7.4.4.4).
    """
    tiles = getattr(pillow_image, "tile", None)
    if getattr(pillow_image, "format", None) != "PNG" or not tiles:
        return None
    mode = pillow_image.mode
    if mode not in ("L", "RGB") or tiles[0][3] != mode or pillow_image.info.get("interlace"):
        return None
    pillow_image.fp.seek(0)
    return b"".join(_idat_chunks(pillow_image.fp.read())) or None


def _idat_chunks(data: bytes) -> Iterator[bytes]:
    position = 8
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        if data[position + 4 : position + 8] == b"IDAT":
            yield data[position + 8 : position + 8 + length]
        position += 12 + length
