"""Generates `_weasyprint_ffi.py`: `python -m casewright.writers.make_weasyprint_ffi`.

WeasyPrint parses its C declarations at each import, which takes longer than all else in it. Here
they are parsed once. Run this after changing the WeasyPrint that casewright is pinned to.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from pathlib import Path

from casewright.staging import write_atomic
from casewright.workspace import installed_folder

_HEADER = '''\
# ruff: noqa
# fmt: off
# mypy: ignore-errors
"""Made by make_weasyprint_ffi.py from weasyprint/text/ffi.py; do not edit."""

SOURCE_SHA256 = "{digest}"
'''


def generate() -> str:
    """The text of `_weasyprint_ffi.py` for the WeasyPrint that is installed."""
    import cffi

    source = installed_folder("weasyprint", "text", "ffi.py").read_bytes()
    match = re.search(r"ffi\.cdef\('''(.*?)'''\)", source.decode(), re.DOTALL)
    assert match and source.count(b"ffi.cdef(") == 1
    ffi = cffi.FFI()
    ffi.cdef(match[1])
    ffi.set_source("casewright.writers._weasyprint_ffi", None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "out.py")
        ffi.emit_python_code(str(path))
        code = path.read_text()
    # WeasyPrint calls cdef() on its FFI object; here that has nothing left to do.
    code = re.sub(
        r"ffi = _cffi_backend\.FFI\(",
        "\n\nclass _Ffi(_cffi_backend.FFI):\n    def cdef(self, source):\n        pass\n\n\n"
        "ffi = _Ffi(",
        code,
    )
    return _HEADER.format(digest=hashlib.sha256(source).hexdigest()) + code


if __name__ == "__main__":
    write_atomic(Path(__file__).with_name("_weasyprint_ffi.py"), generate().encode())
