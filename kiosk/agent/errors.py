"""What can go wrong in an agent. `code` is stable."""

from typing import ClassVar


class AgentError(Exception):
    """The base of all."""

    code: ClassVar[str] = "agent.error"


class SettingsWrong(AgentError):
    """A setting cannot be used; the message tells a technician why."""

    code = "agent.settings"


class AlreadyRunning(AgentError):
    """Another agent uses the same folder."""

    code = "agent.already_running"


class GivesNone(AgentError):
    """This kiosk gives no number by itself; `reason` is the code of the refusal."""

    code = "agent.gives_none"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ServerUnreachable(AgentError):
    """The server did not answer, or answered that it is not able to now."""

    code = "server.unreachable"


class Refused(AgentError):
    """The server refused; `status` and the problem's `reason` (its code) say why."""

    code = "server.refused"

    def __init__(self, status: int, reason: str, *, retry_after: float = 0.0) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason
        self.retry_after = retry_after

    @property
    def passes(self) -> bool:
        """Whether the same request may be answered another time: who asks is not known now, or the server is busy."""
        return self.status in {401, 429} or self.status >= 500
