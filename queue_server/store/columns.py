"""Kinds of columns that the rows share, and the states that partial indexes look at."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, text

from queue_server.domain.ticket import AT_COUNTER

Milliseconds = BigInteger
Dong = BigInteger


def one_of(column: str, values: object, *, nullable: bool = False) -> CheckConstraint:
    """Return a CHECK that the column holds one of the values (or NULL)."""
    listed = ", ".join(f"'{value}'" for value in sorted(values))  # type: ignore[call-overload]
    empty = f" OR {column} IS NULL" if nullable else ""
    return CheckConstraint(f"{column} IN ({listed}){empty}", name=f"ck_{column}")


def serial() -> Column[int]:
    """Return an ever-growing integer key (never reused, so that it can be quoted for ever)."""
    return Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


WAITING = text("state = 'waiting'")
OCCUPYING = text("state IN ({})".format(", ".join(f"'{state}'" for state in sorted(AT_COUNTER))))
ASIDE = text("state IN ('away', 'held', 'no_show')")
PARTY = text("party IS NOT NULL")
VISIT = text("stops IS NOT NULL")
FOR_COUNTER = text("state = 'waiting' AND for_counter_id IS NOT NULL")
FOR_CLERK = text("state = 'waiting' AND for_clerk_id IS NOT NULL")
OPEN = text("ended_at IS NULL")
READY = text("ready_since IS NOT NULL")
