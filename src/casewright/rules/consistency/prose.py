"""CON020 to CON026: what the author says of the patient, held against the facts.

Only sentences that are plainly about the patient are read (`sentences`); where a sentence could be
meant otherwise, nothing is reported.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.rules.consistency.amounts import (
    check_components,
    check_doses_told,
    check_results,
    check_scores,
    doses_of,
    pattern_of,
    results_of,
    scores_of,
)
from casewright.rules.consistency.facts import Facts
from casewright.rules.consistency.persons import check_persons
from casewright.rules.consistency.places import check_sides, check_sizes, sides_of, sizes_of
from casewright.rules.consistency.times import check_times, times_of
from casewright.rules.sentences import Sentence
from casewright.rules.subject import Typed

_EVENT = re.compile(r"^((?:patients\.\d+\.)?course\.\d+\.)text$")


class _Known:
    """What all facts say, or those of one event."""

    def __init__(self, facts: Facts) -> None:
        self.sides, self.sizes = sides_of(facts), sizes_of(facts)
        self.doses, self.scores = doses_of(facts), scores_of(facts)
        self.results = results_of(facts)
        self.pattern = pattern_of(self.results)

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
    # The sentences of an event may tell what no other event has: only its own facts bind them.
    known = functools.cache(lambda path: _Known(Facts(subject, path)))
    for sentence in subject.sentences:
        check_persons(sentence, facts, found)
        check_components(sentence, facts, found)
        if sentence.own:
            check_times(sentence, times, found)
            event = _EVENT.match(sentence.passage.path)
            known(event[1] if event else "").check(sentence, found)
    yield from found
