"""What the codes of the pipe protocol mean (POS Integrado, Tabla de respuestas, and the codes of 0900)."""

from collections.abc import Mapping

from hardware.terminal.till import Progress, Verdict

APPROVED = "00"
ALREADY_TAKEN_BACK = "04"
NO_SALE = "11"

WORDS: Mapping[str, str] = {
    "01": "refused by the bank",
    "02": "the bank does not answer",
    "03": "no connection to the bank",
    "04": "already taken back",
    "05": "no such transaction to take back",
    "06": "card not supported",
    "07": "cancelled at the terminal",
    "08": "a debit transaction is not taken back",
    "09": "card not readable",
    "10": "amount too small",
    "11": "no sale",
    "12": "transaction not supported",
    "13": "the day has to be closed",
    "14": "no line",
    "16": "the bank's answer is malformed",
    "17": "last four digits wrong",
    "19": "another card",
    "20": "card not valid",
    "21": "not taken back",
    "22": "nobody came with a card",
    "24": "the terminal's printer has no paper",
    "25": "date wrong",
    "26": "keys have to be loaded",
    "27": "the terminal has to be updated",
    "62": "fault of the PIN pad",
    "67": "too many sales, the day has to be closed",
    "70": "reference longer than six letters",
    "72": "amount must be more than 0",
    "73": "the terminal has no number",
    "74": "the day has to be closed",
    "75": "no cards are set up",
    "76": "too many sales, the day has to be closed",
    "77": "the day has to be closed",
    "93": "declined",
}
"""For a technician; what is not here is shown as its code alone."""

REFUSED = frozenset(
    "05 10 11 12 13 15 18 24 25 26 27 60 61 62 67 68 70 71 72 73 74 75 76 77".split()  # noqa: SIM905
)
"""The terminal did not begin: the command or its own state forbids it."""
GIVEN_UP = frozenset({"07", "22"})
MUST_CLOSE = frozenset({"13", "67", "74", "76", "77"})
MUST_LOAD_KEYS = frozenset({"26"})

ASKS: Mapping[str, Progress] = {
    "78": Progress.CARD,
    "79": Progress.CONFIRM,
    "80": Progress.CONFIRM,
    "81": Progress.PIN,
    "82": Progress.WAIT,
    "83": Progress.CONFIRM,
    "84": Progress.CARD,
    "85": Progress.CONFIRM,
    "86": Progress.CONFIRM,
    "87": Progress.CONFIRM,
}


def verdict_of(code: str) -> Verdict:
    """Return what a final code means. Whatever is not 00 is a refusal, says the note below the table of answers."""
    if code == APPROVED:
        return Verdict.APPROVED
    if code in REFUSED:
        return Verdict.NOT_STARTED
    return Verdict.CANCELLED if code in GIVEN_UP else Verdict.DECLINED
