"""Exact bounds of a share: how far a count may mislead by chance alone (Clopper-Pearson)."""

from __future__ import annotations

import math
from collections.abc import Callable


def clopper_pearson(count: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact two-sided bounds of a share, by bisection on the binomial distribution.

    `count` is 0 to `of`. Of nobody nothing is known: the bounds are then 0 and 1.
    """
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else _solve(lambda p: _at_least(count, of, p) - tail)
    high = 1.0 if count == of else _solve(lambda p: tail - _at_most(count, of, p))
    return low, high


def _at_most(count: int, of: int, p: float) -> float:
    """The chance of `count` or fewer of `of`, where each is one with the chance `p`."""
    if count >= of * p:
        return 1 - _tail(count + 1, of, p)
    return _tail(of - count, of, 1 - p)


def _at_least(count: int, of: int, p: float) -> float:
    return _at_most(of - count, of, 1 - p)


def _tail(count: int, of: int, p: float) -> float:
    """The chance of `count` or more, from above the middle, where each term is less than the last.

    By logarithms, since the terms of many people are too large or too small for a number.
    """
    if count > of:
        return 0.0
    ways = math.lgamma(of + 1) - math.lgamma(count + 1) - math.lgamma(of - count + 1)
    term = math.exp(ways + count * math.log(p) + (of - count) * math.log1p(-p))
    terms = [term]
    odds = p / (1 - p)
    for number in range(count, of):
        term *= (of - number) / (number + 1) * odds
        if term < terms[0] * 1e-18:
            break
        terms.append(term)
    return math.fsum(terms)


def _solve(rising: Callable[[float], float]) -> float:
    """Where a rising function of a share crosses zero."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
