"""What an administrator sees and does: the centre's document, its versions, and people's passwords."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from flask import Response

from queue_server.domain.centre_changes import Change, changes_between
from queue_server.domain.centre_document import document_of, fingerprint_of, plain_otherwise
from queue_server.domain.centre_file import CentreFileInvalid, Mistake, load_toml
from queue_server.domain.centre_form import FORM, Field, Section
from queue_server.domain.centre_reading import read_centre_document
from queue_server.domain.centre_writing import write_centre_file
from queue_server.domain.errors import NotFound
from queue_server.domain.roles import Permission
from queue_server.store.centre_export import export_centre
from queue_server.store.centre_versions import CentreVersion, latest_version, versions_of
from queue_server.store.foresights import foresight_view
from queue_server.store.setup import setup_of
from queue_server.store.staff import logins_without_password
from queue_server.store.unit import Unit
from queue_server.store.views import View, moment
from queue_server.usecases.access import HASHER
from queue_server.usecases.administration import check_draft, put_in_force
from queue_server.usecases.staffing import new_password, reset_password
from queue_server.web.api import api
from queue_server.web.endpoint import Call
from queue_server.web.problems import language
from queue_server.web.schemas_admin import (
    CentreAdministered,
    CentreRead,
    CentreSaved,
    CentreTextRequest,
    CheckRequest,
    DraftChecked,
    NewPassword,
    SaveRequest,
    Versions,
    VersionWhole,
)
from queue_server.web.strings import catalogue, translate

ADMINISTER = Permission.CENTRE_ADMINISTER
LARGEST = 2_000_000


@api.endpoint("GET", "/admin/centre", needs=ADMINISTER, gives=CentreAdministered)
def administered_centre(call: Call) -> View:
    """The centre as a document, and the form of such documents."""
    with call.context.store.reading() as connection:
        document = document_of(export_centre(connection, call.centre_id))
        latest = latest_version(connection, call.centre_id)
        without = logins_without_password(connection, call.centre_id)
    return {
        "document": document,
        "fingerprint": fingerprint_of(document),
        "number": 0 if latest is None else latest.number,
        "form": [_section(section) for section in FORM],
        "without_password": without,
    }


@api.endpoint("GET", "/admin/centre.toml", needs=ADMINISTER)
def centre_toml(call: Call) -> Response:
    """The centre as a file that a person can read."""
    with call.context.store.reading() as connection:
        document = document_of(export_centre(connection, call.centre_id, procedures=True))
    response = Response(write_centre_file(document), content_type="application/toml")
    response.headers["Content-Disposition"] = f'attachment; filename="{document["code"]}.toml"'
    return response


@api.endpoint(
    "POST", "/admin/centre/read", needs=ADMINISTER, takes=CentreTextRequest, gives=CentreRead, largest=LARGEST
)
def read_toml(call: Call) -> View:
    """Turn a centre file into a document, or say its mistakes; nothing is changed."""
    try:
        document = document_of(read_centre_document(load_toml(call.body.text)))
    except CentreFileInvalid as error:
        return {"document": None, "mistakes": [_mistake(each) for each in error.mistakes]}
    return {"document": document, "mistakes": []}


@api.endpoint("POST", "/admin/centre/check", needs=ADMINISTER, takes=CheckRequest, gives=DraftChecked, largest=LARGEST)
def check_centre(call: Call) -> View:
    """Every mistake of a draft, what it would change, and who would be called next; nothing is changed."""
    store, staff = call.context.store, call.caller.staff
    assert staff is not None
    with store.reading() as connection:
        setup = setup_of(store, connection, call.centre_id)
        draft = check_draft(connection, setup, document=call.body.document, actor=staff.login, at=call.at)
        foresight = [] if draft.file is None else foresight_view(connection, setup, draft.file)
    return {
        "mistakes": [_mistake(each) for each in draft.mistakes],
        "warnings": [_mistake(each) for each in draft.warnings],
        "changes": _changes(draft.changes),
        "foresight": foresight,
    }


@api.endpoint(
    "POST", "/admin/centre", needs=ADMINISTER, takes=SaveRequest, gives=CentreSaved, once=True, largest=LARGEST,
    refuses=("centre.changed_meanwhile", "centre.mistakes"),
)  # fmt: skip
def save_centre(call: Call) -> str:
    """Put a document in force as a new version."""
    staff, body = call.caller.staff, call.body
    assert staff is not None
    return call.once(
        lambda unit: put_in_force(
            unit,
            centre_id=call.centre_id,
            document=body.document,
            based_on=body.based_on,
            note=body.note,
            staff=staff,
            at=call.at,
        )
    )


@api.endpoint("GET", "/admin/versions", needs=ADMINISTER, gives=Versions)
def centre_versions(call: Call) -> View:
    """The versions of the centre's document, newest first."""
    with call.context.store.reading() as connection:
        versions = versions_of(connection, call.centre_id)
    counts = [len(changes_between(older.document, newer.document)) for newer, older in pairwise(versions)]
    # The oldest that is kept has none before it to differ from.
    return {"versions": [_version(each, changes=count) for each, count in zip(versions, [*counts, 0], strict=False)]}


@api.endpoint("GET", "/admin/versions/<int:number>", needs=ADMINISTER, gives=VersionWhole)
def centre_version(call: Call, number: int) -> View:
    """One version with its whole document and what it changed."""
    with call.context.store.reading() as connection:
        known = {version.number: version for version in versions_of(connection, call.centre_id)}
    version, before = known.get(number), known.get(number - 1)
    if version is None:
        raise NotFound(what="version", name=number)
    changes = [] if before is None else changes_between(before.document, version.document)
    whole = {"document": version.document, "differences": _changes(changes)}
    return _version(version, changes=len(changes)) | whole


@api.endpoint(
    "POST", "/admin/staff/<login>/password", needs=ADMINISTER, gives=NewPassword,
    refuses=("not_found", "staff.beyond_the_centre"),
)  # fmt: skip
def give_password(call: Call, login: str) -> View:
    """Give a person a new password and sign out all browsers. It is told once, so this is no command with a key."""
    staff, password = call.caller.staff, new_password()
    assert staff is not None
    hashed = HASHER.hash(password)
    with Unit(call.context.store) as unit:
        reset_password(unit, centre_id=call.centre_id, login=login, password_hash=hashed, actor_id=staff.id, at=call.at)
    return {"login": login, "password": password}


def _section(section: Section) -> View:
    fields = [_field(field) for field in section.fields]
    return {"key": section.key, "identity": section.identity, "ordered": section.ordered, "fields": fields}


def _field(field: Field) -> View:
    return {
        "key": field.key,
        "kind": field.kind.value,
        "needed": field.needed,
        "otherwise": plain_otherwise(field),
        "least": field.least,
        "most": field.most,
        "of": field.of,
        "choices": list(field.choices),
        "fields": [_field(each) for each in field.fields],
    }


def _changes(changes: Iterable[Change]) -> list[View]:
    return [asdict(change) | {"kind": change.kind.value} for change in changes]


def _version(version: CentreVersion, *, changes: int) -> View:
    return {
        "number": version.number,
        "at": moment(version.at),
        "who": version.who,
        "note": version.note,
        "changes": changes,
    }


def _mistake(mistake: Mistake) -> View:
    """Put a mistake into the user's words: the most particular that there are."""
    spoken = language()
    words = {name: fact[spoken] if isinstance(fact, Mapping) else fact for name, fact in mistake.facts.items()}
    facts: Mapping[str, Any] = {**words, "detail": mistake.detail}
    code, reason, field = f"admin.mistake.{mistake.code}", mistake.reason, mistake.facts.get("field")
    keys = (f"{code}.{reason}.{field}", f"{code}.{reason}", code)
    key = next((key for key in keys if key in catalogue(spoken)), code)
    return {"place": mistake.place, "code": mistake.code, "message": translate(key, spoken, facts)}
