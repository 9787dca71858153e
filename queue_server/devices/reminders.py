"""Reminders of appointments on the wire."""

from queue_server.devices import hook
from queue_server.usecases.context import Context
from queue_server.usecases.reminding import Reminder, claim_reminder, settle_reminder


class Courier(hook.Courier[Reminder]):
    """Delivers reminders."""

    def __init__(self, context: Context, *, url: str, key: bytes) -> None:
        super().__init__(context, name="reminders", url=url, key=key, claim=claim_reminder, settle=settle_reminder)
