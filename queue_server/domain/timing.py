"""Waits, service levels and the expected wait that a citizen is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor, sqrt

NORMAL_QUANTILE_90 = 1.2816
"""The 90 % point of the standard normal distribution: the range told covers 10 % to 90 %."""

ROUNDED_TO_MINUTES = 5
PACE_MEMORY = 20
"""After this many calls a line's pace forgets older ones exponentially."""

PRIOR_WEIGHT = 3
"""How many calls the nominal pace is worth before a line has a history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a line moves: the mean time between two of its calls while somebody waits."""

    gap_milliseconds: int
    calls: int
    last_called_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An expected wait in whole minutes, rounded outwards."""

    low_minutes: int
    high_minutes: int


def paced(pace: Pace, *, joined_at: datetime, at: datetime) -> Pace:
    """Learn from a call at `at` of a ticket that joined at `joined_at`.

    Time in which nobody waited does not count: the gap runs from the previous call or the joining, whichever is later.
    """
    since = joined_at if pace.last_called_at is None else max(joined_at, pace.last_called_at)
    gap = max(0, round((at - since).total_seconds() * 1000))
    weight = 1 / min(pace.calls + PRIOR_WEIGHT + 1, PACE_MEMORY)
    mean = round(pace.gap_milliseconds + weight * (gap - pace.gap_milliseconds))
    return Pace(gap_milliseconds=mean, calls=pace.calls + 1, last_called_at=at)


def expected_wait(*, ahead: int, pace: Pace) -> Range:
    """Return the 10 % to 90 % range of the wait behind `ahead` people.

    The wait is the sum of ahead + 1 gaps. Gaps are taken as exponential and the mean as known from `calls` of them, so
    that the sum's relative variance is 1/(ahead+1) + 1/(calls+prior); its quantiles are those of the gamma distribution
    of that mean and variance by the Wilson-Hilferty approximation (PNAS 17, 1931).
    """
    gaps = ahead + 1
    known = min(pace.calls, PACE_MEMORY) + PRIOR_WEIGHT
    shape = 1 / (1 / gaps + 1 / known)
    mean_minutes = mean_wait_minutes(ahead=ahead, pace=pace)
    return Range(
        low_minutes=down(mean_minutes * _gamma_quantile(shape, -NORMAL_QUANTILE_90)),
        high_minutes=up(mean_minutes * _gamma_quantile(shape, NORMAL_QUANTILE_90)),
    )


def mean_wait_minutes(*, ahead: int, pace: Pace) -> float:
    """Return the mean wait behind `ahead` people."""
    return (ahead + 1) * pace.gap_milliseconds / 60_000


def _gamma_quantile(shape: float, normal: float) -> float:
    return max(0.0, 1 - 1 / (9 * shape) + normal * sqrt(1 / (9 * shape))) ** 3


def down(minutes: float) -> int:
    """Round to what is told, downwards."""
    return ROUNDED_TO_MINUTES * floor(minutes / ROUNDED_TO_MINUTES)


def up(minutes: float) -> int:
    """Round to what is told, upwards and never to nothing."""
    return ROUNDED_TO_MINUTES * max(1, ceil(minutes / ROUNDED_TO_MINUTES))


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel:
    """Numerator and denominator of the share of turns called within the target."""

    within: int
    of: int


def service_level(waits_seconds: Iterable[int], *, target_minutes: int) -> ServiceLevel:
    """Count the waits within the target."""
    waits = list(waits_seconds)
    return ServiceLevel(within=sum(wait <= 60 * target_minutes for wait in waits), of=len(waits))


def quantile(values: Iterable[int], share: float) -> int | None:
    """Return the smallest value that at least `share` of the values do not exceed (nearest rank), or None."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None
