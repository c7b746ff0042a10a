"""The registers as they answered: no test asks the network itself."""

from __future__ import annotations

import email.message
import io
from pathlib import Path
from urllib.request import Request
from urllib.response import addinfourl

ANSWERS = Path(__file__).parent / "online"
CROSSREF = "https://api.crossref.org/works/"
PUBMED = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"

Answer = tuple[int, bytes, dict[str, str]] | OSError


class Registers:
    """Answers by the beginnings of addresses; what was asked is kept."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.agents: set[str | None] = set()
        self._answers: dict[str, Answer] = {}

    def forget(self) -> None:
        """Know nothing any more."""
        self._answers.clear()

    def know(
        self, url: str, data: bytes | str = b"", *, status: int = 200, headers: str = ""
    ) -> None:
        """Answer an address; a name of a file in `tests/online` stands for its content."""
        if isinstance(data, str):
            data = (ANSWERS / data).read_bytes()
        parts = (line.split(": ") for line in headers.splitlines())
        self._answers[url] = (status, data, dict(parts))

    def fail(self, url: str, error: OSError) -> None:
        """Answer an address with an error of the network."""
        self._answers[url] = error

    def answer(self, request: Request) -> addinfourl:
        """What the handler of HTTPS gives."""
        url = request.full_url
        self.asked.append(url)
        self.agents.add(request.get_header("User-agent"))
        found = next((one for start, one in self._answers.items() if url.startswith(start)), None)
        assert found is not None, f"a test asks the network for {url}"
        if isinstance(found, OSError):
            raise found
        status, data, given = found
        headers = email.message.Message()
        for name, text in given.items():
            headers[name] = text
        told = addinfourl(io.BytesIO(data), headers, url, status)
        told.msg = "told"  # type: ignore[attr-defined]
        return told
