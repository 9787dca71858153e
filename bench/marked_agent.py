"""The agent as it is shipped, with a clock beside it: `python -m bench.marked_agent run …`.

It says on its output when the server's answer with a ticket was in the agent, and when the writing of a number in
reserve began: `mark answered 1234.567`, in seconds of the machine's monotonic clock.
"""

from time import monotonic
from typing import Any

from kiosk.agent.cli import main
from kiosk.agent.reserve import Reserve
from kiosk.agent.server import Server

CREATED = 201


def mark(name: str) -> None:
    """Say that something happened now."""
    print(f"mark {name} {monotonic():.6f}", flush=True)


def _watch() -> None:
    forward, give = Server.forward, Reserve.give

    def forwarded(server: Server, method: str, path: str, **more: Any) -> Any:
        answer = forward(server, method, path, **more)
        if answer.status_code == CREATED:
            mark("answered")
        return answer

    def given(reserve: Reserve, *facts: Any, **more: Any) -> None:
        mark("given")
        give(reserve, *facts, **more)

    setattr(Server, "forward", forwarded)  # noqa: B010
    setattr(Reserve, "give", given)  # noqa: B010


if __name__ == "__main__":
    _watch()
    main()
