"""What the province's endpoints give."""

from queue_server.web.schemas_out import Clocked, Coded, Out


class ProvinceTotal(Out):
    waiting: int
    issued: int
    called: int
    within: int
    completed: int


class ProvinceCentre(Coded):
    waiting: int
    longest_wait_seconds: int
    counters: int
    open_counters: int
    target_minutes: int
    devices: int
    devices_not_well: int
    issued: int
    called: int
    within: int
    completed: int


class ProvinceNow(Clocked):
    seq: int
    centres: list[ProvinceCentre]
    total: ProvinceTotal
