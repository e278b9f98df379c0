"""Exact bounds of a share: how far a count may mislead by chance alone (Clopper-Pearson)."""

from __future__ import annotations

import math
from collections.abc import Callable

MOST_TERMS = 100_000
CLOSE = 1e-15
"""A term that changes the fraction by less is the last one."""


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
    """The chance of `count` or more, from above the middle.

    It is the incomplete beta function, as a continued fraction (DLMF 8.17.22, by Lentz's method),
    which is soon at its end also for millions. By logarithms, since the terms of many people are
    too large or too small for a number.
    """
    if count > of:
        return 0.0
    a, b = float(count), float(of - count + 1)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    before = math.exp(a * math.log(p) + b * math.log1p(-p) - log_beta) / a
    upper, lower, fraction = 1.0, 0.0, 1.0
    for number in range(MOST_TERMS):
        half = number // 2
        if number % 2:
            part = -(a + half) * (a + b + half) * p / ((a + number - 1) * (a + number))
        else:
            part = half * (b - half) * p / ((a + number - 1) * (a + number)) if number else 1.0
        lower = 1 / (1 + part * lower)
        upper = 1 + part / upper
        fraction *= upper * lower
        if abs(upper * lower - 1) < CLOSE:
            break
    return before * (fraction - 1)


def _solve(rising: Callable[[float], float]) -> float:
    """Where a rising function of a share crosses zero."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
