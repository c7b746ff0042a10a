"""The only module that starts pandoc: one process per build, asked through `worker.lua`."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias, TypeVar

from casewright.diagnostics import CannotRun
from casewright.model.document import Ast
from casewright.model.reference import CslItem
from casewright.processes import Child, ChildFailed, ChildTimedOut, start_child
from casewright.workspace import installed_folder, package_file

Format = Literal["html5", "docx", "jats_publishing", "markdown", "plain"]

_MEMORY = "512M"
_SECONDS = 30.0
_DEEPEST = 240
"""Levels of lists and mappings in an AST; more would exhaust the stack of those who walk it."""

# No configuration of the user's is read, and a request to the network leads nowhere.
_ENVIRONMENT = {
    "HOME": "/nonexistent",
    "XDG_DATA_HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "PATH": "",
    "TZ": "UTC",
    "SOURCE_DATE_EPOCH": "315532800",
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
}


class PandocFailed(Exception):
    """Pandoc refused a request, crashed, or went over its memory or time limit."""


@dataclass(frozen=True, slots=True)
class Media:
    """A file that pandoc may embed under the name `target`."""

    target: str
    mime: str
    data: bytes


def pandoc_binary() -> Path:
    """The pandoc that came with `pypandoc_binary`.

    Raises `CannotRun` when there is none.
    """
    for name in ("pandoc", "pandoc.exe"):
        path = installed_folder("pypandoc", "files", name)
        if path.is_file():
            return path
    raise CannotRun("pandoc is missing", hint="install it with: pip install pypandoc_binary")


T = TypeVar("T")
Later: TypeAlias = Callable[[], T]
"""An answer that is on its way: the call waits for it, and raises what the request would."""


class Pandoc:
    """A running pandoc. Its start is not waited for; the first answer is."""

    def __init__(self, child: Child, *, seconds: float = _SECONDS) -> None:
        self._child = child
        self._seconds = seconds
        self._dead = False
        self._due: list[_Answer] = []

    @classmethod
    @contextlib.contextmanager
    def start(cls, *, seconds: float = _SECONDS, memory: str = _MEMORY) -> Iterator[Self]:
        """Start pandoc for the length of the block; each request may take `seconds`.

        Raises `CannotRun` when there is no pandoc or it cannot be executed.
        """
        binary = pandoc_binary()
        worker = package_file("worker.lua")
        # The other limit of the run-time system, -M, is caught within Lua, and pandoc goes on.
        command = [str(binary), "+RTS", f"-xr{memory}", "-RTS", "lua", str(worker)]
        with contextlib.ExitStack() as stack:
            try:
                child = stack.enter_context(
                    start_child(command, env=_ENVIRONMENT, cwd=worker.parent)
                )
            except OSError as error:
                raise CannotRun(
                    f"pandoc cannot be started: {error.strerror}",
                    hint="install it anew with: pip install --force-reinstall pypandoc_binary",
                ) from error
            yield cls(child, seconds=seconds)

    def read_markdown(self, text: str) -> Ast:
        """Read Markdown without raw HTML, TeX or metadata blocks; no file is read.

        Raises `PandocFailed`, also for text that is nested too deeply.
        """
        return self.begin_markdown(text)()

    def begin_markdown(self, text: str) -> Later[Ast]:
        """Begin what `read_markdown` does; the call of the result waits for it."""
        answer = self._send("read", [text.encode()])

        def ast() -> Ast:
            try:
                read: Ast = json.loads(answer())
            except RecursionError:
                read = {}
            if not read or _is_deeper(read, _DEEPEST):
                raise PandocFailed("the text has lists or quotations nested too deeply")
            return read

        return ast

    def cite(self, ast: Ast, *, style: str, items: Sequence[CslItem], language: str) -> Ast:
        """Resolve the citations of `ast` and fill its `refs` Div.

        `style` is the text of an independent CSL style. Raises `PandocFailed`.
        """
        return self.begin_cite(ast, style=style, items=items, language=language)()

    def begin_cite(
        self, ast: Ast, *, style: str, items: Sequence[CslItem], language: str
    ) -> Later[Ast]:
        """Begin what `cite` does; the call of the result waits for it."""
        if "independent-parent" in style:
            raise PandocFailed("the citation style is a dependent one")
        url = b"data:text/xml;base64," + base64.b64encode(style.encode())
        answer = self._send("cite", [_dump(ast), url, _dump(items)], language=language)

        def cited() -> Ast:
            done: Ast = json.loads(answer())
            return done

        return cited

    def csl_items(self, bibtex: str) -> list[CslItem]:
        """Convert BibTeX entries to CSL items; raises `PandocFailed` if one is broken."""
        return self.begin_csl_items(bibtex)()

    def begin_csl_items(self, bibtex: str) -> Later[list[CslItem]]:
        """Begin what `csl_items` does; the call of the result waits for it."""
        answer = self._send("csl_items", [bibtex.encode()])

        def items() -> list[CslItem]:
            done: list[CslItem] = json.loads(answer())
            return done

        return items

    def write(
        self,
        ast: Ast,
        to: Format,
        *,
        extensions: Sequence[str] = (),
        options: Mapping[str, Any] | None = None,
        media: Sequence[Media] = (),
    ) -> bytes:
        """Write `ast`; a DOCX embeds `media` and nothing else.

        `extensions` are switched on, or off with a leading hyphen. Raises `PandocFailed`.
        """
        return self.begin_write(ast, to, extensions=extensions, options=options, media=media)()

    def begin_write(
        self,
        ast: Ast,
        to: Format,
        *,
        extensions: Sequence[str] = (),
        options: Mapping[str, Any] | None = None,
        media: Sequence[Media] = (),
    ) -> Later[bytes]:
        """Begin what `write` does; the call of the result waits for it."""
        return self._send(
            "write",
            [_dump(ast), *(item.data for item in media)],
            to=to,
            embeds=to == "docx",
            extensions={name.lstrip("-"): not name.startswith("-") for name in extensions},
            options=dict(options or {}),
            media=[{"target": item.target, "mime": item.mime} for item in media],
        )

    def dismiss(self) -> None:
        """Let pandoc end while its caller goes on; nothing more can be asked."""
        self._dead = True
        self._child.dismiss()

    def _send(self, op: str, parts: Sequence[bytes], **arguments: Any) -> Later[bytes]:
        with self._typed_failures():
            self._child.post({"op": op, **arguments}, parts, seconds=self._seconds)
        answer = _Answer()
        self._due.append(answer)

        def wait() -> bytes:
            while answer.body is None:
                self._receive()
            if not answer.ok:
                raise PandocFailed(answer.body.decode("utf-8", "replace"))
            return answer.body

        return wait

    def _receive(self) -> None:
        """Take the next answer; pandoc answers in the order of the requests."""
        with self._typed_failures():
            header, (body, *_) = self._child.receive(seconds=self._seconds)
        answer = self._due.pop(0)
        answer.ok, answer.body = bool(header.get("ok")), body

    @contextlib.contextmanager
    def _typed_failures(self) -> Iterator[None]:
        if self._dead:
            raise PandocFailed("pandoc has ended after an earlier failure")
        try:
            yield
        except ChildTimedOut as error:
            self._dead = True
            raise PandocFailed(f"pandoc took longer than {self._seconds:g} s") from error
        except ChildFailed as error:
            self._dead = True
            raise PandocFailed(f"pandoc ended: {error}") from error


@dataclass(slots=True)
class _Answer:
    """An answer that is due; `body` is None until it has come."""

    ok: bool = False
    body: bytes | None = None


def _is_deeper(value: Ast, levels: int) -> bool:
    layer: list[Any] = [value]
    for _ in range(levels):
        layer = [
            inner
            for outer in layer
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, list | dict)
        ]
        if not layer:
            return False
    return True


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
