"""How many will come: a range from the turnouts of earlier mobs, before and after people promise.

Both ways of counting err: of 23 who had said yes 27 came, of 650 invited 50. So no single number is
given, but a range that the turnout should lie in four times out of five.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, log, sqrt
from statistics import NormalDist, fmean

# The range leaves out one mob in ten below and one in ten above.
_Z = NormalDist().inv_cdf(0.9)

TENTATIVE_WEIGHT = 0.4
"""What a "perhaps" counts for beside a promise. Nobody has published a rate for cash mobs: it is
the low end of what promises themselves are worth (`SHOW_RATE`)."""

FEW_PROMISES = 5
"""Below so many promised heads the promises say less than the city's earlier mobs do."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before a city has mobs of its own: a range that holds four of five, and
    how many mobs of its own it weighs as much as."""

    low: float
    high: float
    weight: int = 3


SHOW_RATE = Prior(0.4, 1.5)
"""How many come for each promised head."""

TURNOUT = Prior(15, 170)
"""How many come at all. Of 34 published turnouts (between 10 and 800, half of them between 30 and
80) this range holds 29."""


@dataclass(frozen=True, slots=True)
class Met:
    """A mob that has met: the heads promised for it, the tentative ones, the heads counted."""

    people: int
    tentative: int
    heads: int


@dataclass(frozen=True, slots=True)
class Expected:
    """Between how many and how many heads to expect."""

    low: int
    high: int


def forecast(people: int, tentative: int, history: Sequence[Met]) -> Expected:
    """The heads to expect for promised and tentative ones, from the city's earlier mobs.

    While few have promised, earlier turnouts are all there is; later what came for each promise.
    """
    counted = [met for met in history if met.heads > 0]
    promised = _promised(people, tentative)
    if promised < FEW_PROMISES:
        return _rounded(*_range([met.heads for met in counted], TURNOUT))
    pairs = [(met.heads, _promised(met.people, met.tentative)) for met in counted]
    rates = [heads / said for heads, said in pairs if said >= FEW_PROMISES]
    low, high = _range(rates, SHOW_RATE)
    return _rounded(low * promised, high * promised)


def _promised(people: int, tentative: int) -> float:
    return people + TENTATIVE_WEIGHT * tentative


def _range(seen: Sequence[float], prior: Prior) -> tuple[float, float]:
    """The range of the next one of a kind, in which small and large differ by a factor.

    The logarithms are taken as normal with unknown mean and spread. The prior counts as `weight`
    earlier ones (a normal-inverse-gamma law), so that the next one has a Student distribution,
    whose range with nothing seen is the prior's own.
    """
    logs = [log(value) for value in seen]
    middle = (log(prior.low) + log(prior.high)) / 2
    reach = (log(prior.high) - log(prior.low)) / 2
    spread = (reach / (_student(prior.weight) * sqrt(1 + 1 / prior.weight))) ** 2
    n, weight = len(logs), prior.weight
    mean = fmean(logs) if logs else middle
    total = weight + n
    centre = (weight * middle + n * mean) / total
    squares = weight * spread + sum((x - mean) ** 2 for x in logs)
    squares += weight * n / total * (mean - middle) ** 2
    half = _student(total) * sqrt(squares / total * (1 + 1 / total))
    return exp(centre - half), exp(centre + half)


def _student(freedom: int) -> float:
    """The 0.9 quantile of Student's distribution, by the expansion of Abramowitz and Stegun
    26.7.5: right to the third decimal from three degrees of freedom on."""
    z = _Z
    terms: tuple[float, ...] = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / float(freedom) ** i for i, term in enumerate(terms, start=1))


def _rounded(low: float, high: float) -> Expected:
    """Outward to whole people, from twenty on to fives: nobody knows it better than that."""
    # What is whole but for the last digit of a float is whole.
    low, high = round(low, 6), round(high, 6)
    down = floor(low) if low < 20 else floor(low / 5) * 5
    up = ceil(high) if high < 20 else ceil(high / 5) * 5
    return Expected(max(1, down), max(1, up))
