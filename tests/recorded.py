"""The registers as they answered: no test asks the network itself."""

from __future__ import annotations

import email.message
import io
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request
from urllib.response import addinfourl

ANSWERS = Path(__file__).parent / "online"
CROSSREF = "https://api.crossref.org/works/"
PUBMED = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"

_ADDRESSES = {
    "doi": lambda number: CROSSREF + quote(number, safe=""),
    "pmid": lambda number: f"{PUBMED}efetch.fcgi?db=pubmed&id={number}&",
    "search": lambda number: f"{PUBMED}esearch.fcgi?db=pubmed&term={quote(number, safe='')}%5B",
}

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

    def know_blocks(self, blocks: Mapping[str, str]) -> None:
        """Know the answers of a spec and nothing else: `doi NUMBER`, `pmid NUMBER`, `search DOI`.

        A block names a file, holds the answer itself, or is empty where the number is not known.
        """
        self.forget()
        for info, text in blocks.items():
            kind, _, number = info.partition(" ")
            if kind in _ADDRESSES:
                named = text.strip()
                answer = named if (ANSWERS / named).is_file() else text.encode()
                self.know(_ADDRESSES[kind](number), answer, status=200 if named else 404)

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
