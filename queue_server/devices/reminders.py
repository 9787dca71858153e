"""Reminders on the wire: signed posts to the address that an installation hooks onto them."""

import hmac
import logging
from threading import Event, Thread

import httpx

from queue_server.store.unit import Unit, dump
from queue_server.usecases.context import Context
from queue_server.usecases.reminding import Reminder, claim_reminders, settle_reminder

log = logging.getLogger("motcua.reminders")

EVERY_SECONDS = 5.0
TIMEOUT = httpx.Timeout(10.0, connect=5.0)


class Courier:
    """Delivers reminders, each until the hook has answered 2xx once. Between claim and answer no transaction is open.

    A post is JSON; `Motcua-Signature` is "sha256=" and the HMAC-SHA256, under `key`, of `Motcua-Timestamp` (seconds
    since the epoch), a full stop and the body. `Idempotency-Key` is the same for all attempts at one reminder.
    """

    def __init__(self, context: Context, *, url: str, key: bytes) -> None:
        self._context = context
        self._url = url
        self._key = key
        self._client = httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="reminders", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what was not delivered is tried again when the server is back."""
        self._stopping.set()
        self._thread.join(timeout=5)
        self._client.close()

    def round(self) -> int:
        """Try what waits now; return how many reminders were delivered."""
        with Unit(self._context.store) as unit:
            claimed = claim_reminders(unit, at=self._context.clock.now())
        delivered = 0
        for reminder in claimed:
            heard = self._post(reminder)
            with Unit(self._context.store) as unit:
                settle_reminder(unit, reminder, delivered=heard, at=self._context.clock.now())
            delivered += heard
        return delivered

    def _run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            try:
                self.round()
            except Exception:
                log.exception("the reminders missed a round")

    def _post(self, reminder: Reminder) -> bool:
        body = dump(reminder.told).encode()
        timestamp = str(int(self._context.clock.now().timestamp()))
        signed = hmac.digest(self._key, f"{timestamp}.".encode() + body, "sha256").hex()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": f"reminder-{reminder.appointment_id}",
            "Motcua-Timestamp": timestamp,
            "Motcua-Signature": f"sha256={signed}",
        }
        try:
            answer = self._client.post(self._url, content=body, headers=headers)
        except httpx.HTTPError as fault:
            log.warning("the reminder hook did not answer: %s attempt=%s", type(fault).__name__, reminder.attempt)
            return False
        if not answer.is_success:
            log.warning("the reminder hook answered %s attempt=%s", answer.status_code, reminder.attempt)
        return answer.is_success
