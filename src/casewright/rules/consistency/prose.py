"""CON020 to CON026: what the author says of the patient, held against the facts.

Only sentences that are plainly about the patient are read (`sentences`); where a sentence could be
meant otherwise, nothing is reported.
"""

from __future__ import annotations

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
from casewright.rules.subject import Subject


def check_prose(subject: Subject) -> Iterator[Diagnostic]:
    """Report ages, sexes, sides, sizes, times, doses and results that disagree with the facts."""
    found = Diagnostics()
    facts = Facts(subject)
    sides, sizes, times = sides_of(facts), sizes_of(facts), times_of(facts)
    doses, results, scores = doses_of(facts), results_of(facts), scores_of(facts)
    pattern = pattern_of(results)
    for sentence in subject.sentences:
        if not any(one.isalpha() for one in sentence.text):
            continue
        check_persons(sentence, facts, found)
        check_components(sentence, facts, found)
        if not sentence.own:
            continue
        check_sides(sentence, facts, sides, found)
        check_sizes(sentence, sizes, found)
        check_times(sentence, times, found)
        check_doses_told(sentence, doses, found)
        check_scores(sentence, scores, found)
        if pattern is not None:
            check_results(sentence, results, pattern, found)
    yield from found
