"""What is written into the journal: the audit trail, the statistics' source and the live feed in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Plain = str | int | bool | None
"""A value in an event's body: flat and plain, so that any reader can replay it."""


class EventKind(StrEnum):
    """Kinds of events. A kind's meaning never changes once it has been written."""

    TICKET_ISSUED = "ticket.issued"
    TICKET_CALLED = "ticket.called"
    TICKET_RECALLED = "ticket.recalled"
    TICKET_STARTED = "ticket.started"
    TICKET_HELD = "ticket.held"
    TICKET_RESUMED = "ticket.resumed"
    TICKET_TRANSFERRED = "ticket.transferred"
    TICKET_COMPLETED = "ticket.completed"
    TICKET_NO_SHOW = "ticket.no_show"
    TICKET_REINSTATED = "ticket.reinstated"
    TICKET_CANCELLED = "ticket.cancelled"
    TICKET_EXPIRED = "ticket.expired"
    TICKET_AWAY = "ticket.away"
    TICKET_RETURNED = "ticket.returned"
    TICKET_REOPENED = "ticket.reopened"
    TICKET_WALKED_IN = "ticket.walked_in"
    TICKET_ONWARD = "ticket.onward"
    TICKET_STAYED = "ticket.stayed"
    TICKET_REPLANNED = "ticket.replanned"
    TICKET_GATHERED = "ticket.gathered"
    TICKET_RELEASED = "ticket.released"
    MOVE_UNDONE = "move.undone"
    HANDLING_STARTED = "handling.started"
    HANDLING_ENDED = "handling.ended"
    DOSSIER_ASSIGNED = "dossier.assigned"
    STEP_BEGAN = "step.began"
    STEP_ENDED = "step.ended"
    SHIFT_BEGAN = "shift.began"
    SHIFT_ENDED = "shift.ended"
    BREAK_BEGAN = "break.began"
    BREAK_ENDED = "break.ended"
    SKILLS_SET = "skills.set"
    CONSOLE_TAKEN = "console.taken"
    AUTOMATIC_SET = "automatic.set"
    DAY_BEGAN = "day.began"
    LATE_NUMBERS_SET = "late_numbers.set"
    STAFF_SIGNED_IN = "staff.signed_in"
    STAFF_CHANGED_CENTRE = "staff.changed_centre"
    STAFF_REFUSED = "staff.refused"
    STAFF_SIGNED_OUT = "staff.signed_out"
    STAFF_PASSWORD_SET = "staff.password_set"  # noqa: S105
    DEVICE_APPROVED = "device.approved"
    DEVICE_REVOKED = "device.revoked"
    PRINTER_CHOSEN = "device.printer_chosen"
    TERMINAL_PLACED = "device.terminal_placed"
    DEVICE_REPORTED = "device.reported"
    ALERT_RAISED = "alert.raised"
    ALERT_ENDED = "alert.ended"
    ALERT_UNHEARD = "alert.unheard"
    SLIP_QUEUED = "slip.queued"
    SLIP_REPORTED = "slip.reported"
    PAPER_QUEUED = "paper.queued"
    PAPER_REPORTED = "paper.reported"
    LEASE_GIVEN = "lease.given"
    LEASE_ENDED = "lease.ended"
    LEASE_REFUSED = "lease.ticket_refused"
    LEASE_SETTLED = "lease.ticket_settled"
    APPOINTMENT_BOOKED = "appointment.booked"
    APPOINTMENT_CANCELLED = "appointment.cancelled"
    APPOINTMENT_CHECKED_IN = "appointment.checked_in"
    APPOINTMENT_NO_SHOW = "appointment.no_show"
    APPOINTMENT_DUE = "appointment.due"
    REMINDER_DELIVERED = "reminder.delivered"
    REMINDER_FAILED = "reminder.failed"
    CATALOGUE_IMPORTED = "catalogue.imported"
    CENTRE_SEEDED = "centre.seeded"
    CENTRE_CHANGED = "centre.changed"
    PROCEDURE_SET = "procedure.set"
    FEE_PROPOSED = "fee.proposed"
    FEE_APPROVED = "fee.approved"
    FEE_WITHDRAWN = "fee.withdrawn"
    BANK_ACCOUNT_SET = "bank_account.set"
    CHARGE_RAISED = "charge.raised"
    CHARGE_WITHDRAWN = "charge.withdrawn"
    PAYMENT_BEGUN = "payment.begun"
    PAYMENT_MOVED = "payment.moved"
    PAYMENT_CHECKED = "payment.checked"
    TERMINAL_TOLD = "terminal.told"
    TERMINAL_SETTLED = "terminal.settled"
    RECEIPT_NUMBERED = "receipt.numbered"
    CREDIT_RECEIVED = "credit.received"
    CREDIT_SETTLED = "credit.settled"
    SHIFT_CLOSED = "books.shift_closed"
    SHIFT_SIGNED = "books.shift_signed"
    DAY_CLOSED = "books.day_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact of the past. `at` is the server's clock; `body` is flat JSON."""

    kind: EventKind
    at: datetime
    centre_id: int
    body: Mapping[str, Plain]
