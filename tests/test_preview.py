"""The preview: what a browser is told of a case while it changes, and what others are not told."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from casewright import cli
from casewright.diagnostics import CannotRun, Span
from casewright.manuscript import compose_unchecked
from casewright.preview import server as server_module
from casewright.preview import session as session_module
from casewright.preview.builder import Builder
from casewright.preview.marked import target_of
from casewright.preview.server import Server
from casewright.preview.session import Session
from casewright.preview.watch import Watch
from casewright.workspace import Workspace, clock
from specs import BMJ, WJG, mini_workspace
from writers.browser import complaints, show

_SECONDS = 20.0
_LIBRARY = "@article{koh, author={Koh, A}, title={Cough}, journal={J Cough}, year={2007}}\n"
_CASE = {
    "discussion.md": "One cough is like another [@koh].\n",
    "references/library.bib": _LIBRARY,
}

State = dict[str, Any]


class Browser:
    """Asks a running preview."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def ask(
        self, path: str, *, headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> tuple[int, str, Mapping[str, str]]:
        """Status, text and headers of a path behind the token; of another where it begins `/`."""
        connection = HTTPConnection("127.0.0.1", self.server.server_port, timeout=_SECONDS)
        whole = path if path.startswith("/") else f"/{self.server.token}/{path}"
        method = "GET" if body is None else "POST"
        try:
            connection.request(method, whole, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace"), dict(answer.headers)
        finally:
            connection.close()

    def until(self, seen: Callable[[State], object]) -> State:
        """Follow the news until `seen`."""
        state: State = json.loads(self.ask("state")[1])
        while not seen(state):
            before = state["number"]
            state = json.loads(self.ask(f"state?after={before}")[1])
            assert state["number"] > before, f"no more news: {state}"
        return state

    def ready(self) -> State:
        """The state once something has been composed and checked."""
        return self.until(lambda state: not state["composing"] and not state["checking"])

    def page(self) -> str:
        """The manuscript, with plain spaces."""
        return self.ask("page/")[1].replace("\u00a0", " ")


class _NoBuilder:
    """Builds nothing: most tests look at the page alone."""

    def __init__(self, *_: object) -> None:
        pass

    def submit(self, _: object) -> None:
        pass

    def stop(self) -> None:
        pass


@contextmanager
def preview(
    workspace: Workspace, *, journal: str = BMJ, builder: Callable[..., object] = _NoBuilder
) -> Iterator[Browser]:
    session = Session(workspace, "x", journal)
    thread = threading.Thread(target=session.follow)
    with pytest.MonkeyPatch.context() as patched, Server(session) as server:
        patched.setattr(session_module, "Builder", builder)
        thread.start()
        try:
            yield Browser(server)
        finally:
            session.stop()
            thread.join(_SECONDS)
            assert not thread.is_alive()


def edit(workspace: Workspace, name: str, text: str) -> None:
    """Write a file as careful editors do: nobody sees half of it."""
    path = workspace.root / "cases" / "x" / name
    new = path.with_name(f".{name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A preview that nothing changes."""
    workspace = mini_workspace(tmp_path_factory.mktemp("still"), _CASE)
    with preview(workspace) as shown:
        shown.ready()
        yield shown


# Who may look


def test_it_listens_on_this_machine_alone(browser: Browser) -> None:
    assert browser.server.server_address[0] == "127.0.0.1"
    assert browser.server.address.startswith(f"http://127.0.0.1:{browser.server.server_port}/")


def test_every_preview_has_a_token_of_its_own(tmp_path: Path) -> None:
    session = Session(mini_workspace(tmp_path, {}), "x", BMJ)
    with Server(session) as one, Server(session) as other:
        assert one.token != other.token
        assert len(one.token) > 20


@pytest.mark.parametrize("path", ["/", "/state", "/page/", "/x/", "/%2e%2e/", "/TOKEN", "//TOKEN/"])
@pytest.mark.parametrize("body", [None, BMJ])
def test_nothing_is_told_without_the_token(browser: Browser, path: str, body: str | None) -> None:
    inside = path.replace("TOKEN", browser.server.token[:-1])
    status, text, _ = browser.ask(inside, body=body)
    assert (status, text) == (403, "open the address that casewright has printed\n")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:PORT"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:PORT.evil.example"},
        {"Host": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
    ],
)
def test_other_hosts_and_pages_are_refused(browser: Browser, headers: dict[str, str]) -> None:
    port = str(browser.server.server_port)
    sent = {name: value.replace("PORT", port) for name, value in headers.items()}
    for path, body in (("page/", None), ("journal", WJG)):
        assert browser.ask(path, headers=sent, body=body)[0] == 403
    assert browser.until(lambda _: True)["journal"] == BMJ


def test_the_machine_may_be_called_localhost(browser: Browser) -> None:
    host = f"localhost:{browser.server.server_port}"
    sent = {"Host": host, "Origin": f"http://{host}"}
    assert browser.ask("page/", headers=sent)[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        *("nothing", "files/manifest.json", "files/../manifest.json", "preview.py", "rules/X"),
        *("page/figures/none.png", "page/../../../etc/passwd", "files/%2e%2e%2fmanifest.json"),
    ],
)
def test_there_is_nothing_but_the_preview(browser: Browser, path: str) -> None:
    assert browser.ask(path)[0] == 404


@pytest.mark.parametrize("body", ["", "nowhere", "../x", "x" * 500])
def test_only_a_journal_can_be_chosen(browser: Browser, body: str) -> None:
    assert browser.ask("journal", body=body)[0] == 404
    assert browser.ask("page/", body=BMJ)[0] == 404


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("preview.js", "text/javascript; charset=utf-8"),
        ("preview.css", "text/css; charset=utf-8"),
        ("marks.css", "text/css; charset=utf-8"),
        ("page/", "text/html; charset=utf-8"),
        ("state", "application/json"),
        ("rules/REF001", "text/plain; charset=utf-8"),
        ("nothing", "text/plain; charset=utf-8"),
    ],
)
def test_every_answer_is_fenced_in(browser: Browser, path: str, kind: str) -> None:
    _, text, headers = browser.ask(path)
    assert text
    assert headers["Content-Type"] == kind
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'")
    scripts = re.search(r"script-src ([^;]+)", policy)
    assert scripts is None or scripts[1] == "'self'"
    assert "http" not in policy


@pytest.mark.parametrize("path", ["", "preview.js", "preview.css", "marks.css", "page/"])
def test_nothing_is_loaded_from_elsewhere(browser: Browser, path: str) -> None:
    text = browser.ask(path)[1]
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//(?!doi\.org/)|@import|url\(""", text)


def test_the_manuscript_brings_no_script(tmp_path: Path) -> None:
    files = _CASE | {"discussion.md": "<script>alert(1)</script> <img src=x onerror=alert(1)>\n"}
    with preview(mini_workspace(tmp_path, files)) as shown:
        shown.ready()
        page = shown.page()
    assert "alert(1)" in page
    assert not re.search(r"<script|<img[^>]*onerror", page)


# What is shown


def test_a_change_of_a_word_is_shown(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, _CASE)
    with preview(workspace) as shown:
        first = shown.ready()
        assert "One cough is like" in shown.page()
        edit(workspace, "discussion.md", "No cough is like another [@koh].\n")
        now = shown.until(lambda state: state["page"] > first["page"])
        assert now["number"] > first["number"]
        page = shown.page()
        assert "No cough is like" in page and "One cough" not in page
        edit(workspace, "introduction.md", "Coughs have causes.\n")  # there was none before
        shown.until(lambda state: state["page"] > now["page"])
        assert "Coughs have causes." in shown.page()


def test_a_sentence_tells_its_source(browser: Browser) -> None:
    place = "cases/x/discussion.md:1:1"
    assert re.search(rf'id="sentence-\d+" class="sentence" data-place="{place}"', browser.page())


def test_lengths_are_held_against_the_journal(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, _CASE)
    with preview(workspace) as shown:
        before = {one["what"]: one for one in shown.ready()["lengths"]}
        assert before["abstract"] == {
            "what": "abstract",
            "text": "14 of at most 150 words",
            "broken": False,
        }
        assert before["authors"]["text"].startswith("1")
        edit(workspace, "discussion.md", "A cough is like another. " * 500)
        after = shown.until(lambda state: state["page"] > 1 and not state["checking"])
    (long,) = (one for one in after["lengths"] if one["what"] == "main text")
    assert (long["text"], long["broken"]) == ("2,509 of at most 2,000 words", True)


def test_errors_are_shown_beside_the_last_good_page(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, _CASE)
    with preview(workspace) as shown:
        good = shown.ready()
        edit(workspace, "discussion.md", "A sneeze is not a cough [@loh].\n")
        bad = shown.until(lambda state: state["stale"])
        assert bad["counts"].startswith("1 error")
        (error,) = (one for one in bad["findings"] if one["severity"] == "error")
        assert (error["code"], error["place"]) == ("REF001", "cases/x/discussion.md:1:26")
        assert (error["message"], error["hint"]) == (
            "'loh' is not in references/library.bib",
            "did you mean 'koh'?",
        )
        assert bad["page"] == good["page"]
        page = shown.page()
        assert "One cough is like" in page
        assert f'id="{error["target"]}"' in page
        edit(workspace, "discussion.md", "A sneeze is not a cough [@koh].\n")
        again = shown.until(lambda state: not state["stale"] and not state["checking"])
        assert "error" not in again["counts"]
        assert "A sneeze is not a" in shown.page()


def test_a_broken_case_file_is_survived(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, _CASE)
    whole = (workspace.root / "cases/x/case.yaml").read_text()
    with preview(workspace) as shown:
        shown.ready()
        for text in ("[", "", "\x00"):
            edit(workspace, "case.yaml", text)
            assert "error" in shown.until(lambda state: state["stale"])["counts"]
            edit(workspace, "case.yaml", whole)
            shown.until(lambda state: not state["stale"])
        (workspace.root / "cases/x/case.yaml").unlink()
        shown.until(lambda state: state["stale"])
        edit(workspace, "case.yaml", whole)
        shown.until(lambda state: not state["stale"])


def test_another_journal_is_shown(tmp_path: Path) -> None:
    with preview(mini_workspace(tmp_path, _CASE)) as shown:
        shown.ready()
        assert ">DISCUSSION<" in shown.page()
        assert shown.ask("journal", body="cureus")[0] == 200
        state = shown.until(lambda state: state["journal"] == "cureus" and not state["composing"])
        assert BMJ in state["journals"]
        assert ">Discussion<" in shown.page()


def test_a_title_page_of_its_own_stands_first(tmp_path: Path) -> None:
    journal = (
        f"id: apart\ntitle: Apart\nextends: {BMJ}\nfront_matter: {{file: separate, "
        "source: [general-knowledge], as_of: 2026-11, verified: false}\n"
    )
    workspace = mini_workspace(tmp_path, _CASE | {"templates/apart/journal.yaml": journal})
    with preview(workspace, journal="apart") as shown:
        shown.ready()
        page = shown.page()
    assert 0 < page.index('class="author"') < page.index("<hr />") < page.index(">DISCUSSION<")
    assert page.count("<main>") == page.count("</main>") == 1
    ids = re.findall(r'id="(sentence-\d+)"', page)
    assert len(ids) == len(set(ids))


def test_a_failure_is_told_and_the_next_change_composes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure: list[Exception] = []

    def composed(*args: Any, **kwargs: Any) -> Any:
        if failure:
            raise failure[0]
        return compose_unchecked(*args, **kwargs)

    monkeypatch.setattr(session_module, "compose_unchecked", composed)
    workspace = mini_workspace(tmp_path, _CASE)
    failures = {
        "pandoc is tired": CannotRun("pandoc is tired"),
        "[Errno 13] no": PermissionError(13, "no"),
        "internal error: KeyError: 'oops'": KeyError("oops"),
    }
    with preview(workspace) as shown:
        assert shown.ready()["problem"] is None
        for number, (told, error) in enumerate(failures.items()):
            failure.append(error)
            edit(workspace, "discussion.md", f"Wrong {number}.\n")
            state = shown.until(lambda state: state["problem"])
            assert (state["problem"], state["stale"]) == (told, True)
            failure.clear()
            edit(workspace, "discussion.md", f"Right {number}.\n")
            shown.until(lambda state: not state["problem"])
            assert f"Right {number}." in shown.page()


def test_a_browser_shows_it_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = mini_workspace(tmp_path, _CASE)
    with preview(workspace) as shown:
        findings = shown.ready()["findings"]
        # A page that waits for news keeps the clock of this browser from running.
        monkeypatch.setattr(server_module, "_WAIT", 0.02)
        done = show(shown.server.address, tmp_path / "profile", milliseconds=30)
    page = done.stdout
    assert findings and page.count("<li ") == len(findings)
    assert 'src="page/?1"' in page
    assert "14 of at most 150 words" in page
    assert ">x: casewright preview</title>" in page
    assert complaints(done) == []


# The files


def test_word_file_and_pdf_follow_the_page(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, _CASE)
    built = workspace.build_dir / "x" / BMJ

    def made(state: State) -> bool:
        return bool(state["files"]) and not state["files_are_old"]

    with preview(workspace, builder=Builder) as shown:
        state = shown.until(made)
        assert [one["label"] for one in state["files"]] == ["Word file", "PDF"]
        for name, begins in (("manuscript.docx", "PK"), ("manuscript.pdf", "%PDF")):
            status, text, headers = shown.ask(f"files/{name}")
            assert (status, text[: len(begins)]) == (200, begins)
            assert f'filename="{name}"' in headers["Content-Disposition"]
        before = (built / "manuscript.pdf").read_bytes()
        edit(workspace, "discussion.md", "Wrong [@loh].\n")
        assert shown.until(lambda state: state["stale"])["files_are_old"]
        assert (built / "manuscript.pdf").read_bytes() == before
        edit(workspace, "discussion.md", "A quite different text.\n")
        shown.until(made)
        assert b"A quite different text." in (built / "manuscript.md").read_bytes()
        after = (built / "manuscript.pdf").stat().st_mtime_ns
    with preview(workspace, builder=Builder) as shown:  # what stands is not made again
        shown.until(made)
    assert (built / "manuscript.pdf").stat().st_mtime_ns == after
    assert not list(built.glob(".manuscript*"))


# What is watched, and where a finding is


def test_only_what_matters_is_noticed(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, _CASE)
    folder = workspace.root / "cases" / "x"
    read = folder / "case.yaml"

    def watched() -> Watch:
        workspace.read_bytes(read)
        return Watch.over(workspace, "x", began=clock())

    watch = watched()
    for name in (".case.yaml.swp", "case.yaml~", "#case.yaml#", ".#case.yaml"):
        (folder / name).write_text("")
    (workspace.root / "cases" / "other").mkdir()
    assert watch.look() == watch
    steps: tuple[Callable[[], object], ...] = (
        lambda: (folder / "introduction.md").write_text("New.\n"),
        lambda: (workspace.root / "casewright.yaml").write_text(""),
        lambda: (workspace.root / "references" / "more.bib").write_text(""),
        lambda: (workspace.root / "templates" / "mine").mkdir(parents=True),
        lambda: read.write_text("other\n"),
        read.unlink,
    )
    for step in steps:
        watch = watched()
        step()
        assert watch.look() != watch


def test_a_library_that_changed_while_it_was_read_is_read_again(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, _CASE)
    library = workspace.root / "references" / "library.bib"
    workspace.read_slice(library, 0, 5)
    calm, late = (Watch.over(workspace, "x", began=began) for began in (clock(), 0))
    assert calm.look() == calm
    assert late.look() != late


def test_a_file_that_comes_while_a_manuscript_is_composed_is_noticed(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, _CASE)
    before = Watch.over(workspace, "x", began=clock())
    edit(workspace, "introduction.md", "Late.\n")
    after = Watch.over(workspace, "x", began=clock(), before=before)
    assert after.look() != after


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (Span("a.md", 2, 5), "second"),
        (Span("a.md", 3, 1), "third"),
        (Span("a.md", 4, 1), None),
        (Span("b.md", 2, 5), None),
        (Span("a.md", 1, 1), None),
        (Span("a.md", 1, 1, 3, 9), "first"),
        (Span("c.md", 5, 1, 30, 9), "second"),
        (Span("c.md", 5, 1, 300, 9), None),
        (Span("c.md", 10, 1, 30, 9), None),
        (Span("b.private.yaml", 2, 4), None),
        (Span("case.yaml", 1, 1, 5, 9), None),
        (Span("case.yaml", 2, 3, 5, 9), "second"),
        (Span("lib.bib", 12, 3), "ref-koh"),
        (Span("lib.bib", 21, 3), None),
    ],
)
def test_a_finding_is_about_the_nearest_sentence(place: Span, name: str | None) -> None:
    targets = {
        "first": (Span("a.md", 1, 1, 1, 80),),
        "second": (Span("c.md", 9, 1), Span("a.md", 2, 1), Span("case.yaml", 4, 5)),
        "third": (Span("a.md", 3, 1, 3, 9),),
        "private": (Span("b.private.yaml", 2, 4),),
        "ref-koh": (Span("lib.bib", 10, 1, 20, 1),),
    }
    assert target_of(place, targets) == name


# The command


def test_the_command_prints_its_address_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    workspace = mini_workspace(tmp_path, _CASE)
    command = ("preview", "x", "--journal", BMJ, "--no-browser")
    process = subprocess.Popen(
        [sys.executable, "-m", "casewright", "-C", str(workspace.root), *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    line = process.stdout.readline()
    match = re.fullmatch(rf"x for {BMJ}: http://127\.0\.0\.1:(\d+)(/[\w-]+/)\n", line)
    assert match, line
    connection = HTTPConnection("127.0.0.1", int(match[1]), timeout=_SECONDS)
    connection.request("GET", f"{match[2]}state?after=0")
    assert json.loads(connection.getresponse().read())["journal"] == BMJ
    connection.close()
    children = _children(process.pid)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=_SECONDS)
    assert (process.returncode, out) == (0, "")
    assert err == "Ctrl-C ends the preview\nthe preview has ended\n"
    assert children and not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def _children(pid: int) -> list[str]:
    """The processes that another one has started, where the system tells."""
    found = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [child for group in found for child in group]


def test_a_port_that_is_taken_is_told(browser: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    port = str(browser.server.server_port)
    root = str(browser.server.session._workspace.root)
    assert cli.main(["-C", root, "preview", "--port", port, "--no-browser"]) == 2
    err = capsys.readouterr().err
    assert f"casewright: the preview cannot use port {port}: " in err
    assert "leave out --port" in err


@pytest.mark.parametrize("port", ["x", "-1", "65536", "1e3", ""])
def test_a_port_is_a_number(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["preview", "--port", port]) == 2
    assert "is not a number from 0 to 65535" in capsys.readouterr().err
