"""What must hold of kiosks that lose the server, judged by their papers, what citizens were told, and the database.

A `day` has `boxes`, `hall`, `touches` (key of a request -> Touch), `lost` (keys whose kiosk lost its memory, or whose
number the server lost) and `forgotten` (tickets that the server lost).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import text

from queue_server.domain.numbering import service_day
from queue_server.store.journal import entries_since
from queue_server.store.moments import to_day
from queue_server.store.replay import Replay

ZONE = "Asia/Ho_Chi_Minh"
REQUESTS = "SELECT ticket_id, json_extract(slip, '$.request_key') AS request FROM job"


@dataclass(slots=True)
class Touch:
    """One touch of one citizen: the number it was answered, None before; `came` is when, by the hall's clock.

    `honest` says whether the kiosk could know that time.
    """

    key: str
    kiosk: int
    service: str
    came: datetime
    honest: bool
    ticket: str | None = None
    label: str | None = None
    issued: datetime | None = None
    alone: bool = False


def rows(day, statement):
    with day.hall.store.reading() as connection:
        return connection.execute(text(statement)).all()


def tickets(day):
    """Ticket -> row, as the server has them."""
    return {row.id: row for row in rows(day, "SELECT id, label, day, state, issued_at, number FROM ticket")}


def requests(day):
    """Ticket of the server's -> key of the request that it was given for."""
    return {row.ticket_id: row.request for row in rows(day, REQUESTS) if row.request is not None}


def held(day):
    """The touches whose answer still binds: answered, and nothing of it lost."""
    return [touch for key, touch in day.touches.items() if touch.ticket is not None and key not in day.lost]


def slips(day):
    """All that began to come out, of tickets that the server has not lost."""
    return [slip for box in day.boxes for slip in box.paper if slip[0] not in day.forgotten]


def each_number_is_one_tickets(day):
    bearers = defaultdict(set)
    for ticket, label, _, _ in slips(day):
        bearers[day_of(ticket), label].add(ticket)
    for touch in held(day):
        bearers[day_of(touch.ticket), touch.label].add(touch.ticket)
    assert {number: who for number, who in bearers.items() if len(who) > 1} == {}


def each_touch_has_one_number(day):
    numbers = Counter(touch.ticket for touch in held(day))
    assert [ticket for ticket, times in numbers.items() if times > 1] == []


def no_second_slip_is_unmarked(day):
    """Of those that a citizen may hold: a slip that the end of the paper cut off is none."""
    unmarked = Counter(ticket for ticket, _, copy, what in slips(day) if not copy and what != "cut off")
    assert [ticket for ticket, times in unmarked.items() if times > 1] == []


def each_slip_says_what_its_citizen_was_told(day):
    told = {touch.ticket: touch.label for touch in held(day)}
    assert [slip for slip in slips(day) if told.get(slip[0], slip[1]) != slip[1]] == []


def no_touch_has_slips_of_two_numbers(day):
    of = requests(day) | {touch.ticket: touch.key for touch in held(day)}
    found = defaultdict(set)
    for ticket, _, _, _ in slips(day):
        if of.get(ticket) in day.touches.keys() - day.lost:
            found[of[ticket]].add(ticket)
    for touch in held(day):
        found[touch.key].add(touch.ticket)
    assert {key: papers for key, papers in found.items() if len(papers) > 1} == {}


def each_slip_is_of_a_ticket_that_is_known_or_will_be(day):
    known = tickets(day).keys() | day.gone
    for box in day.boxes:
        assert {ticket for ticket, _, _, _ in box.paper} - day.forgotten - known - box.given() == set()


def nobody_waits_in_vain(day):
    """Of a request for which the server knows of a number in reserve, no other number waits."""
    known, stands = tickets(day), {touch.key: touch.ticket for touch in held(day) if touch.alone}
    vain = [
        ticket
        for ticket, key in requests(day).items()
        if key in stands and stands[key] in known and ticket != stands[key] and known[ticket].state == "waiting"
    ]
    assert vain == []


EVERY_STEP = (
    each_number_is_one_tickets,
    each_touch_has_one_number,
    no_second_slip_is_unmarked,
    each_slip_says_what_its_citizen_was_told,
    no_touch_has_slips_of_two_numbers,
    each_slip_is_of_a_ticket_that_is_known_or_will_be,
    nobody_waits_in_vain,
)


def next_of_the_line(day):
    """The ticket that came first of those who wait in line A, by when their citizens touched."""
    came = {touch.ticket: touch.issued for touch in held(day) if touch.honest}
    waiting = [
        (came.get(name, from_row(row)), row.number, name)
        for name, row in tickets(day).items()
        if row.state == "waiting" and row.label.startswith("A")
    ]
    return min(waiting)[2] if waiting else None


def from_row(row):
    return datetime.fromtimestamp(row.issued_at / 1000, tz=UTC)


def every_number_is_told_and_stands(day):
    known = tickets(day)
    for touch in held(day):
        row = known[touch.ticket]
        assert (row.label, row.state != "cancelled") == (touch.label, True)
        if touch.honest:
            assert row.day == to_day(service_day(touch.came, ZONE))
            assert from_row(row) == touch.issued
    for box in day.boxes:
        assert (box.parts.reserve.untold_count(), box.parts.reserve.refused_count()) == (0, 0)


def who_still_waits_holds_a_slip(day):
    """All printers are ready: a number that waits is on paper, but where the printer left it in doubt too often."""
    known, whole = tickets(day), {slip[0] for slip in slips(day) if slip[3] == "whole"}
    doubted = {row.ticket_id for row in rows(day, "SELECT ticket_id FROM job WHERE state = 'unknown'")}
    waiting = {touch.ticket for touch in held(day) if known[touch.ticket].state == "waiting"}
    assert waiting - whole - doubted == set()


def the_server_knows_of_every_slip(day):
    assert rows(day, "SELECT id, outcome FROM job WHERE state IN ('queued', 'sending')") == []


def the_journal_alone_tells_the_same(day):
    with day.hall.store.reading() as connection:
        replay = Replay().read(entries_since(connection, 0))
    assert replay.states == {name: row.state for name, row in tickets(day).items()}


AT_LAST = (
    every_number_is_told_and_stands,
    who_still_waits_holds_a_slip,
    the_server_knows_of_every_slip,
    the_journal_alone_tells_the_same,
)


def day_of(ticket):
    """The day in the hall of a ticket, by the time that its id begins with."""
    value = 0
    for letter in ticket[:10]:
        value = value * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
    return service_day(datetime.fromtimestamp(value / 1000, UTC), ZONE)
