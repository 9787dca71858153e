"""Refusals about fees and payments; see `errors`."""

from queue_server.domain.errors import DomainError


class NotVietQr(DomainError):
    """It is no VietQR, or cannot be one. Facts: `field`."""

    code = "vietqr.wrong"


class FeeUnknown(DomainError):
    """No approved rule says what the procedure costs by that channel today. Facts: `procedure`."""

    code = "fee.unknown"


class FeeQuantity(DomainError):
    """That many units cannot be charged. Facts: `most`."""

    code = "fee.quantity"


class FeeGroupUnknown(DomainError):
    """No rule spares that group of people anything. Facts: `group`."""

    code = "fee.group_unknown"


class IllegalPaymentMove(DomainError):
    """The payment's state does not allow it, or not on that word. Facts: `state`, `move`, `source`."""

    code = "payment.illegal_move"


class PaymentLate(DomainError):
    """Nobody waits at the terminal any more for what was begun that long ago; it is cancelled or begun anew."""

    code = "payment.late"


class TerminalBusy(DomainError):
    """The terminal is at another payment."""

    code = "terminal.busy"


class TerminalClosing(DomainError):
    """The terminal's day is being closed."""

    code = "terminal.closing"


class TerminalUnsettled(DomainError):
    """A payment is at the terminal or in doubt; closing its day would lose what it knows. Facts: `payment`, `state`."""

    code = "terminal.unsettled"


class TellingSettled(DomainError):
    """What the terminal told is settled already, or contradicts nothing."""

    code = "telling.settled"


class ReasonNeeded(DomainError):
    """A person who decides about money gives a reason."""

    code = "payment.reason_needed"


class PaymentOpen(DomainError):
    """Another attempt for the charge is open or in doubt. Facts: `state`."""

    code = "payment.open"


class ChargePaid(DomainError):
    """The charge is paid."""

    code = "charge.paid"


class SecondPersonNeeded(DomainError):
    """Somebody else must do it."""

    code = "payment.second_person"


class NoAccount(DomainError):
    """The centre has no bank account for payment codes."""

    code = "payment.no_account"


class ChargeWithdrawn(DomainError):
    """The charge was taken back."""

    code = "charge.withdrawn"


class ProcedureNeeded(DomainError):
    """Nobody has said yet which procedure the dossier is of. Facts: `value`."""

    code = "charge.procedure_needed"


class AlreadyCharged(DomainError):
    """The dossier has a charge that is due, or one that is paid and nobody said that more is due. Facts: `value`."""

    code = "charge.exists"


class CreditSettled(DomainError):
    """Somebody has settled the credit already, or it needs no settling."""

    code = "credit.settled"


class AmountDiffers(DomainError):
    """The money that came is not what is due. Facts: `due`, `came`."""

    code = "credit.amount_differs"


class RuleSettled(DomainError):
    """The fee rule is approved or withdrawn already."""

    code = "fee.settled"


class FeesOverlap(DomainError):
    """Another approved rule charges the same fee on the same days. Facts: `name`."""

    code = "fee.overlap"


class RefundOpen(DomainError):
    """The payment is being given back at its terminal, or it is not known whether it was. Facts: `state`."""

    code = "refund.open"


class RefundElsewhere(DomainError):
    """No terminal from here can give the payment back: none took it, told its number, or answers."""

    code = "refund.elsewhere"


class IllegalRefundMove(DomainError):
    """That cannot happen to it as it is. Facts: `state`, `move`."""

    code = "refund.illegal_move"


class CardDetails(DomainError):
    """No card payment, or no approval code (4 to 8 letters and digits), or not the last four digits."""

    code = "payment.card_details"


class AccountUnknown(DomainError):
    """The account that the money came to is no centre's, or several centres share it."""

    code = "bank.account_unknown"


class Unsigned(DomainError):
    """A bank's message that nobody with the secret has signed just now, or no secret is set up."""

    code = "bank.unsigned"


class NoHeading(DomainError):
    """The file has no row that names the columns of a bank's statement. Facts: `missing`."""

    code = "statement.no_heading"


class OtherAccount(DomainError):
    """The statement is of another account than the centre's. Facts: `account`."""

    code = "statement.other_account"


class NothingTaken(DomainError):
    """Nothing was taken or given back since the last close of the shift."""

    code = "books.nothing_taken"


class CloseSigned(DomainError):
    """The close is signed already, or needs no second person."""

    code = "books.signed"


class CardsUnchecked(DomainError):
    """Nobody has compared some typed cards with the terminal's slips. Facts: `count`."""

    code = "books.cards_unchecked"


class DayClosed(DomainError):
    """That day, or a later one, is closed; what comes now belongs to the next day. Facts: `day`, the last closed."""

    code = "books.day_closed"


class DayAhead(DomainError):
    """The day has not come. Facts: `day`."""

    code = "books.day_ahead"


class NoPaper(DomainError):
    """That paper says nothing true of the payment as it is now. Facts: `state`."""

    code = "payment.no_paper"


class ReceiptTaken(DomainError):
    """Another payment of the centre has the statutory receipt of that number. Facts: `number`."""

    code = "receipt.number_taken"


class ReceiptNumber(DomainError):
    """That is no series and number of a statutory receipt."""

    code = "receipt.wrong_number"
