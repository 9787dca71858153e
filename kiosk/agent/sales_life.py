"""The thread on which a box sells: turn after turn, woken when the page has begun a payment."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from kiosk.agent.errors import Refused, ServerUnreachable

log = logging.getLogger("motcua.agent")

AFTER_TROUBLE = 2.0
ENDS_WITHIN = 2.0


class SalesLife:
    """Calls `turn` (`SaleRunner.turn`) for as long as the box lives. Whatever goes wrong, the next turn comes."""

    def __init__(self, turn: Callable[[], float]) -> None:
        self._turn = turn
        self._wake, self._stopping = Event(), Event()
        self._trouble = ""
        self._thread = Thread(target=self._run, name="sales", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to sell."""
        self._wake.set()

    def stop(self) -> None:
        """End soon. A sale that is running is not waited for: the next start asks the terminal what became of it."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(ENDS_WITHIN)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            self._wake.wait(self._turned())

    def _turned(self) -> float:
        try:
            pause = self._turn()
            self._trouble = ""
        except ServerUnreachable:
            pause = AFTER_TROUBLE  # the server says in the log when it is lost
        except Refused as refused:
            self._say(f"the server refused: {refused}")
            pause = max(AFTER_TROUBLE, refused.retry_after)
        except Exception as error:
            if self._trouble != repr(error):
                log.exception("selling does not work and is tried again every two seconds")
            self._trouble, pause = repr(error), AFTER_TROUBLE
        return pause

    def _say(self, trouble: str) -> None:
        if self._trouble != trouble:
            log.error("%s", trouble)
        self._trouble = trouble
