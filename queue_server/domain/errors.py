"""Refusals that the rules of the hall can give, each with a stable code; the edge puts it in the user's words."""

from typing import ClassVar


class DomainError(Exception):
    """A request that the rules refuse.

    `code` is stable and public; `facts` are what a message may name (plain JSON values only).
    """

    code: ClassVar[str] = "domain.refused"

    def __init__(self, **facts: str | int | None) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        named = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({named})" if named else self.code


class NotFound(DomainError):
    """Nothing of that kind has that name in this centre. Facts: `what`, `name`."""

    code = "not_found"


class IllegalMove(DomainError):
    """The ticket's state does not allow the move. Facts: `label`, `state`, `move`."""

    code = "ticket.illegal_move"


class NobodyWaiting(DomainError):
    """No ticket waits in any line that the counter serves."""

    code = "line.empty"


class ServiceClosed(DomainError):
    """The service gives no numbers now. Facts: `service`, `reason` (hours, no_counter)."""

    code = "service.closed"


class CounterTaken(DomainError):
    """Another clerk sits at the counter. Facts: `counter`, `clerk`."""

    code = "counter.taken"


class CounterBusy(DomainError):
    """The counter has a called or served ticket that must be ended first. Facts: `label`."""

    code = "counter.busy"


class NoTicketAtCounter(DomainError):
    """The move needs a ticket at the counter and there is none."""

    code = "counter.no_ticket"


class ShiftRequired(DomainError):
    """The clerk has taken no counter."""

    code = "shift.required"


class OnBreak(DomainError):
    """The clerk is on a break; nobody is called meanwhile."""

    code = "counter.on_break"


class NotOnBreak(DomainError):
    """There is no break to end."""

    code = "break.none"


class NotAutomatic(DomainError):
    """The centre has no automatic call."""

    code = "counter.not_automatic"


class ConsoleSuperseded(DomainError):
    """Another tab or browser of the person acts for the counter now. Facts: `browser`, `since` (hour and minute)."""

    code = "console.superseded"


class KeypadLate(DomainError):
    """The press was under way for so long that it must do nothing any more."""

    code = "keypad.late"


class KeypadBehind(DomainError):
    """The counter has another ticket by now than the pad showed when it was pressed, or none. Facts: `counter`."""

    code = "keypad.behind"


class UndoTooLate(DomainError):
    """Nothing can be undone any more: five seconds have passed or something else happened since."""

    code = "undo.too_late"


class DossierPattern(DomainError):
    """The text is not a dossier code of this centre. Facts: `value`."""

    code = "dossier.pattern"


class DossierRepeated(DomainError):
    """The dossier is already open in this turn. Facts: `value`."""

    code = "dossier.repeated"


class NoDossierRunning(DomainError):
    """No dossier is being handled at the counter."""

    code = "dossier.none_running"


class IllegalResult(DomainError):
    """The dossier's state does not allow the result. Facts: `value`, `state`, `result`."""

    code = "dossier.illegal_result"


class DossierUnknown(DomainError):
    """The centre has no such dossier, or none whose result could be fetched. Facts: `value`."""

    code = "dossier.unknown"


class DossierSettled(DomainError):
    """The dossier is settled: its procedure and with it its due time can no longer change. Facts: `value`."""

    code = "dossier.settled"


class DossierInHand(DomainError):
    """Somebody in the back office has the dossier in hand. Facts: `value`, `clerk`."""

    code = "dossier.in_hand"


class DossierNotInHand(DomainError):
    """The clerk has not begun a step on the dossier. Facts: `value`."""

    code = "dossier.not_in_hand"


class DossierCodeNeeded(DomainError):
    """Results are fetched with the code of the dossier. Facts: `service`."""

    code = "dossier.code_needed"


class DossierNotReady(DomainError):
    """The result cannot be fetched yet. Facts: `expected_at` (RFC 3339), `expected` (the same in the centre's time)."""

    code = "dossier.not_ready"


class DossierOverdue(DomainError):
    """The result cannot be fetched yet and nothing can be said of when."""

    code = "dossier.overdue"


class RecallFirst(DomainError):
    """The centre wants more recalls before a no-show. Facts: `label`, `missing`."""

    code = "ticket.recall_first"


class ReturnedAlready(DomainError):
    """The ticket's citizen came back with a missing paper once already. Facts: `label`."""

    code = "ticket.returned_already"


class OtherDay(DomainError):
    """The ticket is of another service day. Facts: `label`."""

    code = "ticket.other_day"


class NotServedHere(DomainError):
    """The counter does not serve the service's line. Facts: `service`."""

    code = "counter.not_its_service"


class KioskNeeded(DomainError):
    """No kiosk gave the number, and the hall has not just one: somebody has to name it. Facts: `label`."""

    code = "slip.kiosk_needed"


class SameLine(DomainError):
    """A ticket cannot be transferred to the line it stands in. Facts: `line`."""

    code = "transfer.same_line"


class LineRetired(DomainError):
    """The ticket's line is no longer in force, so nobody would call it there. Facts: `label`."""

    code = "line.retired"


class TooManyStops(DomainError):
    """More services would come after the present one, or in all, than a visit may have. Facts: `most`."""

    code = "itinerary.too_long"


class NothingToCome(DomainError):
    """The visit has no service after the present one. Facts: `label`."""

    code = "itinerary.at_its_end"


class SignInRefused(DomainError):
    """Login or password is wrong (the answer never says which)."""

    code = "auth.refused"


class TooManyAttempts(DomainError):
    """The caller must wait. Facts: `seconds`."""

    code = "rate.limited"


class EnrolmentUnknown(DomainError):
    """No enrolment waits under this code or secret."""

    code = "enrolment.unknown"


class EnrolmentExpired(DomainError):
    """The enrolment code is older than ten minutes."""

    code = "enrolment.expired"


class KeyReused(DomainError):
    """An idempotency key came again with a different request."""

    code = "idempotency.key_reused"


class CitizenIdInvalid(DomainError):
    """What was written is no personal number. It carries nothing of what was written."""

    code = "citizen_id.invalid"


class NotBookable(DomainError):
    """The service takes no appointments, or not for that moment. Facts: `service`."""

    code = "appointment.not_bookable"


class SlotFull(DomainError):
    """All places of the slot are taken. Facts: `service`."""

    code = "appointment.slot_full"


class AppointmentExists(DomainError):
    """The citizen has an appointment at this centre that is still to come."""

    code = "appointment.exists"


class AppointmentUnknown(DomainError):
    """No appointment of this centre has that code, or none waits for that citizen."""

    code = "appointment.unknown"


class AppointmentEarly(DomainError):
    """It is too early to check in. Facts: `time` and `date` in the centre from which it can be done, `service`."""

    code = "appointment.early"


class AppointmentMissed(DomainError):
    """The time is over; an ordinary number can be taken. Facts: `service`."""

    code = "appointment.missed"


class AppointmentClosed(DomainError):
    """The appointment waits no more. Facts: `state`, and the `label` of the number that was given for it."""

    code = "appointment.closed"


class CentreChangedMeanwhile(DomainError):
    """Somebody else has changed the centre since the draft was begun."""

    code = "centre.changed_meanwhile"


class CentreHasMistakes(DomainError):
    """The draft has mistakes, or the hall at work does not allow it now. Facts: `count`, `place`."""

    code = "centre.mistakes"


class BeyondTheCentre(DomainError):
    """A centre's own administrator cannot do this to somebody who sees other centres; the command line can."""

    code = "staff.beyond_the_centre"
