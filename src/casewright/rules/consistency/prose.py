"""CON020 to CON026: what the author says of the patient, held against the facts.

Only sentences that are plainly about the patient are read (`sentences`); where a sentence could be
meant otherwise, nothing is reported.
"""

from __future__ import annotations

import copy
import functools
import itertools
import re
from collections.abc import Iterator

from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.rules.any_case import AnyCase
from casewright.rules.consistency.amounts import (
    check_components,
    check_doses_told,
    check_scores,
    doses_of,
    scores_of,
)
from casewright.rules.consistency.facts import Facts
from casewright.rules.consistency.persons import check_persons
from casewright.rules.consistency.places import (
    check_sides,
    check_sizes,
    naming,
    sides_of,
    sizes_of,
)
from casewright.rules.consistency.results import check_results, pattern_of, results_of
from casewright.rules.consistency.times import check_times, times_of
from casewright.rules.sentences import Sentence
from casewright.rules.subject import Typed

_EVENT = re.compile(r"^((?:patients\.\d+\.)?course\.\d+\.)text$")


_CHANGED = (
    r"later|then|again|subsequent\w*|repeat\w*|second|third|another|additional|reduc\w*|taper\w*"
    r"|chang\w*|escalat\w*|switch\w*|titrat\w*|adjust\w*|maintenance|bolus|loading|restart\w*"
    r"|resum\w*|raised to|lowered|previous\w*|earlier|before|day (?!0\b|1\b)\d+"
    r"|\d+(?:nd|rd|th) (?:\w+ )?day|at (?:discharge|\d+ (?:days?|weeks?|months?|years?|hours?))"
)
_GOES_ON = AnyCase(rf"\b(?:{_CHANGED}|(?:in|de)creas\w*)\b")
"""What says that a dose is no first one."""
_LATER = AnyCase(
    rf"\b(?:{_CHANGED}|(?:in|de)creas\w+ (?:to|from|by|over)|after|follow(?:ed|-up)"
    r"|(?<!the )following|next|further|other|smaller|larger|new|worsen\w*|improv\w*|fell|rose"
    r"|maint\w*|dropp\w*|return\w*|normali[sz]\w*|recover\w*|remain\w*|peak\w*|still|continu\w*)\b"
)
"""What says that a sentence goes on from what the facts may have told."""


class _Known:
    """What all facts say, or those of one event."""

    def __init__(self, facts: Facts) -> None:
        self.sides, self.sizes = sides_of(facts), sizes_of(facts)
        self.doses, self.scores = doses_of(facts), scores_of(facts)
        self.results = results_of(facts)
        self.pattern = pattern_of(self.results)

    def beyond(self, own: _Known) -> _Known:
        """What is known of things of which the event itself knows nothing."""
        rest = copy.copy(self)
        rest.sides = [] if own.sides else self.sides
        rest.sizes = [] if own.sizes else self.sizes
        rest.doses = {name: one for name, one in self.doses.items() if name not in own.doses}
        rest.results = {name: one for name, one in self.results.items() if name not in own.results}
        rest.pattern = pattern_of(rest.results) if own.results else self.pattern
        return rest

    def check_first(self, sentence: Sentence, found: Diagnostics) -> None:
        """Hold a first finding against the facts of other events."""
        if not _GOES_ON.search(sentence.text):
            check_doses_told(sentence, self.doses, found)
        if _LATER.search(sentence.text):
            return
        check_sides(sentence, naming(sentence, self.sides), found)
        check_sizes(sentence, self.sizes, found)
        if self.pattern is not None:
            check_results(sentence, self.results, self.pattern, found)

    def check(self, sentence: Sentence, found: Diagnostics) -> None:
        """Hold a sentence about the patient against the facts."""
        check_sides(sentence, self.sides, found)
        check_sizes(sentence, self.sizes, found)
        check_doses_told(sentence, self.doses, found)
        check_scores(sentence, self.scores, found)
        if self.pattern is not None:
            check_results(sentence, self.results, self.pattern, found)


def check_prose(subject: Typed) -> Iterator[Diagnostic]:
    """Report ages, sexes, sides, sizes, times, doses and results that disagree with the facts."""
    found = Diagnostics()
    facts = Facts(subject)
    times = times_of(facts)
    # The sentences of an event may tell what no other event has. Where its own facts are silent,
    # those of others bind only what reads like a first finding.
    known = functools.cache(lambda path: _Known(Facts(subject, path)))
    for before, sentence in itertools.pairwise((None, *subject.sentences)):
        assert sentence is not None
        check_persons(sentence, before, facts, found)
        check_components(sentence, facts, found)
        if sentence.own:
            check_times(sentence, times, found)
            event = _EVENT.match(sentence.passage.path)
            if event:
                known(event[1]).check(sentence, found)
                known("").beyond(known(event[1])).check_first(sentence, found)
            else:
                known("").check(sentence, found)
    yield from found
