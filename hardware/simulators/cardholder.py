"""What the people before a simulated card terminal do, whatever its protocol: the steps of a sale and how it ends."""

from collections.abc import Mapping
from enum import StrEnum

from hardware.terminal.till import Progress


class Cardholder(StrEnum):
    """Who stands before the terminal."""

    APPROVE = "approve"
    """Pays."""
    DECLINE = "decline"
    """Has a card that the bank refuses."""
    CANCEL = "cancel"
    """Presses the red key."""
    TIMEOUT = "timeout"
    """Goes away, so that the terminal loses its patience."""
    WRONG_PIN = "wrong_pin"
    """Enters a wrong PIN until the bank refuses it."""


CARD_AND_PIN = (Progress.CARD, Progress.CONFIRM, Progress.PIN, Progress.WAIT)
STEPS: Mapping[Cardholder, tuple[Progress, ...]] = {
    Cardholder.APPROVE: CARD_AND_PIN,
    Cardholder.DECLINE: CARD_AND_PIN,
    Cardholder.CANCEL: (Progress.CARD, Progress.CONFIRM),
    Cardholder.TIMEOUT: (Progress.CARD,),
    Cardholder.WRONG_PIN: (*CARD_AND_PIN, Progress.PIN, Progress.WAIT, Progress.PIN, Progress.WAIT),
}
"""What the terminal asks of each, in order, before it says how the sale ended."""
