"""Compose a manuscript whenever a file of it has changed, for as long as the preview runs."""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import count

from casewright.diagnostics import CannotRun, Diagnostics
from casewright.manuscript import (
    Manuscript,
    Phases,
    Ruled,
    check_manuscript,
    compose_unchecked,
    run_rules,
)
from casewright.pandoc import Pandoc, PandocFailed
from casewright.policy import Policy
from casewright.preview.board import Board, State
from casewright.preview.builder import Builder, Composed
from casewright.preview.marked import Page, make_page
from casewright.preview.watch import Watch
from casewright.rules.limits import Bound, bounds
from casewright.standing import BuildResult
from casewright.workspace import Workspace, clock
from casewright.writers.html import write_html

_EVERY = 0.05
"""Seconds between two looks at the files."""
_CALM = 10
"""Looks without a change after which there is time to tidy up."""
_SETTLE = 0.01
"""Seconds without a change after which editors are taken to have saved all that they save."""
_LOOKS_TO_SETTLE = 50
_HEAD_START = 0.05
"""Seconds for the PDF to be begun before the rules are run."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of composing."""

    made: Manuscript | None = None
    page: Page | None = None
    problem: str | None = None

    def page_shown(self, state: State) -> State:
        """The state with its page, before that is checked."""
        number = state.page_number + 1
        return replace(
            state,
            page=self.page,
            page_number=number,
            stale=False,
            composing=False,
            checking=True,
            found_in_files=(),
            problem=None,
            building=True,
        )

    def shown(self, state: State) -> State:
        """The state with all of it; where there is no page, the last one stays."""
        if self.page is None:
            state = replace(state, stale=True, found_in_files=(), problem=None, building=False)
        return replace(
            state,
            composing=False,
            checking=False,
            findings=tuple(self.made.diagnostics) if self.made else (),
            lengths=_lengths(self.made) or state.lengths,
            problem=self.problem or state.problem,
        )


class Session:
    """The case that is shown, and the journal that it is shown for."""

    def __init__(self, workspace: Workspace, case: str, journal: str) -> None:
        self.board = Board(State(case, journal))
        self._workspace = workspace
        self._case = case
        self._wanted = journal
        self._wake = threading.Event()
        self._stopped = False
        self._pandoc: Pandoc | None = None
        self._tools = contextlib.ExitStack()

    @property
    def journals(self) -> tuple[str, ...]:
        """The journals that can be chosen."""
        return self._workspace.journals()

    def choose(self, journal: str) -> None:
        """Show the case for another journal, one of `journals`."""
        self._wanted = journal
        self._wake.set()

    def stop(self) -> None:
        """Let `follow` return."""
        self._stopped = True
        self._wake.set()

    def follow(self) -> None:
        """Compose, and compose again on every change, until `stop` or an interruption."""
        with self._building() as builder, self._tools:
            watch = Watch.over(self._workspace, self._case, began=clock())
            while not self._stopped:
                watch = self._show(builder, watch)
                self._wait(watch)

    @contextlib.contextmanager
    def _building(self) -> Iterator[Builder]:
        builder = Builder(self._workspace, self._built)
        try:
            yield builder
        finally:
            self.board.close()
            builder.stop()

    def _wait(self, watch: Watch) -> None:
        for look in count(1):
            if self._wake.wait(_EVERY):
                break
            if (seen := watch.look()) != watch:
                self._settle(seen)
                return
            if look == _CALM:
                gc.collect()  # a manuscript is full of circles
        self._wake.clear()

    def _settle(self, seen: Watch) -> None:
        """Wait until nothing changes any more, but not for ever."""
        for _ in range(_LOOKS_TO_SETTLE):
            self._wake.wait(_SETTLE)
            before, seen = seen, seen.look()
            if seen == before:
                return

    def _show(self, builder: Builder, before: Watch) -> Watch:
        """Compose the case as it is now; what to watch until the next time."""
        began, journal, before = clock(), self._wanted, before.look()
        builder.submit(None)
        if journal != self.board.state.journal:
            self.board.change(partial(_for_journal, journal=journal))
        workspace = replace(self._workspace, reads={})
        outcome = self._outcome(workspace, journal)
        if outcome.made is not None and outcome.page is not None:
            number = self.board.change(outcome.page_shown).page_number
            made = self._ready_to_build(outcome.made, workspace)
            outcome = replace(outcome, made=made)
            builder.submit(_for_builder(made, workspace, self._case, began=began, page=number))
            self._wake.wait(_HEAD_START)
        outcome = _checked(outcome, workspace)
        also = before.files if outcome.problem else ()
        watch = Watch.over(workspace, self._case, began=began, before=before, also=also)
        self.board.change(outcome.shown)
        return watch

    def _ready_to_build(self, made: Manuscript, workspace: Workspace) -> Manuscript:
        """With what is needed first, and that the rules are run once for page and files."""
        rules, html = _once(partial(_rules, made, workspace)), None
        if self._pandoc is not None and made.document is not None and made.journal is not None:
            with contextlib.suppress(PandocFailed):  # the builder has a pandoc of its own
                html = write_html(made.document, made.journal.page.style, self._pandoc)
        return replace(made, rules=rules, html=html)

    def _outcome(self, workspace: Workspace, journal: str) -> _Outcome:
        try:
            return _Outcome(*self._compose(workspace, journal))
        except Exception as error:
            return _Outcome(problem=_problem(error))

    def _compose(self, workspace: Workspace, journal: str) -> tuple[Manuscript, Page | None]:
        """The manuscript, and its page if it could be composed; pandoc gets a second chance."""
        for last in (False, True):
            try:
                if self._pandoc is None:
                    self._pandoc = self._tools.enter_context(Pandoc.start())
                pandoc = self._pandoc
                case, phases = self._case, Phases()
                made = compose_unchecked(workspace, case, journal, pandoc=pandoc, phases=phases)
                page = make_page(made, made.document, pandoc) if made.document else None
                return made, page
            except (CannotRun, PandocFailed) as error:
                self._pandoc = None
                self._tools.close()
                if last:
                    raise CannotRun(str(error)) from error
        raise AssertionError

    def _built(self, composed: Composed, result: BuildResult | Exception) -> None:
        """Offer what the builder made, with what it found in it."""

        def change(state: State) -> State:
            if composed.journal != state.journal:
                return state
            latest = composed.page_number == state.page_number and not state.stale
            if latest:
                state = replace(state, building=False)
            if isinstance(result, Exception):
                return replace(state, problem=str(result)) if latest else state
            if latest:
                state = replace(state, found_in_files=tuple(result.diagnostics))
            if not result.outputs:
                return state
            files = {path.name: path for path in result.outputs}
            return replace(state, files=files, files_of=composed.page_number)

        self.board.change(change)


def _rules(made: Manuscript, workspace: Workspace) -> Ruled:
    return run_rules(made, Policy.open(workspace).settings.words)


def _once(work: Callable[[], Ruled]) -> Callable[[], Ruled]:
    """`work` for several threads: the first of them does it, the others wait for what it gives."""
    lock, done = threading.Lock(), list[Ruled]()

    def give() -> Ruled:
        with lock:
            if not done:
                done.append(work())
            return done[0]

    return give


def _for_builder(
    made: Manuscript, workspace: Workspace, case: str, *, began: int, page: int
) -> Composed:
    """The manuscript with findings and a list of what was read that the builder adds to alone."""
    own = replace(workspace, reads=dict(workspace.reads))

    def rules() -> Ruled:
        assert made.rules is not None
        ruled = made.rules()
        own.reads.update(dict(workspace.reads) | own.reads)
        return ruled

    found = Diagnostics(made.diagnostics)
    its = replace(made, diagnostics=found, workspace=own, rules=rules)
    assert made.journal is not None
    return Composed(own, case, made.journal.id, its, began, page)


def _checked(outcome: _Outcome, workspace: Workspace) -> _Outcome:
    """The outcome with the findings of the rules, and with what they have counted."""
    if outcome.made is None:
        return outcome
    try:
        measures = check_manuscript(outcome.made, Policy.open(workspace))
    except Exception as error:
        return replace(outcome, problem=_problem(error))
    return replace(outcome, made=replace(outcome.made, measures=measures))


def _problem(error: Exception) -> str:
    """What a person is told; the preview goes on, even after a defect of casewright."""
    known = isinstance(error, CannotRun | OSError)
    return str(error) if known else f"internal error: {type(error).__name__}: {error}"


def _for_journal(state: State, *, journal: str) -> State:
    """The state before anything is known of another journal; the page of the last one stays."""
    return replace(
        state, journal=journal, composing=True, building=False, lengths=(), files={}, files_of=0
    )


def _lengths(made: Manuscript | None) -> tuple[Bound, ...]:
    if made is None or made.journal is None or made.measures is None:
        return ()
    return bounds(made.journal, made.measures)
