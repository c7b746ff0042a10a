"""The network: what a server answers, when the user has asked for it."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from casewright import __version__
from casewright.diagnostics import CannotRun

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

_AGENT = f"casewright/{__version__} (looks up the references that its user asks for)"
_SECONDS = 20.0
"""How long a server may be silent, and three times that how long an answer may take."""
_BETWEEN = 0.4
"""Seconds between questions: PubMed allows three in a second (E-utilities, "Usage Guidelines")."""
_BIGGEST_ANSWER = 5_000_000
_last_asked: dict[str, float] = {}


def fetch(url: str) -> bytes | None:
    """What a server answers over HTTPS; None where it knows no such thing.

    Nothing calls this unless the user said `--online`. A redirect may lead to the same server only.
    Raises `CannotRun` when there is no answer.
    """
    import http.client
    import urllib.error
    from urllib.request import Request

    host = url.removeprefix("https://").partition("/")[0]
    if host in _last_asked:
        time.sleep(max(0.0, _last_asked[host] + _BETWEEN - time.monotonic()))
    _last_asked[host] = time.monotonic()
    try:
        with _opener().open(Request(url, headers={"User-Agent": _AGENT}), timeout=_SECONDS) as told:
            return _whole_answer(told.read, host)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in (404, 410):
            return None
        raise _refused(host, error.code, error.headers.get("Retry-After") or "") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        hint = "is this computer online? nothing was written; the same command may be given again"
        raise CannotRun(f"{host} cannot be asked: {reason}", hint=hint) from error


def _whole_answer(read: Callable[[int], bytes], host: str) -> bytes:
    began, data = time.monotonic(), bytearray()
    while part := read(65_536):
        data += part
        if len(data) > _BIGGEST_ANSWER:
            raise CannotRun(f"{host} answers with more than {_BIGGEST_ANSWER // 10**6} MB")
        if time.monotonic() - began > 3 * _SECONDS:
            raise CannotRun(f"{host} takes too long to answer", hint="try again later")
    return bytes(data)


def _refused(host: str, status: int, wait: str) -> CannotRun:
    if status in (429, 503):
        when = f"in {wait} seconds" if wait.isdecimal() else "in some minutes"
        return CannotRun(f"{host} asks not to be asked so often", hint=f"try again {when}")
    return CannotRun(f"{host} refuses to answer (HTTP status {status})", hint="try again later")


@functools.cache
def _opener() -> OpenerDirector:
    """Opens nothing but HTTPS."""
    from urllib import request

    class Confined(request.HTTPRedirectHandler):
        def redirect_request(self, req: request.Request, *how: Any) -> request.Request | None:
            if not how[-1].startswith(f"https://{req.host}/"):
                raise ValueError(f"it leads elsewhere, to {how[-1][:100]}")
            return super().redirect_request(req, *how)

    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.UnknownHandler,
        request.HTTPSHandler,
        request.HTTPDefaultErrorHandler,
        Confined,
        request.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener
