"""Declaring an API endpoint once: who may call it, what it takes and gives, what it can refuse."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from pydantic import BaseModel

from hardware.terminal.card_numbers import names_a_card
from queue_server.domain.roles import Permission
from queue_server.store.unit import Unit, dump
from queue_server.store.views import moment
from queue_server.usecases.context import Context
from queue_server.usecases.perform import Command, perform
from queue_server.web.caller import Caller, identify
from queue_server.web.consoles import asking_console
from queue_server.web.problems import Refused
from queue_server.web.security import check_same_site

KEY_PATTERN = re.compile(r"[A-Za-z0-9_-]{8,64}")

Answer = Mapping[str, Any] | str | Response
View = Callable[..., Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One method on one path. `needs` None means anybody; any one of several permissions is enough."""

    method: str
    path: str
    name: str
    summary: str
    needs: tuple[Permission, ...]
    takes: type[BaseModel] | None
    gives: type[BaseModel] | None
    status: int
    once: bool
    refuses: tuple[str, ...]
    largest: int | None
    raw: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request to an endpoint, already authorised and checked."""

    context: Context
    caller: Caller
    at: datetime
    body: Any
    key: str | None

    @property
    def centre_id(self) -> int:
        """The centre the caller belongs to."""
        assert self.caller.centre_id is not None
        return self.caller.centre_id

    def once(self, action: Callable[[Unit], Mapping[str, Any]], *, scope: str | None = None) -> str:
        """Run the action once for the request's idempotency key; a repeat gets the first answer."""
        assert self.key is not None
        fingerprint = _fingerprint(self.context.citizen_key)
        command = Command(
            scope=scope or self.caller.keeps, key=self.key, fingerprint=fingerprint, console=asking_console(request)
        )
        return perform(self.context.store, command=command, at=self.at, action=action)

    def tagged(self, view: Mapping[str, Any]) -> Response:
        """Answer a snapshot that is asked for again and again: while it says the same, 304 to its ETag."""
        response = Response(dump(self.timed(view)), content_type="application/json")
        response.set_etag(hashlib.sha256(dump(view).encode()).hexdigest()[:32])
        response.headers["Cache-Control"] = "private, no-cache"
        response.make_conditional(request)
        return response

    def timed(self, view: Mapping[str, Any]) -> Mapping[str, Any]:
        """Add the server's clock to a snapshot."""
        return {**view, **clock_view(self.context, self.at)}


def clock_view(context: Context, at: datetime) -> dict[str, Any]:
    """Return the server's clock as every snapshot carries it."""
    return {"server_time": moment(at), "clock_rate": context.clock.rate}


@dataclass(slots=True)
class Api:
    """The endpoints of one blueprint."""

    blueprint: Blueprint
    endpoints: list[Endpoint] = field(default_factory=list)

    def __iter__(self) -> Iterator[Endpoint]:
        return iter(self.endpoints)

    def endpoint(
        self,
        method: str,
        path: str,
        *,
        needs: Permission | tuple[Permission, ...] | None,
        takes: type[BaseModel] | None = None,
        gives: type[BaseModel] | None = None,
        status: int = 200,
        once: bool = False,
        refuses: tuple[str, ...] = (),
        largest: int | None = None,
        raw: bool = False,
    ) -> Callable[[View], View]:
        """Register the decorated function `(call, **path) -> JSON object, JSON text or response`.

        `once` endpoints demand an Idempotency-Key; they run their use case through `call.once`. `largest` allows a body
        of more bytes than the application's limit. A `raw` endpoint gets the body's bytes as they came, to look at
        their signature; `takes` then only describes what they hold.
        """
        needed = (needs,) if isinstance(needs, Permission) else (needs or ())

        def register(view: View) -> View:
            declared = Endpoint(
                method=method,
                path=path,
                name=view.__name__,
                summary=(view.__doc__ or "").strip().splitlines()[0],
                needs=needed,
                takes=takes,
                gives=gives,
                status=status,
                once=once,
                refuses=refuses,
                largest=largest,
                raw=raw,
            )
            self.endpoints.append(declared)
            self.blueprint.add_url_rule(path, view.__name__, _served(declared, view), methods=[method])
            return view

        return register


def _served(endpoint: Endpoint, view: View) -> Callable[..., Response]:
    def serve(**path: Any) -> Response:
        context: Context = current_app.extensions["motcua"]
        at = context.clock.now()
        caller = _authorised(endpoint, context, at)
        call = Call(context=context, caller=caller, at=at, body=_body(endpoint), key=_key(endpoint))
        return _response(endpoint, view(call, **path))

    serve.__name__ = endpoint.name
    return serve


def _authorised(endpoint: Endpoint, context: Context, at: datetime) -> Caller:
    caller = g.caller = identify(context.store, request, at=at, needs=endpoint.needs)
    if not endpoint.needs:
        return caller
    if caller.centre_id is None:
        raise Refused("auth.required")
    if not caller.permissions.intersection(endpoint.needs):
        raise Refused("auth.forbidden")
    check_same_site(caller, request)
    return caller


def _body(endpoint: Endpoint) -> Any:
    if endpoint.takes is None:
        return None
    if endpoint.largest is not None:
        request.max_content_length = endpoint.largest
    if endpoint.raw:
        return request.get_data()
    if request.mimetype != "application/json":
        raise Refused("input.media_type")
    return endpoint.takes.model_validate(parsed_json(request.get_data()))


def parsed_json(body: bytes) -> Any:
    """Return what the body holds. Raises Refused (input.not_json)."""
    try:
        return json.loads(body, parse_float=_number)
    except (ValueError, RecursionError):
        raise Refused("input.not_json") from None


def _number(written: str) -> int | float:
    """Return a whole number for 289.0 too: JSON and its schemas know no difference."""
    number = float(written)
    return int(number) if number.is_integer() else number


def _key(endpoint: Endpoint) -> str | None:
    if not endpoint.once:
        return None
    key = request.headers.get("Idempotency-Key", "")
    if not KEY_PATTERN.fullmatch(key) or names_a_card(key):
        raise Refused("idempotency.key_missing")
    return key


def _fingerprint(key: bytes) -> str:
    # Keyed, for the body may hold a personal number, and what is kept must not give it away to somebody who tries all.
    asked = f"{request.method} {request.path}\n".encode() + request.get_data()
    return hmac.digest(key, asked, "sha256").hex()


def _response(endpoint: Endpoint, answer: Answer) -> Response:
    if isinstance(answer, Response):
        return answer
    text = answer if isinstance(answer, str) else dump(answer)
    return Response(text, status=endpoint.status, content_type="application/json")
