"""Dossiers for staff: the lists of work, what a clerk does behind the counters, and a dossier's whole life."""

from flask import Response

from queue_server.domain.catalogue import TimeUnit
from queue_server.domain.due import Term
from queue_server.domain.errors import NotFound
from queue_server.domain.roles import Permission
from queue_server.store.dossier_views import LISTS, life_view, list_view, overview_view, procedure_view
from queue_server.store.procedures import search_procedures
from queue_server.store.setup import setup_of
from queue_server.store.views import View
from queue_server.usecases import steps
from queue_server.web.api import api
from queue_server.web.api.counter import clerk_of
from queue_server.web.endpoint import Call
from queue_server.web.schemas_dossiers import (
    DossierLife,
    DossierLine,
    DossierList,
    DossierMoved,
    DossierOverview,
    EndStepRequest,
    ProcedureRequest,
    ProceduresFound,
)
from queue_server.web.schemas_in import Nothing
from queue_server.web.spreadsheet import csv_answer

SEE = (Permission.COUNTER_OPERATE, Permission.MANAGER_VIEW)
WORK = Permission.COUNTER_OPERATE


@api.endpoint("GET", "/dossiers", needs=SEE, gives=DossierOverview)
def overview(call: Call) -> View:
    """How many dossiers wait for each step, are late or near-late, and the share in time this month."""
    store = call.context.store
    with store.reading() as connection:
        return overview_view(connection, setup_of(store, connection, call.centre_id), at=call.at)


@api.endpoint("GET", "/dossiers/lists/<which>", needs=SEE, gives=DossierList, refuses=("not_found",))
def one_list(call: Call, which: str) -> View:
    """The dossiers of a list: appraise, approve, stamp, return, supplement, late or near_late; soonest due first."""
    return _list(call, which)


@api.endpoint("GET", "/dossiers/lists/<which>/dossiers.csv", needs=SEE, refuses=("not_found",))
def list_csv(call: Call, which: str) -> Response:
    """The same as CSV."""
    rows = [_flat(dossier) for dossier in _list(call, which)["dossiers"]]
    return csv_answer(call, DossierLine, rows, f"dossiers-{which}")


@api.endpoint("GET", "/dossiers/<code>", needs=SEE, gives=DossierLife, refuses=("dossier.unknown",))
def life(call: Call, code: str) -> View:
    """A dossier's whole life: every step with who, where, when, how long and what came of it."""
    store = call.context.store
    with store.reading() as connection:
        return life_view(connection, setup_of(store, connection, call.centre_id), code.strip().upper(), at=call.at)


@api.endpoint(
    "POST", "/dossiers/<code>/begin", needs=WORK, takes=Nothing, gives=DossierMoved, once=True,
    refuses=("dossier.unknown", "dossier.in_hand", "dossier.illegal_result"),
)  # fmt: skip
def begin_step(call: Call, code: str) -> str:
    """Take a dossier in hand for the step it waits for behind the counters."""
    return call.once(
        lambda unit: steps.begin_step(
            unit, centre_id=call.centre_id, clerk_id=clerk_of(call), code=code.strip().upper(), at=call.at
        )
    )


@api.endpoint(
    "POST", "/dossiers/<code>/end", needs=WORK, takes=EndStepRequest, gives=DossierMoved, once=True,
    refuses=("dossier.unknown", "dossier.not_in_hand", "dossier.illegal_result"),
)  # fmt: skip
def end_step(call: Call, code: str) -> str:
    """End the step that the clerk has in hand, with its result."""
    return call.once(
        lambda unit: steps.end_step(
            unit,
            centre_id=call.centre_id,
            clerk_id=clerk_of(call),
            code=code.strip().upper(),
            result=call.body.result,
            at=call.at,
        )
    )


@api.endpoint(
    "POST", "/dossiers/<code>/procedure", needs=WORK, takes=ProcedureRequest, gives=DossierMoved, once=True,
    refuses=("dossier.unknown", "not_found", "dossier.settled"),
)  # fmt: skip
def assign_procedure(call: Call, code: str) -> str:
    """Say which procedure a dossier is of, how it came in and how long it may take."""
    written = call.body.term
    term = None if written is None else Term(quantity=written.quantity, unit=TimeUnit(written.unit))
    return call.once(
        lambda unit: steps.assign_procedure(
            unit,
            centre_id=call.centre_id,
            clerk_id=clerk_of(call),
            code=code.strip().upper(),
            procedure=call.body.procedure,
            channel=call.body.channel,
            term=term,
            at=call.at,
        )
    )


@api.endpoint("GET", "/procedures/search/<words>", needs=SEE, gives=ProceduresFound)
def search(call: Call, words: str) -> View:
    """The centre's procedures that have all the words, in any spelling; at most nine."""
    with call.context.store.reading() as connection:
        found = search_procedures(connection, centre_id=call.centre_id, words=words[:200])
    return {"procedures": [procedure_view(each) for each in found]}


def _flat(dossier: View) -> View:
    procedure, holder = dossier["procedure"], dossier["in_hand"]
    return dossier | {
        "procedure": None if procedure is None else f"{procedure['code']} {procedure['name']}",
        "in_hand": None if holder is None else holder["name"],
    }


def _list(call: Call, which: str) -> View:
    if which not in LISTS:
        raise NotFound(what="list", name=which[:32])
    store = call.context.store
    with store.reading() as connection:
        return list_view(connection, setup_of(store, connection, call.centre_id), which, at=call.at)
