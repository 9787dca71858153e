"""Rows. Dumb and plain: times are integer milliseconds since the epoch (UTC), texts in several languages are JSON.

A SQLModel class with `table=True` validates nothing, so what must hold stands in CHECK constraints and unique indexes.
"""

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, false, text, true
from sqlmodel import Field, SQLModel

from queue_server.domain.numbering import LAST_NUMBER
from queue_server.domain.ticket import Outcome, TicketState
from queue_server.store.columns import (
    ASIDE,
    FOR_CLERK,
    FOR_COUNTER,
    OCCUPYING,
    OPEN,
    PARTY,
    READY,
    VISIT,
    WAITING,
    Milliseconds,
    one_of,
    serial,
)

FALSE = {"server_default": false()}


class CentreRow(SQLModel, table=True):
    """One centre; `version` counts changes of its set-up. What is retired below it is kept for history alone.

    `timetables` are opening hours by name. `closed_days` is a JSON list of dates, `working_days` has a
    weekday by date; `late_allowed_on` is the service day
    for which the closing rule is lifted; `work` is what `store.work_rules` reads, `logo` what `hardware.logo` reads.
    """

    __tablename__ = "centre"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    names: str
    level: str
    zone: str
    wait_target_minutes: int
    dossier_target_minutes: int
    dossier_pattern: str
    closed_days: str = "[]"
    working_days: str = Field(default="{}", sa_column_kwargs={"server_default": "{}"})
    early_minutes: int = 0
    closing_rule: bool = False
    late_allowed_on: int | None = None
    recalls_before_no_show: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    reinstate_grace_minutes: int = Field(default=15, sa_column_kwargs={"server_default": "15"})
    work: str = Field(default="{}", sa_type=Text, sa_column_kwargs={"server_default": "{}"})
    dossier_hours: str = Field(default="{}", sa_column_kwargs={"server_default": "{}"})
    dossier_timetable: str | None = None
    received_until: str = Field(default="15:00", sa_column_kwargs={"server_default": "15:00"})
    timetables: str = Field(default="{}", sa_column_kwargs={"server_default": "{}"})
    logo: str | None = Field(default=None, sa_type=Text)
    version: int = 1


class HallRow(SQLModel, table=True):
    """A waiting room."""

    __tablename__ = "hall"
    __table_args__ = (UniqueConstraint("centre_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    code: str
    names: str
    retired: bool = Field(default=False, sa_column_kwargs=FALSE)


class LineRow(SQLModel, table=True):
    """A line with its letter and its numbers.

    Lines of one letter have numbers apart: the centre file is checked for it, and `ux_ticket_number` stands behind.
    """

    __tablename__ = "line"
    __table_args__ = (
        UniqueConstraint("centre_id", "code"),
        CheckConstraint("length(letter) BETWEEN 1 AND 2", name="ck_letter"),
    )
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    hall_id: int = Field(foreign_key="hall.id")
    code: str
    letter: str
    names: str
    nominal_minutes: int
    position: int
    first_number: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    last_number: int = Field(default=LAST_NUMBER, sa_column_kwargs={"server_default": str(LAST_NUMBER)})
    digits: int = Field(default=3, sa_column_kwargs={"server_default": "3"})
    reserve_first: int | None = None
    reserve_last: int | None = None
    retired: bool = Field(default=False, sa_column_kwargs=FALSE)


class ServiceRow(SQLModel, table=True):
    """What a citizen comes for; without a line it is not offered. `fields` are catalogue fields it covers."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("centre_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    line_id: int | None = Field(default=None, foreign_key="line.id")
    code: str
    names: str
    short_names: str
    bring: str
    hours: str
    fields: str
    position: int
    timetable: str | None = None
    daily_limit: int | None = None
    returns_results: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    retired: bool = Field(default=False, sa_column_kwargs=FALSE)


class PriorityClassRow(SQLModel, table=True):
    """A legal ground for precedence."""

    __tablename__ = "priority_class"
    __table_args__ = (
        UniqueConstraint("centre_id", "code"),
        CheckConstraint("head_start_minutes BETWEEN 0 AND 1440", name="ck_head_start_minutes"),
    )
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    code: str
    names: str
    head_start_minutes: int
    position: int
    retired: bool = Field(default=False, sa_column_kwargs=FALSE)


class CounterRow(SQLModel, table=True):
    """A desk."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("centre_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    hall_id: int = Field(foreign_key="hall.id")
    number: int
    names: str
    automatic: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    retired: bool = Field(default=False, sa_column_kwargs=FALSE)
    shared: bool = Field(default=False, sa_column_kwargs=FALSE)


class SkillRow(SQLModel, table=True):
    """A line that a counter may serve; rank 1 is served before rank 2."""

    __tablename__ = "skill"
    counter_id: int = Field(foreign_key="counter.id", primary_key=True)
    line_id: int = Field(foreign_key="line.id", primary_key=True)
    rank: int


class ProcedureRow(SQLModel, table=True):
    """A procedure of the national catalogue as this centre offers it.

    `fees` is what the catalogue says of them, JSON; money is never asked by it.
    `offered`, `own_short_name` and, with `own_service`, the service are the centre's own choice: an import keeps them.
    """

    __tablename__ = "procedure"
    __table_args__ = (UniqueConstraint("centre_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    service_id: int | None = Field(default=None, foreign_key="service.id", index=True)
    code: str
    name: str
    short_name: str
    field: str
    levels: str
    agency: str
    channels: str
    documents: str
    url: str
    fees: str = Field(default="[]", sa_column_kwargs={"server_default": "[]"})
    offered: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    own_short_name: str | None = None
    own_service: bool = Field(default=False, sa_column_kwargs=FALSE)


class StaffRow(SQLModel, table=True):
    """A person who signs in."""

    __tablename__ = "staff"
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    login: str = Field(unique=True)
    name: str
    password_hash: str
    roles: str
    active: bool = True
    failures: int = 0
    last_failure_at: int | None = Field(default=None, sa_type=Milliseconds)


class SignInRow(SQLModel, table=True):
    """A signed-in browser: the server side of the cookie, which holds the token that hashes to `id`.

    It is at `centre_id` as long as the person works there, else at the person's home centre.
    """

    __tablename__ = "sign_in"
    id: str = Field(primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    csrf: str
    centre_id: int | None = Field(default=None, foreign_key="centre.id")
    began_at: int = Field(sa_type=Milliseconds)
    seen_at: int = Field(sa_type=Milliseconds)


class ShiftRow(SQLModel, table=True):
    """A clerk's sitting at a counter. One open shift a clerk and a seat; a shared counter has two seats.

    `last_ticket_id` is the ticket of the counter's last action, as long as that can be undone; with `ready_since` the
    counter calls whoever comes by itself. `console` names the browser tab that acts for the clerk.
    """

    __tablename__ = "shift"
    __table_args__ = (
        Index("ux_shift_counter", "counter_id", "seat", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ux_shift_clerk", "clerk_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_shift_ready", "centre_id", sqlite_where=READY, postgresql_where=READY),
    )
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    counter_id: int = Field(foreign_key="counter.id")
    clerk_id: int = Field(foreign_key="staff.id")
    last_ticket_id: str | None = None
    ready_since: int | None = Field(default=None, sa_type=Milliseconds)
    seat: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    console: str | None = None
    console_browser: str | None = None
    console_since: int | None = Field(default=None, sa_type=Milliseconds)
    began_at: int = Field(sa_type=Milliseconds)
    ended_at: int | None = Field(default=None, sa_type=Milliseconds)


class SeriesRow(SQLModel, table=True):
    """The last number given of a line's series on a service day."""

    __tablename__ = "series"
    line_id: int = Field(foreign_key="line.id", primary_key=True)
    day: int = Field(primary_key=True)
    last: int


class ServiceDayRow(SQLModel, table=True):
    """A service day that has begun: in the same transaction all that the days before it left open was closed."""

    __tablename__ = "service_day"
    centre_id: int = Field(foreign_key="centre.id", primary_key=True)
    day: int = Field(primary_key=True)
    began_at: int = Field(sa_type=Milliseconds)


class PaceRow(SQLModel, table=True):
    """How fast a line moves."""

    __tablename__ = "pace"
    line_id: int = Field(foreign_key="line.id", primary_key=True)
    gap_milliseconds: int = Field(sa_type=Milliseconds)
    calls: int
    last_called_at: int | None = Field(default=None, sa_type=Milliseconds)


_IN_ORDER = ("effective_at", "issued_at", "number", "id")
_RESERVED = (("for_counter_id", *_IN_ORDER), ("for_clerk_id", *_IN_ORDER))


class TicketRow(SQLModel, table=True):
    """A ticket with the queueing columns of its present turn. `day` is the ordinal of the service day's date.

    A visit with several services has their ids in `stops`, in order ("3,5"). With `for_counter_id` or
    `for_clerk_id` it waits for that one alone; other counters pass it over.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        one_of("state", TicketState),
        CheckConstraint("number > 0", name="ck_number"),
        UniqueConstraint("centre_id", "day", "letter", "number", name="ux_ticket_number"),
        Index(
            "ix_ticket_waiting",
            "line_id",
            *_IN_ORDER,
            "for_counter_id",  # the last three for counting who is ahead without looking at the rows
            "for_clerk_id",
            "state",
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        Index("ux_ticket_at_counter", "counter_id", unique=True, sqlite_where=OCCUPYING, postgresql_where=OCCUPYING),
        Index("ix_ticket_aside", "centre_id", "day", "state", sqlite_where=ASIDE, postgresql_where=ASIDE),
        Index("ix_ticket_party", "party", sqlite_where=PARTY, postgresql_where=PARTY),
        Index("ix_ticket_visit", "centre_id", "day", sqlite_where=VISIT, postgresql_where=VISIT),
        Index("ix_ticket_for_counter", *_RESERVED[0], sqlite_where=FOR_COUNTER, postgresql_where=FOR_COUNTER),
        Index("ix_ticket_for_clerk", *_RESERVED[1], sqlite_where=FOR_CLERK, postgresql_where=FOR_CLERK),
    )
    id: str = Field(primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    service_id: int = Field(foreign_key="service.id")
    line_id: int = Field(foreign_key="line.id")
    priority_class_id: int | None = Field(default=None, foreign_key="priority_class.id")
    counter_id: int | None = Field(default=None, foreign_key="counter.id")
    day: int
    letter: str
    number: int
    label: str
    language: str
    state: str
    turn: int
    misses: int
    effective_at: int = Field(sa_type=BigInteger)
    joined_at: int = Field(sa_type=Milliseconds)
    issued_at: int = Field(sa_type=Milliseconds)
    undo: str | None = Field(default=None, sa_type=Text)
    returns: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    for_counter_id: int | None = Field(default=None, foreign_key="counter.id")
    for_clerk_id: int | None = Field(default=None, foreign_key="staff.id")
    stops: str | None = None
    collects: str | None = None
    stop: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    party: str | None = None


class TurnRow(SQLModel, table=True):
    """One passage of a ticket through one line, for one service."""

    __tablename__ = "turn"
    __table_args__ = (
        one_of("outcome", Outcome, nullable=True),
        CheckConstraint("called_at >= joined_at", name="ck_called_at"),
        CheckConstraint("started_at >= called_at", name="ck_started_at"),
        Index("ix_turn_day", "centre_id", "day", "line_id"),
        Index(
            "ix_turn_announced",
            "centre_id",
            "day",
            "announced_at",
            sqlite_where=text("announced_at IS NOT NULL"),
            postgresql_where=text("announced_at IS NOT NULL"),
        ),
    )
    ticket_id: str = Field(foreign_key="ticket.id", primary_key=True)
    ordinal: int = Field(primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    day: int
    service_id: int | None = Field(default=None, foreign_key="service.id")
    line_id: int = Field(foreign_key="line.id")
    counter_id: int | None = Field(default=None, foreign_key="counter.id")
    clerk_id: int | None = Field(default=None, foreign_key="staff.id")
    effective_at: int = Field(sa_type=BigInteger)
    joined_at: int = Field(sa_type=Milliseconds)
    called_at: int | None = Field(default=None, sa_type=Milliseconds)
    started_at: int | None = Field(default=None, sa_type=Milliseconds)
    ended_at: int | None = Field(default=None, sa_type=Milliseconds)
    held_at: int | None = Field(default=None, sa_type=Milliseconds)
    held_milliseconds: int = Field(default=0, sa_type=Milliseconds)
    recalls: int = 0
    outcome: str | None = None
    note: str | None = None
    reason: str | None = None
    announced_at: int | None = Field(default=None, sa_type=Milliseconds)
    aside: str | None = Field(default=None, sa_type=Text)


class EventRow(SQLModel, table=True):
    """The journal: append-only."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_at", "centre_id", "at"),
        {"sqlite_autoincrement": True},
    )
    seq: int | None = Field(default=None, sa_column=serial())
    centre_id: int
    at: int = Field(sa_type=Milliseconds)
    kind: str
    body: str = Field(sa_type=Text)


class AnswerRow(SQLModel, table=True):
    """The first answer to a request, by who asked and the idempotency key."""

    __tablename__ = "answer"
    __table_args__ = (Index("ix_answer_at", "at"),)
    key: str = Field(primary_key=True)
    fingerprint: str
    body: str = Field(sa_type=Text)
    at: int = Field(sa_type=Milliseconds)
