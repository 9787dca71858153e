"""Fetching results: a number is given for a dossier whose result is ready, and for no other."""

from datetime import datetime

from queue_server.domain.centre import CentreSetup, Service
from queue_server.domain.dossier import STEP_OF, DossierState
from queue_server.domain.errors import (
    DomainError,
    DossierCodeNeeded,
    DossierNotReady,
    DossierOverdue,
    DossierPattern,
    DossierUnknown,
)
from queue_server.domain.handling import dossier_code
from queue_server.store.dossiers import find_dossier
from queue_server.store.unit import Unit
from queue_server.store.views import moment


def collectable(unit: Unit, setup: CentreSetup, service: Service, text: str | None, *, at: datetime) -> str | None:
    """Return the code of the dossier whose result is fetched; None for a service that returns no results.

    Nothing is told but that the result is not ready and when it is expected. Raises DossierCodeNeeded, DossierPattern,
    DossierUnknown (also when it was fetched before), DossierNotReady and DossierOverdue.
    """
    if not service.returns_results:
        return None
    if text is None:
        raise DossierCodeNeeded(service=service.code)
    code = dossier_code(text, setup.dossier_pattern)
    dossier = find_dossier(unit.connection, centre_id=setup.id, code=code)
    if dossier.state not in STEP_OF:
        raise DossierUnknown(value=code)
    if dossier.state is DossierState.READY:
        return code
    if dossier.due_at is None or dossier.due_at <= at:
        raise DossierOverdue()
    expected = dossier.due_at.astimezone(setup.work_calendar.zone)
    raise DossierNotReady(expected_at=moment(dossier.due_at), expected=f"{expected:%H:%M %d/%m/%Y}")


def collectable_or_overridden(
    unit: Unit, setup: CentreSetup, service: Service, text: str | None, *, override: str | None, at: datetime
) -> str | None:
    """Return the code as `collectable` does; with an `override`, a clerk's reason, the dossier need not be ready.

    Raises what `collectable` raises when there is no override, and DossierPattern in any case.
    """
    try:
        return collectable(unit, setup, service, text, at=at)
    except DossierPattern:
        raise
    except DomainError:
        if override is None:
            raise
        return None if text is None else dossier_code(text, setup.dossier_pattern)
