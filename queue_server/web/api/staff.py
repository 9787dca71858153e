"""Signing in and out."""

import secrets
from dataclasses import replace

from flask import Response, current_app, request

from queue_server.domain.centre import CentreSetup
from queue_server.domain.roles import Permission, permissions_of
from queue_server.store.setup import setup_of
from queue_server.store.staff import workplaces_of
from queue_server.store.unit import Unit, dump
from queue_server.store.views import View, coded
from queue_server.usecases import access
from queue_server.web.api import api
from queue_server.web.caller import STAFF_COOKIE, Caller
from queue_server.web.endpoint import Call
from queue_server.web.problems import Refused
from queue_server.web.schemas_in import CentreRequest, SignInRequest
from queue_server.web.schemas_out import Me


@api.endpoint(
    "POST",
    "/sign-in",
    needs=None,
    takes=SignInRequest,
    gives=Me,
    refuses=("auth.refused", "rate.limited", "csrf.failed"),
)
def sign_in(call: Call) -> Response:
    """Sign a person in; the answer sets the cookie."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Refused("csrf.failed")
    store = call.context.store
    checked = access.check_password(store, login=call.body.login, password=call.body.password, at=call.at)
    if checked is not None and not checked.right:
        with Unit(store) as unit:
            access.note_refusal(unit, checked=checked, at=call.at)
    checked = access.require_right(checked)
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    with Unit(store) as unit:
        staff = access.sign_in(unit, checked=checked, token=token, csrf=csrf, at=call.at)
    caller = Caller(
        scope="", permissions=permissions_of(staff.roles), centre_id=staff.centre_id, staff=staff, csrf=csrf
    )
    response = Response(dump(_me(call, caller)), content_type="application/json")
    set_cookie(response, STAFF_COOKIE, token)
    return response


@api.endpoint("POST", "/sign-out", needs=Permission.API_READ, status=204)
def sign_out(call: Call) -> Response:
    """Forget the browser."""
    assert call.caller.staff is not None
    with Unit(call.context.store) as unit:
        access.sign_out(unit, staff=call.caller.staff, token=request.cookies[STAFF_COOKIE], at=call.at)
    response = Response(status=204)
    response.delete_cookie(STAFF_COOKIE)
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return response


@api.endpoint(
    "POST", "/me/centre", needs=Permission.API_READ, takes=CentreRequest, gives=Me, refuses=("not_found",),
)  # fmt: skip
def change_centre(call: Call) -> View:
    """Be at another of one's centres with this browser."""
    assert call.caller.staff is not None
    with Unit(call.context.store) as unit:
        staff = access.change_centre(
            unit, staff=call.caller.staff, token=request.cookies[STAFF_COOKIE], code=call.body.centre, at=call.at
        )
    return _me(
        call, replace(call.caller, staff=staff, centre_id=staff.centre_id, permissions=permissions_of(staff.roles))
    )


@api.endpoint("GET", "/me", needs=Permission.API_READ, gives=Me)
def me(call: Call) -> View:
    """Who is signed in, and what they may do."""
    return _me(call, call.caller)


def set_cookie(response: Response, name: str, value: str, *, max_age: int | None = None) -> None:
    """Set a cookie that scripts cannot read and other sites cannot use."""
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        httponly=True,
        samesite="Strict",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def _me(call: Call, caller: Caller) -> View:
    assert caller.staff is not None
    with call.context.store.reading() as connection:
        setup: CentreSetup = setup_of(call.context.store, connection, caller.staff.centre_id)
        places = workplaces_of(connection, caller.staff.id)
    staff = caller.staff
    return {
        "staff": {"id": staff.id, "name": staff.name, "login": staff.login, "roles": list(staff.roles)},
        "centre": coded(setup),
        "centres": [coded(place) | {"roles": list(place.roles)} for place in places],
        "permissions": sorted(caller.permissions),
        "csrf": caller.csrf,
    }
