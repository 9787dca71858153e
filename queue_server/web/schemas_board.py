"""What the boards of a hall and the signs at its counters show."""

from typing import Literal

from queue_server.web.schemas_citizen_money import CitizenPayment
from queue_server.web.schemas_out import Clocked, Coded, Moment, Out, ReasonWord


class BoardCall(Out):
    label: str
    counter: int
    called_at: Moment
    state: Literal["called", "serving"]
    recalls: int
    reason: ReasonWord | None


class SignPayment(CitizenPayment):
    """`until`: when a payment that is paid stops being shown."""

    until: Moment | None


class SignOut(Out):
    """What the sign at one counter shows. `label` is there while somebody is called or served, `payment` while one by
    payment code is open, and for some seconds when it is paid."""

    number: int
    state: Literal["calling", "serving", "free", "ready", "break", "closed"]
    label: str | None
    since: Moment | None
    payment: SignPayment | None


class Board(Clocked):
    seq: int
    centre: Coded
    hall: Coded
    calls: list[BoardCall]
    next: list[str]
    counters: list[SignOut]
    waiting: int
    assets: str
