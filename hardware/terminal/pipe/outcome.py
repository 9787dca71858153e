"""What a pipe terminal's answers mean to a till."""

from collections.abc import Sequence

from hardware.terminal.pipe import codes
from hardware.terminal.pipe.answers import DoneAnswer, SaleAnswer
from hardware.terminal.till import UNSUPPORTED, Answer, CardReceipt, Sale, Verdict


def sold(sale: Sale, said: SaleAnswer) -> Answer | None:
    """Return how the sale ended; None when the answer is to another one. A refusal may leave the ticket out."""
    if said.ticket and said.ticket != sale.reference:
        return None
    if said.code == codes.APPROVED and said.ticket != sale.reference:
        return in_doubt("the terminal names no reference", said)
    if said.code == codes.APPROVED and said.amount != sale.amount:
        return in_doubt("the terminal names another amount", said)
    return ended(codes.verdict_of(said.code), said.code, said)


def recalled(sale: Sale, last: SaleAnswer, *, after: int | None) -> Answer:
    """Return what became of a sale by the terminal's last one.

    Newer than `after` is every last sale but that one, for a counter begins anew. "No sale" proves nothing once there
    was one: the terminal's day was closed since. Nor does the one before when it bears our reference.
    """
    if last.code == codes.NO_SALE:
        return ended(Verdict.NOT_STARTED if after is None else Verdict.IN_DOUBT, last.code)
    if after is not None and trace_of(last) == after:
        return ended(Verdict.IN_DOUBT if last.ticket == sale.reference else Verdict.NOT_STARTED, last.code)
    if last.code == codes.APPROVED and (last.ticket, last.amount) == (sale.reference, sale.amount):
        return ended(Verdict.APPROVED, last.code, last)
    return ended(Verdict.IN_DOUBT, last.code)


def reversed_by(operation: str, said: DoneAnswer) -> Answer:
    """Return whether the transaction is taken back; asked twice, the terminal says that it is so already."""
    if said.code == codes.ALREADY_TAKEN_BACK:
        return ended(Verdict.APPROVED, said.code)
    if said.code == codes.APPROVED and digits(said.operation) != digits(operation):
        return in_doubt("the terminal names another transaction")
    return done(said)


def recalled_reversal(
    receipt: CardReceipt, last: SaleAnswer, standing: Sequence[CardReceipt] | None, *, after: int | None
) -> Answer:
    """Return what became of a reversal by the terminal's last sale and the list of those that stand.

    While the last sale is the one of before, and not an earlier one than that to be taken back, the day was not closed:
    what is not listed any more is taken back. One that is listed may be so in spite of it, for the reference does not
    say whether such ones are left out.
    """
    operation = digits(receipt.number or "")
    if operation is None or after is None or trace_of(last) != after:
        return in_doubt("the terminal's last sale is another one")
    if trace_of(last) == operation and last.code == codes.ALREADY_TAKEN_BACK:
        return ended(Verdict.APPROVED, last.code)
    if after < operation:  # the terminal counts anew: the day of the sale was closed
        return in_doubt("the terminal's day was closed")
    if standing is None or any(digits(each.number or "") == operation for each in standing):
        return in_doubt("the terminal does not say that it is taken back")
    return ended(Verdict.APPROVED, codes.ALREADY_TAKEN_BACK)


def of_another(receipt: CardReceipt, listed: Sequence[CardReceipt]) -> bool:
    """Say whether a terminal lists the number of a receipt for another sale."""
    number = digits(receipt.number or "")
    named = [each.reference for each in listed if digits(each.number or "") == number]
    return any(each is not None and each != receipt.reference for each in named)


def done(said: DoneAnswer) -> Answer:
    """Return how something else ended."""
    return ended(codes.verdict_of(said.code), said.code)


def ended(verdict: Verdict, code: str, said: SaleAnswer | None = None) -> Answer:
    """Return an end that the terminal told of."""
    receipt = None if said is None else receipt_of(said)
    return Answer(verdict=verdict, code=code, detail=codes.WORDS.get(code), receipt=receipt)


def in_doubt(why: str, said: SaleAnswer | None = None) -> Answer:
    """Return that an end is not known."""
    if said is None:
        return Answer(verdict=Verdict.IN_DOUBT, detail=why)
    return Answer(verdict=Verdict.IN_DOUBT, code=said.code, detail=why, receipt=receipt_of(said))


def not_started(why: object) -> Answer:
    """Return that the command did not reach the terminal."""
    return Answer(verdict=Verdict.NOT_STARTED, detail=str(why))


def unsupported(why: str) -> Answer:
    """Return that this terminal has no such command."""
    return Answer(verdict=Verdict.NOT_STARTED, code=UNSUPPORTED, detail=why)


def receipt_of(said: SaleAnswer) -> CardReceipt:
    """Return what the terminal tells of a sale."""
    return CardReceipt(
        amount=said.amount,
        trace=trace_of(said),
        number=said.operation or None,
        reference=said.ticket or None,
        approval_code=said.approval or None,
        last4=said.last4 or None,
        brand=said.brand or None,
        terminal_id=said.terminal or None,
        merchant_id=said.merchant or None,
        at=said.at,
    )


def trace_of(said: SaleAnswer) -> int | None:
    """Return the operation number, which grows with each transaction."""
    return digits(said.operation)


def digits(text: str) -> int | None:
    """Return a number; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() else None
