"""Rules of signing in."""

from datetime import datetime, timedelta

IDLE_LIMIT = timedelta(hours=4)
ABSOLUTE_LIMIT = timedelta(hours=14)
"""A browser must sign in again after this long, whatever it did: one working day (OWASP ASVS 5.0, 7.3)."""

FREE_FAILURES = 5
LONGEST_DELAY = timedelta(minutes=5)


def delay_after(failures: int) -> timedelta:
    """Return how long a login must rest after that many wrong passwords in a row.

    Growing delays instead of a lock, so that nobody can lock a clerk out (OWASP ASVS 5.0, 6.1.1).
    """
    if failures < FREE_FAILURES:
        return timedelta(0)
    return min(LONGEST_DELAY, timedelta(seconds=2 ** min(failures - FREE_FAILURES + 1, 16)))


def sign_in_lives(*, began_at: datetime, seen_at: datetime, at: datetime) -> bool:
    """Say whether a signed-in browser is still signed in."""
    return at - began_at < ABSOLUTE_LIMIT and at - seen_at < IDLE_LIMIT
