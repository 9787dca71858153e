"""What is due without anybody asking: days begin, old answers are forgotten, boards with an open socket are present."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Event, Thread

from queue_server.domain.device_alert import USUAL_PATIENCE
from queue_server.store.answers import forget_answers
from queue_server.store.devices import devices_of, save_seen
from queue_server.store.unit import Unit
from queue_server.usecases.alerting import note_alerts
from queue_server.usecases.appointment_care import forget_old_citizens, mark_missed
from queue_server.usecases.context import Context
from queue_server.usecases.days import begin_due_days
from queue_server.usecases.reminding import note_due_appointments

log = logging.getLogger("motcua.devices")

EVERY_SECONDS = 5.0


class Caretaker:
    """Begins service days, notes which boards are connected and forgets old answers, every few seconds."""

    def __init__(
        self,
        context: Context,
        connected: Callable[[], Iterable[tuple[int, str]]],
        *,
        hooked: bool = False,
        alerts_hooked: bool = False,
        patience: timedelta = USUAL_PATIENCE,
    ) -> None:
        """`connected` gives (centre id, device id) of every device with an open socket.

        `hooked` says whether somebody is to be told of appointments that are due, `alerts_hooked` whether of devices
        that have been out of order for longer than `patience`.
        """
        self._alerts_hooked = alerts_hooked
        self._patience = patience
        self._context = context
        self._hooked = hooked
        self._connected = connected
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="caretaker", daemon=True)

    def start(self) -> None:
        """Begin, with a first round before the first request: the night may have passed while the server was off."""
        self._try_round()
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            self._try_round()

    def _try_round(self) -> None:
        try:
            self.round(at=self._context.clock.now())
        except Exception:
            log.exception("the caretaker missed a round")

    def round(self, *, at: datetime) -> None:
        """Do it once."""
        begin_due_days(self._context.store, at=at)
        mark_missed(self._context.store, at=at)
        note_due_appointments(self._context.store, at=at, hooked=self._hooked)
        hooked, rate = self._alerts_hooked, self._context.clock.rate
        note_alerts(self._context.store, at=at, hooked=hooked, patience=self._patience, rate=rate)
        present = set(self._connected())
        with Unit(self._context.store) as unit:
            for centre_id in {centre for centre, _ in present}:
                for device in devices_of(unit.connection, centre_id):
                    if device.kind == "board" and (centre_id, device.id) in present:
                        save_seen(unit.connection, device.id, at=at, parts=device.parts)
            forget_answers(unit.connection, at=at)
            forget_old_citizens(unit, at=at)
