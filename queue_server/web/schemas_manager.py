"""What the manager's answers hold."""

from typing import Annotated, Literal

from pydantic import Field

from queue_server.web.schemas_console import AsideOut, ClerkName, OpenBreak
from queue_server.web.schemas_devices import DeviceAlert, DeviceOut
from queue_server.web.schemas_dossiers import DossierFigures
from queue_server.web.schemas_out import Clocked, Coded, Moment, Names, Out


class ServiceLevel(Out):
    within: int
    of: int
    target_minutes: int


class Today(Out):
    issued: int
    called: int
    completed: int
    no_show: int
    cancelled: int
    transferred: int
    expired: int
    forgotten: int
    away: int
    onward: int
    dossiers: int
    dossiers_within_target: int
    mean_wait_seconds: int | None
    p90_wait_seconds: int | None
    mean_handling_seconds: int | None


class DaySummary(Today):
    service_level: ServiceLevel


class ManagerCounter(Out):
    number: int
    names: Names
    clerk: ClerkName | None
    state: Literal["closed", "free", "ready", "break", "calling", "serving"]
    label: str | None
    since: Moment | None
    onward: bool
    break_: Annotated[OpenBreak | None, Field(alias="break")]
    skills: dict[str, int]
    skills_today: bool
    resting: list[str]


class ManagerLine(Coded):
    letter: str
    waiting: int
    oldest_joined_at: Moment | None
    open_counters: int


class LateNumbersSet(Out):
    allowed: bool


class LateNumbers(LateNumbersSet):
    rule: bool


class HeldTicket(Out):
    label: str
    service: Coded
    held_at: Moment
    alarm_at: Moment
    aside: AsideOut | None


class MissedTicket(Out):
    label: str
    service: Coded
    missed_at: Moment


class RefusedTicket(Out):
    """A slip that a kiosk gave without the server and that could not be taken in. `told_at` is as the kiosk had it."""

    id: str
    label: str
    day: str
    service: Coded | None
    told_at: str
    received_at: Moment
    code: Literal["lease.not_held", "lease.number_used", "service.gone"]
    device: str


class ManagerNow(Clocked):
    seq: int
    centre: Coded
    waiting: int
    longest_wait_seconds: int
    service_level: ServiceLevel
    today: Today
    counters: list[ManagerCounter]
    lines: list[ManagerLine]
    devices: list[DeviceOut]
    alerts: list[DeviceAlert]
    dossiers: DossierFigures
    held: list[HeldTicket]
    missed: list[MissedTicket]
    refused: list[RefusedTicket]
    late_numbers: LateNumbers


class DayTurn(Out):
    label: str
    ordinal: int
    service: Coded
    priority: Coded | None
    counter: int | None
    clerk: str | None
    joined_at: Moment
    called_at: Moment | None
    started_at: Moment | None
    ended_at: Moment | None
    outcome: str | None
    wait_seconds: int | None
    service_seconds: int | None
    dossiers: int
    reason: str | None


class DayDossier(Out):
    code: str
    label: str
    service: Coded
    counter: int | None
    clerk: str
    started_at: Moment
    ended_at: Moment | None
    seconds: int | None
    within_target: bool | None
    step: str | None
    result: str | None


class DayBreak(Out):
    counter: int
    clerk: str
    reason: Coded
    began_at: Moment
    ended_at: Moment | None
    break_seconds: int | None


class Day(Out):
    date: str
    summary: DaySummary
    turns: list[DayTurn]
    dossiers: list[DayDossier]
    breaks: list[DayBreak]


class Reopened(Out):
    label: str
    state: Literal["waiting"]
