"""What a pad shows when a press did nothing: three characters that never change their meaning (docs/drivers.md)."""

from collections.abc import Mapping

AWAY = "server.unreachable"
NOT_IN = "auth.required"
NO_KEY = "keypad.key"
NO_COUNTER = "not_found"
OTHER = "E99"

CODES: Mapping[str, str] = {
    AWAY: "E01",
    NOT_IN: "E02",
    NO_KEY: "E03",
    NO_COUNTER: "E04",
    "shift.required": "E10",
    "counter.on_break": "E11",
    "line.empty": "E20",
    "counter.busy": "E21",
    "counter.no_ticket": "E22",
    "ticket.illegal_move": "E23",
    "ticket.recall_first": "E24",
    "keypad.behind": "E30",
    "keypad.late": "E31",
}
"""By the code of the refusal; any other is OTHER."""


def code_of(reason: str) -> str:
    """Return what a pad shows for a refusal."""
    return CODES.get(reason, OTHER)
