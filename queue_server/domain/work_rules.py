"""How a centre's people work at its counters: why they may take a break, and what counters do by themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from queue_server.domain.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakReason:
    """Why a clerk pauses within a shift."""

    code: str
    names: Mapping[str, str]


USUAL_REASONS = (
    BreakReason(code="rest", names={"vi": "Nghỉ giải lao", "en": "Short rest", "zh": "短暂休息"}),
    BreakReason(code="lunch", names={"vi": "Nghỉ trưa", "en": "Lunch", "zh": "午休"}),
    BreakReason(code="meeting", names={"vi": "Họp", "en": "Meeting", "zh": "开会"}),
    BreakReason(code="errand", names={"vi": "Việc ở phòng khác", "en": "Work elsewhere", "zh": "外出办事"}),
    BreakReason(code="technical", names={"vi": "Máy móc trục trặc", "en": "Technical trouble", "zh": "设备故障"}),
)
"""What a centre has that names no reasons of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRules:
    """The rules of one centre.

    With `automatic_call` its counters call the next by themselves when a turn is over; a clerk may switch that off.
    A held turn is shown to its counter again after `hold_reminder_minutes`, to the managers after `hold_alarm_minutes`.
    """

    break_reasons: Sequence[BreakReason] = USUAL_REASONS
    automatic_call: bool = False
    hold_reminder_minutes: int = 15
    hold_alarm_minutes: int = 45

    def break_reason(self, code: str) -> BreakReason:
        """Return the reason of that code. Raises NotFound."""
        for reason in self.break_reasons:
            if reason.code == code:
                return reason
        raise NotFound(what="break_reason", name=code)


USUAL_WORK = WorkRules()
"""What holds at a centre that says nothing."""
