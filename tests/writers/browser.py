"""A page in a real browser: headless Chromium runs axe-core on it."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from casewright.model.document import Image

AXE = Path(__file__).parents[1] / "axe" / "axe.min.js"
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--allow-file-access-from-files",
    "--enable-logging=stderr",
    "--dump-dom",
)
_SCRIPT = """
<script src="axe.min.js"></script>
<script>
const tell = found => document.documentElement.setAttribute("data-axe", JSON.stringify(found));
const brief = rules => rules.map(r => `${r.id}: ${r.help}: ${r.nodes[0].html.slice(0, 200)}`);
axe.run().then(
  r => tell({violations: brief(r.violations), unsure: brief(r.incomplete),
             passed: r.passes.length}),
  error => tell({violations: [String(error)], unsure: [], passed: 0}));
</script>
</body>"""


def audit(page: bytes, images: Mapping[str, Image], folder: Path) -> dict[str, Any]:
    """What axe-core says of a page; `folder` is an empty one for it.

    `violations` and what axe is `unsure` of are texts; `passed` counts the rules that were kept.
    """
    for target, image in images.items():
        (folder / target).parent.mkdir(exist_ok=True)
        (folder / target).write_bytes(image.data)
    shutil.copy(AXE, folder)
    before, end, after = page.decode().rpartition("</body>")
    assert end
    (folder / "page.html").write_text(before + _SCRIPT + after, encoding="utf-8")
    # The clock of the page runs ahead whenever the page has nothing to do, until axe is done.
    done = show((folder / "page.html").as_uri(), folder / "profile", milliseconds=60_000)
    found = re.search(r'data-axe="([^"]*)"', done.stdout)
    assert found, f"axe did not end: {done.stdout[:500]} {done.stderr[-2000:]}"
    answer: dict[str, Any] = json.loads(html.unescape(found[1]))
    return answer


def show(address: str, profile: Path, *, milliseconds: int) -> subprocess.CompletedProcess[str]:
    """Open an address: its elements after so much time of the page, and what it complained of."""
    options = (f"--virtual-time-budget={milliseconds}", f"--user-data-dir={profile}", address)
    command = [_browser(), *_FLAGS, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def complaints(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What the page wrote to the console: errors, and what its policy has blocked."""
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def _browser() -> str:
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    raise AssertionError(
        "no Chromium was found; `make test` installs it as root on Debian, elsewhere install one "
        f"of {', '.join(_NAMES)}"
    )
