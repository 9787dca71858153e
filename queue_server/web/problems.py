"""Errors as RFC 9457 problem documents, in the user's language. The only place where errors become HTTP."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Response, g, request
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from hardware.terminal.card_numbers import without_card_numbers
from queue_server.domain.errors import DomainError
from queue_server.store.unit import dump
from queue_server.web.strings import translate

log = logging.getLogger("motcua.web")

STATUS: Mapping[str, int] = {
    "not_found": 404,
    "ticket.illegal_move": 409,
    "ticket.recall_first": 409,
    "ticket.returned_already": 409,
    "ticket.other_day": 409,
    "counter.not_its_service": 409,
    "line.empty": 409,
    "line.retired": 409,
    "service.closed": 409,
    "counter.taken": 409,
    "counter.busy": 409,
    "counter.no_ticket": 409,
    "shift.required": 409,
    "counter.on_break": 409,
    "console.superseded": 409,
    "keypad.late": 409,
    "keypad.behind": 409,
    "break.none": 409,
    "counter.not_automatic": 409,
    "undo.too_late": 409,
    "bank.unsigned": 401,
    "bank.account_unknown": 422,
    "dossier.pattern": 422,
    "dossier.repeated": 409,
    "dossier.none_running": 409,
    "dossier.illegal_result": 409,
    "dossier.unknown": 404,
    "dossier.settled": 409,
    "dossier.in_hand": 409,
    "dossier.not_in_hand": 409,
    "dossier.code_needed": 422,
    "dossier.not_ready": 409,
    "dossier.overdue": 409,
    "slip.kiosk_needed": 409,
    "transfer.same_line": 409,
    "citizen_id.invalid": 422,
    "appointment.not_bookable": 409,
    "appointment.slot_full": 409,
    "appointment.exists": 409,
    "appointment.unknown": 404,
    "appointment.early": 409,
    "appointment.missed": 409,
    "appointment.closed": 409,
    "itinerary.too_long": 409,
    "itinerary.repeated": 409,
    "itinerary.at_its_end": 409,
    "fee.unknown": 409,
    "fee.quantity": 409,
    "fee.group_unknown": 409,
    "fee.settled": 409,
    "fee.overlap": 409,
    "fee.sheet": 409,
    "fee.tiers": 409,
    "fee.days": 409,
    "charge.procedure_needed": 409,
    "charge.exists": 409,
    "charge.paid": 409,
    "charge.withdrawn": 409,
    "payment.open": 409,
    "payment.illegal_move": 409,
    "payment.late": 409,
    "payment.reason_needed": 409,
    "payment.second_person": 409,
    "payment.no_account": 409,
    "payment.no_paper": 409,
    "receipt.number_taken": 409,
    "receipt.wrong_number": 409,
    "payment.card_details": 409,
    "refund.open": 409,
    "refund.elsewhere": 409,
    "refund.illegal_move": 409,
    "terminal.busy": 409,
    "terminal.closing": 409,
    "terminal.unsettled": 409,
    "telling.settled": 409,
    "books.nothing_taken": 409,
    "books.signed": 409,
    "books.cards_unchecked": 409,
    "books.day_closed": 409,
    "books.day_ahead": 409,
    "credit.settled": 409,
    "credit.amount_differs": 409,
    "vietqr.wrong": 409,
    "centre.changed_meanwhile": 409,
    "centre.mistakes": 422,
    "staff.beyond_the_centre": 403,
    "auth.refused": 401,
    "auth.required": 401,
    "auth.forbidden": 403,
    "csrf.failed": 403,
    "rate.limited": 429,
    "enrolment.unknown": 404,
    "enrolment.expired": 410,
    "idempotency.key_reused": 409,
    "idempotency.key_missing": 400,
    "input.invalid": 422,
    "input.not_json": 400,
    "input.too_large": 413,
    "input.media_type": 415,
    "http.method_not_allowed": 405,
    "store.busy": 503,
    "server.fault": 500,
}
"""Every code this server answers with, and its HTTP status."""

_HTTP_CODES: Mapping[int, str] = {
    400: "input.not_json",
    404: "not_found",
    405: "http.method_not_allowed",
    413: "input.too_large",
    415: "input.media_type",
}


class Refused(DomainError):
    """A refusal of the HTTP edge itself, named by its code."""

    def __init__(self, code: str, **facts: str | int | None) -> None:
        super().__init__(**facts)
        self.code = code  # type: ignore[misc]


def problem(code: str, *, facts: Mapping[str, Any] | None = None, **more: Any) -> Response:
    """Make a problem document; `facts` fill the message and are repeated as members, without card numbers."""
    status = STATUS[code]
    known = {name: _shown(fact) for name, fact in dict(facts or {}).items()}
    document = {
        "type": f"urn:motcua:problem:{code}",
        "title": translate(f"error.{code}", "en", known),
        "status": status,
        "code": code,
        "detail": translate(f"error.{code}", language(), known),
        "request_id": g.get("request_id", ""),
        **known,
        **more,
    }
    response = Response(dump(document), status=status, content_type="application/problem+json")
    if code == "rate.limited":
        response.headers["Retry-After"] = str(known.get("seconds", 1))
    return response


def _shown(fact: Any) -> Any:
    if not isinstance(fact, str | int):
        return fact
    clean = without_card_numbers(str(fact))
    return fact if clean == str(fact) else clean


def language() -> str:
    """Return the language of the request: the first of vi, en, zh in Accept-Language, else vi."""
    return request.accept_languages.best_match(("vi", "en", "zh"), default="vi") or "vi"


def refused(error: DomainError) -> Response:
    """Answer a refusal of the rules or of the edge."""
    return problem(error.code, facts=error.facts)


def invalid(error: ValidationError) -> Response:
    """Answer input of the wrong shape, naming each field."""
    errors = [
        {"field": without_card_numbers(".".join(str(part) for part in item["loc"])), "message": item["msg"]}
        for item in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    return problem("input.invalid", errors=errors)


def http_error(error: HTTPException) -> Response:
    """Answer what Flask and Werkzeug refuse themselves."""
    code = _HTTP_CODES.get(error.code or 500)
    if code is None:
        return fault(error)
    answer = problem(code, facts={"what": "address", "name": request.path[:80]} if code == "not_found" else None)
    if code == "http.method_not_allowed":
        answer.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return answer


def busy(error: Exception) -> Response:
    """Answer when the database is out of reach or another writer holds it too long; nothing was done."""
    log.warning("database busy or out of reach: %s request=%s", type(error).__name__, g.get("request_id", ""))
    answer = problem("store.busy")
    answer.headers["Retry-After"] = "1"
    return answer


def fault(error: Exception) -> Response:
    """The last resort: log with the request id that the screen shows."""
    # The rule, not the path: a ticket's secret id stands in that.
    log.error("fault request=%s %s %s", g.get("request_id", ""), request.method, request.url_rule, exc_info=error)
    return problem("server.fault")


HANDLERS = (
    (DomainError, refused),
    (ValidationError, invalid),
    (HTTPException, http_error),
    (OperationalError, busy),
    (PoolTimeoutError, busy),
    (Exception, fault),
)
