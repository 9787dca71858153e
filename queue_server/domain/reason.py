"""Why a ticket was called when it was: kept on its turn and told to whoever asks "why was that one called first?"."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from queue_server.domain.ticket import Ticket


class Reason(StrEnum):
    """Reasons that the rules of the hall give. A clerk's own choice is `chosen:` and its code."""

    ORDER = "order"
    PRIORITY = "priority"
    BOOKED = "booked"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    WALK_IN = "walk_in"
    ONWARD = "onward"
    STAYED = "stayed"
    COMPANION = "companion"


class Choice(StrEnum):
    """Why a clerk may call a ticket that is not the next."""

    INFIRM = "infirm"
    COMPANION = "companion"
    CORRECTION = "correction"
    MANAGER = "manager"


class Word(StrEnum):
    """The few words in which the hall is told why somebody came first; nothing about the person."""

    PRIORITY = "priority"
    BOOKED = "booked"
    ELSEWHERE = "elsewhere"
    STAFF = "staff"
    TOGETHER = "together"


_WORDS: Mapping[str, Word] = MappingProxyType(
    {
        Reason.PRIORITY: Word.PRIORITY,
        Reason.BOOKED: Word.BOOKED,
        Reason.TRANSFERRED: Word.ELSEWHERE,
        Reason.RETURNED: Word.ELSEWHERE,
        Reason.ONWARD: Word.ELSEWHERE,
        Reason.COMPANION: Word.TOGETHER,
        "chosen:infirm": Word.PRIORITY,
        "chosen:companion": Word.STAFF,
        "chosen:correction": Word.STAFF,
        "chosen:manager": Word.STAFF,
    }
)


def reason_of_call(ticket: Ticket, *, choice: Choice | None = None) -> str:
    """Return why the waiting ticket is called: a clerk's choice, what brought it into the line, or its class."""
    if choice is not None:
        return f"chosen:{choice.value}"
    if ticket.turn.reason is not None:
        return ticket.turn.reason
    return (Reason.ORDER if ticket.priority_class_id is None else Reason.PRIORITY).value


def word_for(reason: str | None) -> str | None:
    """Return the word that explains an overtaking to the hall; None where the order of arrival explains it."""
    word = _WORDS.get(reason or "")
    return None if word is None else word.value
