"""Administering a centre: its document is read, checked against the hall at work, and put in force as a new version."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup
from queue_server.domain.centre_changes import Change, changes_between
from queue_server.domain.centre_document import Document, document_of, fingerprint_of, without_procedures
from queue_server.domain.centre_file import CentreFile, CentreFileInvalid, Mistake
from queue_server.domain.centre_reading import read_centre_document
from queue_server.domain.centre_retiring import mistakes_against, warnings_about
from queue_server.domain.errors import CentreChangedMeanwhile, CentreHasMistakes
from queue_server.domain.event import EventKind
from queue_server.store.centre_export import export_centre
from queue_server.store.centre_versions import CentreVersion, keep_version, latest_version
from queue_server.store.presents import present_of
from queue_server.store.procedure_switches import procedure_rows
from queue_server.store.setup import setup_for_writing
from queue_server.store.staff import Staff
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.journaling import record
from queue_server.usecases.retiring import retire_missing
from queue_server.usecases.seed import Seeding


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document that somebody would like to see in force: its value (None when it cannot be read), every mistake, what
    it would change, and what of it is possible but hardly meant."""

    file: CentreFile | None
    mistakes: tuple[Mistake, ...]
    changes: tuple[Change, ...] = ()
    warnings: tuple[Mistake, ...] = ()


def check_draft(connection: Connection, setup: CentreSetup, *, document: Document, actor: str, at: datetime) -> Draft:
    """Read the document and hold it against the hall as it is; nothing is changed. `actor` is the login of who asks."""
    try:
        file = read_centre_document(document)
    except CentreFileInvalid as error:
        return Draft(file=None, mistakes=error.mistakes)
    now = export_centre(connection, setup.id, procedures=file.procedures is not None)
    present = present_of(connection, setup, at=at)
    mistakes = [*mistakes_against(now, file, present, actor=actor), *_unknown(connection, setup, file)]
    changes = changes_between(document_of(now), document_of(file))
    warnings = warnings_about(file, present)
    return Draft(file=file, mistakes=tuple(mistakes), changes=tuple(changes), warnings=tuple(warnings))


def _unknown(connection: Connection, setup: CentreSetup, file: CentreFile) -> Iterator[Mistake]:
    """Yield procedure.unknown for each choice about a procedure that the centre's catalogue does not have."""
    entries = file.procedures or ()
    known = {row["code"] for row in procedure_rows(connection, setup.id)} if entries else set()
    for place, entry in enumerate(entries, start=1):
        if entry.code not in known:
            detail = f"the catalogue has no procedure {entry.code!r}; import it first"
            yield Mistake(
                place=f"procedures[{place}].code", code="procedure.unknown", detail=detail, facts={"name": entry.code}
            )


def put_in_force(
    unit: Unit, *, centre_id: int, document: Document, based_on: str, note: str, staff: Staff, at: datetime
) -> View:
    """Bring the centre to what the document says, keep it as a version, and retire what it leaves out.

    `based_on` is the fingerprint of the document that the draft was begun from. Raises CentreChangedMeanwhile when that
    is no longer in force, and CentreHasMistakes. People who are new or come back have no password yet.
    """
    setup = setup_for_writing(unit, centre_id)
    before = document_of(export_centre(unit.connection, centre_id))
    if fingerprint_of(before) != based_on:
        raise CentreChangedMeanwhile()
    draft = check_draft(unit.connection, setup, document=document, actor=staff.login, at=at)
    if draft.file is None or draft.mistakes:
        raise CentreHasMistakes(count=len(draft.mistakes), place=draft.mistakes[0].place)
    latest = latest_version(unit.connection, centre_id)
    if not draft.changes:
        return {"number": 0 if latest is None else latest.number, "fingerprint": based_on, "new_people": []}
    whole = draft.file.procedures is not None
    _keep_what_was(unit, centre_id, latest, whole=whole, at=at)
    new_people = _bring(unit, centre_id, draft.file, at=at)
    after = document_of(export_centre(unit.connection, centre_id, procedures=whole))
    number = keep_version(unit.connection, centre_id=centre_id, document=after, at=at, who=staff.id, note=note)
    record(
        unit, EventKind.CENTRE_CHANGED, at=at, centre_id=centre_id, number=number, clerk=staff.id,
        changes=len(draft.changes),
    )  # fmt: skip
    return {"number": number, "fingerprint": fingerprint_of(without_procedures(after)), "new_people": new_people}


def _keep_what_was(unit: Unit, centre_id: int, latest: CentreVersion | None, *, whole: bool, at: datetime) -> None:
    """Keep the centre as it is, unless the latest version says just that: one must be able to go back to it.

    An import or the command line may have changed it since, and the choices in the catalogue change without a version.
    """
    before = document_of(export_centre(unit.connection, centre_id, procedures=whole))
    known = None if latest is None else latest.document
    if known is not None and not whole:
        known = without_procedures(known)
    if known != before:
        keep_version(unit.connection, centre_id=centre_id, document=before, at=at)


def _bring(unit: Unit, centre_id: int, file: CentreFile, *, at: datetime) -> list[str]:
    """Make the centre what the file says and nothing more; return the logins that need a password."""
    retire_missing(unit, centre_id=centre_id, draft=file)
    seeding = Seeding(unit, file, only=True)
    seeding.run()
    seeding.in_force(at)
    return seeding.new_logins
