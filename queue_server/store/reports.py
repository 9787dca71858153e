"""The manager's figures: now, and a day's table of turns and dossiers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup
from queue_server.domain.ticket import Outcome
from queue_server.domain.timing import quantile, service_level
from queue_server.store.breaks import break_view, breaks_of_day
from queue_server.store.counter_states import counter_state, serving_now, shift_of_counters
from queue_server.store.dossier_figures import dossier_figures
from queue_server.store.holds import held_view
from queue_server.store.journal import last_seq
from queue_server.store.lines import waiting_by_line
from queue_server.store.missed import missed_view
from queue_server.store.moments import from_ms, maybe_from_ms, to_day, to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.refused_tickets import refused_tickets_view
from queue_server.store.shifts import open_shifts
from queue_server.store.skills import kept_skills
from queue_server.store.views import View, coded, moment

FORGOTTEN = Outcome.FORGOTTEN.value
"""Nobody ended such a turn: its end tells nothing about how long it took."""

_TURNS = Prepared(
    text(
        "SELECT t.label, u.service_id, t.priority_class_id, u.counter_id, s.name, u.joined_at, u.called_at,"
        " u.started_at, u.ended_at, u.outcome, u.held_milliseconds, u.ordinal, u.reason,"
        " (SELECT count(*) FROM handling h WHERE h.ticket_id = u.ticket_id AND h.turn_ordinal = u.ordinal)"
        " FROM turn u JOIN ticket t ON t.id = u.ticket_id LEFT JOIN staff s ON s.id = u.clerk_id"
        " WHERE u.centre_id = :centre_id AND u.day = :day ORDER BY u.joined_at, t.letter, t.number, u.ordinal"
    )
)
_DOSSIERS = Prepared(
    text(
        "SELECT d.code, t.label, u.service_id, u.counter_id, s.name, h.started_at, h.ended_at, h.held_milliseconds,"
        " u.outcome, h.step, h.result FROM turn u JOIN ticket t ON t.id = u.ticket_id"
        " JOIN handling h ON h.ticket_id = u.ticket_id AND h.turn_ordinal = u.ordinal"
        " JOIN dossier d ON d.id = h.dossier_id JOIN staff s ON s.id = h.clerk_id"
        " WHERE u.centre_id = :centre_id AND u.day = :day ORDER BY h.started_at, d.code"
    )
)


def day_view(connection: Connection, setup: CentreSetup, day: date) -> View:
    """Return the day's turns and dossiers with their times in whole seconds, and their summary."""
    turns = [_turn_view(setup, row) for row in _TURNS.run(connection, centre_id=setup.id, day=to_day(day))]
    dossiers = [_dossier_view(setup, row) for row in _DOSSIERS.run(connection, centre_id=setup.id, day=to_day(day))]
    return {
        "date": day.isoformat(),
        "summary": summary(setup, turns, dossiers),
        "turns": turns,
        "dossiers": dossiers,
        "breaks": breaks_of_day(connection, setup, day_ordinal=to_day(day)),
    }


def now_view(connection: Connection, setup: CentreSetup, *, at: datetime, day: date) -> View:
    """Return the state of the hall for its manager, without the clock and the devices."""
    figures = day_view(connection, setup, day)["summary"]
    waiting = waiting_by_line(connection, setup.id)
    oldest = min((joined for _, joined in waiting.values()), default=None)
    return {
        "seq": last_seq(connection),
        "centre": coded(setup),
        "waiting": sum(count for count, _ in waiting.values()),
        "longest_wait_seconds": 0 if oldest is None else max(0, (to_ms(at) - oldest) // 1000),
        "service_level": figures["service_level"],
        "today": {key: value for key, value in figures.items() if key != "service_level"},
        "counters": _counters(connection, setup),
        "lines": _lines(connection, setup, waiting),
        "dossiers": dossier_figures(connection, setup, at=at),
        "held": held_view(connection, setup, day_ordinal=to_day(day)),
        "missed": missed_view(connection, setup, day_ordinal=to_day(day)),
        "refused": refused_tickets_view(connection, setup),
        "late_numbers": {"rule": setup.closing_rule, "allowed": setup.late_allowed_on == to_day(day)},
    }


def summary(setup: CentreSetup, turns: Sequence[View], dossiers: Sequence[View]) -> View:
    """Return the figures over turns and dossiers. A ticket counts as issued once, in its first turn.

    An end that was taken back by reopening the ticket is none.
    """
    last = _last_turns(turns)
    counted = [turn for turn in turns if not _reopened(turn, last=last)]
    waits = [turn["wait_seconds"] for turn in turns if turn["wait_seconds"] is not None]
    handled = [dossier["seconds"] for dossier in dossiers if dossier["seconds"] is not None]
    level = service_level(waits, target_minutes=setup.wait_target_minutes)
    return {
        "issued": sum(turn["ordinal"] == 1 for turn in turns),
        "called": len(waits),
        **{outcome: sum(turn["outcome"] == outcome for turn in counted) for outcome in _OUTCOMES},
        "dossiers": len(handled),
        "dossiers_within_target": sum(bool(dossier["within_target"]) for dossier in dossiers),
        "mean_wait_seconds": _mean(waits),
        "p90_wait_seconds": quantile(waits, 0.9),
        "mean_handling_seconds": _mean(handled),
        "service_level": {
            "within": level.within,
            "of": level.of,
            "target_minutes": setup.wait_target_minutes,
        },
    }


_OUTCOMES = ("completed", "no_show", "cancelled", "transferred", "expired", "forgotten", "away", "onward")


_FINAL = ("completed", "cancelled")


def _last_turns(turns: Sequence[View]) -> dict[str, int]:
    last: dict[str, int] = {}
    for turn in turns:
        last[turn["label"]] = max(turn["ordinal"], last.get(turn["label"], 0))
    return last


def _reopened(turn: View, *, last: dict[str, int]) -> bool:
    return turn["outcome"] in _FINAL and turn["ordinal"] < last[turn["label"]]


def _mean(values: Sequence[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None


def _turn_view(setup: CentreSetup, row: Any) -> View:
    joined, called, started, ended = row[5], row[6], row[7], row[8]
    priority = setup.priority_classes.get(row[2])
    return {
        "label": row[0],
        "ordinal": row[11],
        "service": coded(setup.services[row[1]]),
        "priority": None if priority is None else coded(priority),
        "counter": None if row[3] is None else setup.counters[row[3]].number,
        "clerk": row[4],
        "joined_at": moment(from_ms(joined)),
        "called_at": moment(maybe_from_ms(called)),
        "started_at": moment(maybe_from_ms(started)),
        "ended_at": moment(maybe_from_ms(ended)),
        "outcome": row[9],
        "wait_seconds": seconds(joined, called),
        "service_seconds": None if row[9] == FORGOTTEN else seconds(started, ended, less=row[10]),
        "dossiers": row[13],
        "reason": row[12],
    }


def _dossier_view(setup: CentreSetup, row: Any) -> View:
    spent = None if row[8] == FORGOTTEN else seconds(row[5], row[6], less=row[7])
    return {
        "code": row[0],
        "label": row[1],
        "service": coded(setup.services[row[2]]),
        "counter": None if row[3] is None else setup.counters[row[3]].number,
        "clerk": row[4],
        "started_at": moment(from_ms(row[5])),
        "ended_at": moment(maybe_from_ms(row[6])),
        "seconds": spent,
        "within_target": None if spent is None else spent <= 60 * setup.dossier_target_minutes,
        "step": row[9],
        "result": row[10],
    }


def seconds(begin: int | None, end: int | None, *, less: int = 0) -> int | None:
    """Return whole seconds between two moments in milliseconds, less some milliseconds; None when one is missing."""
    if begin is None or end is None:
        return None
    return max(0, end - begin - less) // 1000


def _counters(connection: Connection, setup: CentreSetup) -> list[View]:
    open_now = open_shifts(connection, setup.id)
    other_skills = kept_skills(connection, setup.id)
    shifts = shift_of_counters(open_now)
    serving = serving_now(connection, setup.id)
    views = []
    for counter in setup.counters.values():
        shift, ticket = shifts.get(counter.id), serving.get(counter.id)
        view: View = {"number": counter.number, "names": dict(counter.names)}
        seated = [each for each in open_now if each.counter_id == counter.id]
        names = [each.clerk_name for each in seated]
        view["clerk"] = {"name": ", ".join(names)} if names else None
        view["skills"] = {setup.lines[line_id].code: rank for line_id, rank in counter.skills.items()}
        view["skills_today"] = counter.id in other_skills
        view["resting"] = [each.clerk_name for each in seated if each.pause is not None]
        view["break"] = None if shift is None else break_view(setup, shift.pause)
        views.append(view | counter_state(shift, ticket))
    return views


def _lines(connection: Connection, setup: CentreSetup, waiting: dict[int, tuple[int, int]]) -> list[View]:
    seated = {shift.counter_id for shift in open_shifts(connection, setup.id)}
    views = []
    for line in setup.lines.values():
        count, oldest = waiting.get(line.id, (0, None))
        view = coded(line) | {"letter": line.letter, "waiting": count}
        view["oldest_joined_at"] = moment(maybe_from_ms(oldest))
        view["open_counters"] = sum(counter.id in seated for counter in setup.counters_of(line.id))
        views.append(view)
    return views
