"""Regular expressions without their compilation: a process begins with those of the last one.

Python compiles each pattern anew in each process, which costs a build more than most of its steps.
What its compiler makes of the patterns that stand in modules is kept beside the byte code. That is
a private part of CPython: with a Python that has other parts, and wherever anything is odd,
patterns are compiled as ever.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import re
import sys
from array import array
from collections.abc import Callable
from types import FrameType, SimpleNamespace
from typing import Any, AnyStr, TypeAlias

Key: TypeAlias = tuple[str | bytes, int]
"""A pattern and the flags that it was compiled with."""
Compiled: TypeAlias = tuple[Any, ...]
"""What the compiler hands to the engine: pattern, flags, code, and the names of groups."""

_NAME = "patterns"
_MOST = 20_000
"""Patterns that are kept; beyond it, those of earlier versions of modules are forgotten."""


def remember() -> None:
    """From now on, take compiled patterns from what is kept, and note the others for `keep`."""
    compiler = getattr(re, "_compiler", None)
    engine = getattr(compiler, "_sre", None)
    known = hasattr(compiler, "compile") and hasattr(engine, "compile") and hasattr(engine, "MAGIC")
    if known and not isinstance(engine, SimpleNamespace):  # else this stands there already
        _Patterns(compiler, engine).take_over()


def keep() -> None:
    """Keep the patterns of modules that had to be compiled since `remember`."""
    stands = getattr(getattr(getattr(re, "_compiler", None), "compile", None), "__self__", None)
    if isinstance(stands, _Patterns):
        stands.keep()


def own(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, for a function that makes patterns of casewright's own data alone.

    They are kept as those of modules are: nothing of a case may be among them.
    """
    return re.compile(pattern, flags)


class _Patterns:
    """Stands between the functions of `re` and its compiler."""

    def __init__(self, compiler: Any, engine: Any) -> None:
        self._compile: Callable[..., Any] = compiler.compile
        self._compiler, self._engine = compiler, engine
        self._kept: dict[Key, Compiled] | None = None
        self._loading = False
        self._new: dict[Key, Compiled] = {}
        self._noted: Compiled = ()

    def take_over(self) -> None:
        """Put this in the compiler's place."""
        self._compiler._sre = SimpleNamespace(**{**vars(self._engine), "compile": self._note})
        self._compiler.compile = self.compile

    def _note(self, *compiled: Any) -> Any:
        self._noted = compiled
        return self._engine.compile(*compiled)

    def compile(self, pattern: Any, flags: int = 0) -> Any:
        """What `re` asks for: a compiled pattern; raises `re.error` as its compiler does."""
        module = _module_that_compiles(sys._getframe(1))
        if module is None or flags & re.DEBUG or not isinstance(pattern, str | bytes):
            return self._compile(pattern, flags)
        known = self._known(module)
        if known is None:
            return self._compile(pattern, flags)
        key = (pattern, int(flags))
        if key in known:
            with contextlib.suppress(Exception):
                return self._engine.compile(*_unpacked(known[key]))
        made = self._compile(pattern, flags)
        with contextlib.suppress(Exception):
            self._new[key] = _packed(*self._noted)
        return made

    def _known(self, module: str) -> dict[Key, Compiled] | None:
        """What is kept, read when the first module outside the standard library wants it."""
        if self._kept is None and not self._loading:
            if module.partition(".")[0] in sys.stdlib_module_names:
                return None
            self._loading = True
            from casewright.workspace import read_kept

            self._kept = _read(read_kept(_NAME), self._head)
        return self._kept

    def keep(self) -> None:
        """Write what is new together with what was kept."""
        if not self._new or self._kept is None:
            return
        from casewright import workspace

        both = {**self._kept, **self._new}
        body = self._head + marshal.dumps(both if len(both) <= _MOST else self._new)
        workspace.keep(_NAME, hashlib.sha256(body).digest() + body)
        self._new.clear()

    @property
    def _head(self) -> bytes:
        """The engine that the code is for."""
        return f"{sys.version} {self._engine.MAGIC}\n".encode()


def _module_that_compiles(frame: FrameType | None) -> str | None:
    """The module whose own lines call a function of `re`; None where it is called in a function.

    What a function compiles may be made of a case's words, which are to be kept nowhere else.
    """
    while frame is not None and (
        frame.f_globals.get("__name__") == "re" or frame.f_code.co_name in _WITHIN_LINES
    ):
        frame = frame.f_back
    if frame is None or not (frame.f_code.co_name == "<module>" or frame.f_code is own.__code__):
        return None
    return str(frame.f_globals.get("__name__", ""))


_WITHIN_LINES = ("<genexpr>", "<listcomp>", "<dictcomp>", "<setcomp>")


def _read(data: bytes, head: bytes) -> dict[Key, Compiled]:
    """The patterns in a file that `_Patterns.keep` wrote; none if it is damaged or another's."""
    size = hashlib.sha256().digest_size
    digest, body = data[:size], data[size:]
    if not body.startswith(head) or hashlib.sha256(body).digest() != digest:
        return {}
    patterns: dict[Key, Compiled] = marshal.loads(body[len(head) :])
    return patterns


def _packed(pattern: Any, flags: int, code: list[int], *names: Any) -> Compiled:
    """With the code as bytes, which are read at once."""
    return (pattern, int(flags), array("I", code).tobytes(), *names)


def _unpacked(packed: Compiled) -> Compiled:
    pattern, flags, code, *names = packed
    return (pattern, flags, memoryview(code).cast("I").tolist(), *names)
