"""The web server of the preview: on this machine only, for those who know its address.

It listens on 127.0.0.1. Every address begins with a token that is made anew at each start, so that
no other user of the machine can read along. A request that names another host is refused: it comes
from a page that has given its own name the address of this machine.
"""

from __future__ import annotations

import json
import re
import secrets
import sys
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from casewright.catalogue import RULES
from casewright.diagnostics import CannotRun
from casewright.preview.session import Session
from casewright.preview.shown import shown
from casewright.rules import explain
from casewright.workspace import read_if_there, read_package_file

_WAIT = 20.0
"""Seconds after which a browser that waits for news is told that there are none."""
_LONGEST_BODY = 200

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'"
_SHELL_POLICY = (
    f"{_NOTHING}; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "frame-src 'self'; frame-ancestors 'none'"
)
# Widths of columns and panels are in attributes.
_PAGE_POLICY = (
    f"{_NOTHING}; style-src 'self' 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'"
)
_FILE_POLICY = "frame-ancestors 'none'"

_TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "md": "text/plain; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_SHELL = {"": "index.html", "preview.js": "preview.js", "preview.css": "preview.css"}
_MARKS = "marks.css"


class Server(ThreadingHTTPServer):
    """Serves a session; raises `CannotRun` when the port is taken. Port 0 means any."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, session: Session, *, port: int = 0) -> None:
        self.session = session
        self.token = secrets.token_urlsafe(16)
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            hint = "leave out --port to take any that is free"
            raise CannotRun(f"the preview cannot use port {port}: {reason}", hint=hint) from error

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://127.0.0.1:{self.server_port}/{self.token}/"

    def __enter__(self) -> Server:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.session.board.close()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that has gone away is none of our concern."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers one browser's requests."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "casewright"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        path = self._path_for_us()
        if path is None:
            return
        for pattern, answer in _PATHS:
            if match := re.fullmatch(pattern, path):
                answer(self, **match.groupdict())
                return
        self._refuse(404, "there is nothing here")

    def do_POST(self) -> None:
        path = self._path_for_us()
        if path is None:
            return
        length = self.headers.get("Content-Length", "")
        if path != "journal" or not length.isdecimal() or int(length) > _LONGEST_BODY:
            self._refuse(404, "there is nothing here")
            return
        name = self.rfile.read(int(length)).decode(errors="replace")
        if name not in self.server.session.journals:
            self._refuse(404, "there is no such journal")
            return
        self.server.session.choose(name)
        self._answer(b"", _TYPES["md"], policy=_FILE_POLICY)

    def _path_for_us(self) -> str | None:
        """The path after the token; None where the request was refused."""
        port = self.server.server_port
        hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        origin = self.headers.get("Origin")
        if self.headers.get("Host", "") not in hosts:
            self._refuse(403, "the preview answers to 127.0.0.1 only")
            return None
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            self._refuse(403, "the preview answers to its own page only")
            return None
        token, slash, path = self.path.partition("?")[0][1:].partition("/")
        known = secrets.compare_digest(token.encode(), self.server.token.encode())
        if not slash or not known:
            self._refuse(403, "open the address that casewright has printed")
            return None
        return path

    def _shell(self, name: str) -> None:
        file = _SHELL[name]
        data = read_package_file("preview", "shell", file)
        self._answer(data, _TYPES[file.rpartition(".")[2]], policy=_SHELL_POLICY)

    def _marks(self) -> None:
        data = read_package_file("preview", "shell", _MARKS)
        self._answer(data, _TYPES["css"], policy=_PAGE_POLICY)

    def _news(self) -> None:
        """The state as JSON, as soon as it is later than the one that the browser has."""
        asked = parse_qs(self.path.partition("?")[2]).get("after", [""])[0]
        number = int(asked) if re.fullmatch("[0-9]{1,9}", asked) else -1
        session = self.server.session
        state = session.board.after(number, seconds=_WAIT)
        data = json.dumps(shown(state, session.journals), ensure_ascii=False).encode()
        self._answer(data, "application/json", policy=_SHELL_POLICY)

    def _page(self) -> None:
        state = self.server.session.board.state
        page, number = state.page, state.page_number
        if page is None:
            self._refuse(404, "there is no page yet")
            return
        more = {"X-Page": str(number)}
        self._answer(page.html, _TYPES["html"], policy=_PAGE_POLICY, more=more)

    def _image(self, name: str) -> None:
        page = self.server.session.board.state.page
        image = page.images.get(name) if page else None
        if image is None:
            self._refuse(404, "there is no such image")
            return
        self._answer(image.data, image.mime, policy=_PAGE_POLICY)

    def _file(self, name: str) -> None:
        path = self.server.session.board.state.files.get(name)
        data = read_if_there(path) if path else None
        if path is None or data is None:
            self._refuse(404, "this file is not made yet")
            return
        kind = path.suffix[1:]
        placed = "inline" if kind == "pdf" else "attachment"
        more = {"Content-Disposition": f'{placed}; filename="{name}"'}
        self._answer(data, _TYPES[kind], policy=_FILE_POLICY, more=more)

    def _rule(self, code: str) -> None:
        if code not in RULES:
            self._refuse(404, "there is no such rule")
            return
        self._answer(explain(code).encode(), _TYPES["md"], policy=_SHELL_POLICY)

    def _refuse(self, status: int, why: str) -> None:
        # What the request has brought is not read, so the connection cannot go on.
        self.close_connection = True
        data = f"{why}\n".encode()
        self._answer(data, _TYPES["md"], policy=_SHELL_POLICY, status=status)

    def _answer(
        self,
        data: bytes,
        kind: str,
        *,
        policy: str,
        status: int = 200,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(data)),
            "Content-Security-Policy": policy,
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            **({"Connection": "close"} if self.close_connection else {}),
            **(more or {}),
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is the person's."""


_PATHS: tuple[tuple[str, Callable[..., None]], ...] = (
    (r"(?P<name>|preview\.js|preview\.css)", _Handler._shell),
    (r"marks\.css", _Handler._marks),
    (r"state", _Handler._news),
    (r"page/", _Handler._page),
    (r"page/(?P<name>figures/[\w.-]+)", _Handler._image),
    (r"files/(?P<name>[\w.-]+)", _Handler._file),
    (r"rules/(?P<code>\w+)", _Handler._rule),
)
"""What there is behind the token."""
