"""Round numbers along an axis of values."""

from __future__ import annotations

import math


def nice_ticks(low: float, high: float, *, most: int = 6) -> list[tuple[float, str]]:
    """Multiples of 1, 2 or 5 times a power of ten from at most `low` to at least `high`.

    Values that differ by less than a millionth of their size are taken as one.
    """
    size = max(abs(low), abs(high)) or 1.0
    size = max(size, 1e-12)
    if high - low < size * 1e-6:
        low, high = low - size / 2, high + size / 2
    power = math.floor(math.log10((high - low) / most))
    step, exponent = next(
        (factor * 10.0**power, power + shift)
        for factor, shift in ((1, 0), (2, 0), (5, 0), (10, 1), (20, 1))
        if math.ceil(high / (factor * 10.0**power)) - math.floor(low / (factor * 10.0**power))
        <= most
    )
    first, last = math.floor(low / step), math.ceil(high / step)
    decimals = max(0, -exponent)
    return [(n * step, _number(n * step, decimals)) for n in range(first, last + 1)]


def log_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Powers of ten around values above zero; with 2 and 5 where they span little."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    last = max(last, first + 1)
    factors = (1, 2, 5) if last - first <= 2 else (1,)
    values = [f * 10.0**n for n in range(first, last) for f in factors] + [10.0**last]
    return [(value, f"{value:.10g}") for value in values]


def _number(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    return text.replace("-", "−") if float(text) else text.lstrip("-")
