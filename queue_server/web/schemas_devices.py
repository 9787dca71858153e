"""What the API says of devices: what they are, how they are, what they are told to be."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from queue_server.web.schemas_in import PrintMode
from queue_server.web.schemas_out import Clocked, Coded, DeviceName, Moment, Out

DeviceState = Literal["offline", "connecting", "ready", "busy", "faulty"]


class PaperUse(Out):
    mm: int
    low_since: str | None
    opened_at: str | None = None
    mm_since_opened: int = 0
    roll_mm: int | None = None


class Printer(Out):
    mode: PrintMode
    paper: Literal[58, 80]
    stores_graphics: bool


class PrintingRefused(Out):
    """What the agent was told and does not do."""

    mode: str
    code: str
    seconds: float | None
    least: int | None


class Printing(Printer):
    """How a printer prints now; `baud` is null for a line without a speed."""

    baud: int | None
    refused: PrintingRefused | None


class PrinterChosen(Out):
    at: Moment
    who: str
    printer: Printer | None


class PrinterHistory(Out):
    """Who chose what for the printer, newest first; null left it to the box."""

    choices: list[PrinterChosen]


class Trouble(Out):
    at: str
    state: Literal["offline", "faulty"]
    detail: str | None
    until: str | None


class Part(Out):
    name: str
    kind: str
    state: DeviceState
    detail: str | None
    since: str | None
    last_job_at: str | None
    model: str | None
    firmware: str | None = None
    serial: str | None = None
    paper: PaperUse | None = None
    printing: Printing | None = None
    troubles: Annotated[list[Trouble], Field(default=[])]
    changed_at: str | None = None


class DeviceAlert(Out):
    """Something wrong with a device; `part` is null when the device itself is not heard of."""

    id: int
    device: str
    part: str | None
    kind: Literal["lost", "offline", "faulty", "paper_low"]
    detail: str | None
    since: Moment


class DeviceOut(Out):
    """`counters` are those that a card terminal serves."""

    id: str
    kind: str
    name: str
    hall: Coded
    state: DeviceState
    detail: str | None
    last_seen_at: Moment | None
    approved_at: Moment
    revoked_at: Moment | None
    parts: list[Part]
    jobs_waiting: int
    printer: Printer | None
    counters: list[int]


class Devices(Out):
    devices: list[DeviceOut]


class DeviceSettings(BaseModel):
    pixels_per_mm: float
    counters: list[int] = Field(default_factory=list)
    printer: Printer | None = None


class DeviceSelf(Clocked):
    """`logo` is the centre's, as netpbm's P4 in base64."""

    device: DeviceName
    hall: Coded
    centre: Coded
    settings: DeviceSettings
    settings_name: str
    logo: str | None


class HeartbeatOut(Clocked):
    """`settings_name` is another when there is something new under GET /device."""

    jobs_waiting: int
    settings_name: str
