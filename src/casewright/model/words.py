"""What a word is, wherever a journal counts them."""

from __future__ import annotations


def word_count(text: str) -> int:
    """Words of printed text: what stands between spaces and holds a letter or a digit.

    This is how word processors and submission forms count, but for signs that stand alone: '4 × 3
    cm' has three words. '9 mo' has two whichever space joins them, 'follow-up' and '12–16' have
    one. The headings of an abstract count, as they do when it is pasted into a form.
    """
    return sum(any(char.isalnum() for char in word) for word in text.split())
