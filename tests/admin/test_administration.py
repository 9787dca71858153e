"""A centre's document comes into force as a whole, and nothing that history names is ever lost."""

import pytest
from lease_kiosks import Kiosk
from offices import without, without_land
from sqlalchemy import text

from queue_server.domain.centre_document import fingerprint_of
from queue_server.domain.errors import CentreChangedMeanwhile, CentreHasMistakes, NotFound
from queue_server.store.reports import day_view
from queue_server.store.shifts import ready_shifts
from queue_server.store.staff import credentials_of
from queue_server.store.unit import Unit
from queue_server.usecases.staffing import set_password


def test_a_changed_skill_is_in_force_at_once_and_kept_as_a_version_beside_what_was_found(office):
    before = office.read()
    answer = office.changes(lambda draft: draft["counters"][1]["skills"].update(land=1), note="quầy 2 giúp")
    assert set(office.setup().counter(2).skills.values()) == {1}
    assert len(office.setup().counter(2).skills) == 2
    assert (answer["number"], answer["fingerprint"]) == (2, fingerprint_of(office.read()))
    found, saved = reversed(office.versions())
    assert (found.document, found.who, saved.document) == (before, None, office.read())
    assert (saved.number, saved.who, saved.note, saved.at) == (2, "Cán bộ 1", "quầy 2 giúp", office.hall.at)


def test_an_earlier_document_put_in_force_is_a_new_version_and_the_centre_as_it_was(office):
    before = office.read()
    office.changes(without_land)
    office.changes(lambda draft: draft.update(wait_target_minutes=20))
    office.saves(office.versions()[-1].document)
    assert office.read() == before
    assert [version.number for version in office.versions()] == [4, 3, 2, 1]


def test_a_draft_of_an_older_version_is_refused_and_changes_nothing(office):
    old = fingerprint_of(office.read())
    office.changes(lambda draft: draft.update(wait_target_minutes=20))
    with pytest.raises(CentreChangedMeanwhile):
        office.changes(lambda draft: draft.update(wait_target_minutes=25), based_on=old)
    assert office.setup().wait_target_minutes == 20


def test_saving_what_is_in_force_makes_no_version(office):
    assert office.changes(lambda draft: None)["number"] == 0
    assert office.versions() == []


def test_a_draft_with_mistakes_is_refused_as_a_whole(office):
    with pytest.raises(CentreHasMistakes) as refused:
        office.changes(lambda draft: (draft.update(wait_target_minutes=20), draft["lines"][0].update(letter="a")))
    assert refused.value.facts == {"count": 1, "place": "lines[1].letter"}
    assert office.setup().wait_target_minutes == 15


def test_a_retired_line_gives_no_numbers_and_yesterdays_report_still_names_it(office):
    hall = office.hall
    hall.takes_ticket("deed")
    hall.sits(hall.clerks[2], 3)
    for move in ("call", "start", "complete"):
        hall.does(hall.clerks[2], move)
    day = hall.at.date()
    hall.passes(86_400)
    office.changes(without_land)
    with pytest.raises(NotFound):
        hall.takes_ticket("deed")
    assert [line.code for line in office.setup().lines.values()] == ["civil"]
    with hall.store.reading() as connection:
        turns = day_view(connection, office.setup(), day)["turns"]
    assert [turn["service"]["code"] for turn in turns] == ["deed"]


def test_a_retired_line_that_comes_back_is_the_same_line(office):
    before = office.setup().line("land")
    office.changes(without_land)
    office.changes(lambda draft: draft["lines"][0].update(letter="B"))
    assert office.setup().line("civil").letter == "B"
    office.saves(office.versions()[-1].document)
    assert office.setup().line("land") == before


def test_a_line_whose_numbers_are_open_cannot_be_retired(office):
    office.hall.takes_ticket("deed")
    assert office.mistakes(without_land) == [("lines", "line.in_use")]


def test_numbers_that_a_kiosk_holds_today_are_given_by_no_line_until_tomorrow(office):
    office.changes(lambda draft: draft["lines"][0].update(last_number=800, reserve_first=801, reserve_last=999))
    Kiosk(office.hall, "kiosk-1").renews()

    def without_reserve(draft):
        for name in ("last_number", "reserve_first", "reserve_last"):
            del draft["lines"][0][name]

    assert office.mistakes(without_reserve) == [("lines[1]", "line.leased_today")]
    office.hall.passes(24 * 3600)
    assert office.mistakes(without_reserve) == []


def test_a_letter_that_gave_numbers_today_cannot_go_to_another_line_and_can_come_back_to_its_own(office):
    office.hall.takes_ticket("deed")

    def swap(draft):
        draft["lines"][0]["letter"], draft["lines"][1]["letter"] = "B", "A"

    assert office.mistakes(swap) == [("lines[1].letter", "letter.given_today")]
    office.changes(lambda draft: draft["lines"][1].update(letter="K"))
    assert office.mistakes(lambda draft: draft["lines"][1].update(letter="B")) == []
    assert office.mistakes(lambda draft: draft["lines"][0].update(letter="B")) != []
    assert office.hall.takes_ticket("deed")["label"] == "K002"


def test_a_counter_where_somebody_sits_cannot_be_retired_nor_can_who_sits_there(office):
    office.hall.sits(office.hall.clerks[1], 2)
    assert office.mistakes(without("counters", number=2)) == [("counters", "counter.in_use")]
    assert office.mistakes(without("staff", login="clerk2")) == [("staff", "staff.sitting")]


def test_a_counter_that_a_number_waits_for_cannot_be_retired(office):
    hall = office.hall
    hall.takes_ticket()
    hall.sits(hall.clerks[1], 2)
    for move in ("call", "start"):
        hall.does(hall.clerks[1], move)
    hall.does(hall.clerks[1], "transfer", counter=1, note=None)
    assert office.mistakes(without("counters", number=1)) == [("counters", "counter.in_use")]


def test_a_hall_with_a_device_cannot_be_retired(office):
    def rename(draft):
        draft["halls"][0]["code"] = "other"
        for each in draft["lines"] + draft["counters"]:
            each["hall"] = "other"

    assert office.mistakes(rename) == [("halls", "hall.in_use")]


def test_a_retired_person_cannot_sign_in_and_one_who_comes_back_needs_a_new_password(office):
    with Unit(office.hall.store) as unit:
        set_password(unit, login="clerk3", password="mat-khau", at=office.hall.at)
    before = office.read()
    assert office.changes(without("staff", login="clerk3"))["new_people"] == []
    with office.hall.store.reading() as connection:
        assert credentials_of(connection, "clerk3") is None
    assert office.saves(before)["new_people"] == ["clerk3"]
    with office.hall.store.reading() as connection:
        assert credentials_of(connection, "clerk3").password_hash == "!"


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        (lambda draft: draft.update(code="other"), "code", "code.fixed"),
        (lambda draft: draft["staff"][1].update(roles=["province"]), "staff[2].roles", "role.beyond"),
        (lambda draft: draft["staff"][1].update(roles=["chief"]), "staff[2].roles", "name.unknown"),
        (lambda draft: draft.update(wait_target_minutes="15"), "wait_target_minutes", "type.wrong"),
        (lambda draft: draft["counters"][0].update(skills={"sea": 1}), "counters[1].skills.sea", "key.unknown"),
    ],
)
def test_each_mistake_is_named_by_its_place(office, change, place, code):
    assert office.mistakes(change) == [(place, code)]


def test_an_administrator_cannot_take_the_own_right_away(office):
    office.changes(lambda draft: draft["staff"][0].update(roles=["admin"]))
    taken = lambda draft: draft["staff"][0].update(roles=["clerk"])  # noqa: E731
    assert office.mistakes(taken) == [("staff", "staff.yourself")]
    assert office.mistakes(without("staff", login="clerk1")) == [("staff", "staff.yourself")]


def test_what_a_draft_would_change_is_told_piece_by_piece(office):
    def change(draft):
        without_land(draft)
        draft["wait_target_minutes"] = 20
        draft["closed_days"] = ["2027-01-01"]
        draft["counters"][1]["skills"]["civil"] = 3
        draft["staff"].append({"login": "moi", "name": "Người mới", "roles": ["clerk"]})
        draft["services"][0], draft["services"][1] = draft["services"][1], draft["services"][0]

    told = [
        (each.section, each.kind, (each.name or {})["vi"] if isinstance(each.name, dict) else each.name, each.field,
         each.part["vi"] if each.part else None, each.before, each.after)
        for each in office.checks(change).changes
    ]  # fmt: skip
    assert told == [
        ("", "changed", None, "wait_target_minutes", None, 15, 20),
        ("", "changed", None, "closed_days", None, None, "2027-01-01"),
        ("lines", "retired", "land", "", None, None, None),
        ("services", "retired", "deed", "", None, None, None),
        ("services", "moved", None, "", None, None, None),
        ("counters", "changed", "Quầy 1", "skills", "land", 2, None),
        ("counters", "changed", "Quầy 2", "skills", "civil", 1, 3),
        ("counters", "changed", "Quầy 3", "skills", "land", 1, None),
        ("staff", "added", "Người mới", "", None, None, None),
    ]


def test_a_service_with_appointments_to_come_keeps_its_line_and_its_booking(office):
    def booking(draft):
        draft["services"][0]["booking"] = {"slot_minutes": 30, "capacity": 2, "days_ahead": 7}

    office.changes(booking)
    with Unit(office.hall.store) as unit:
        unit.connection.execute(
            text(
                "INSERT INTO appointment (centre_id, service_id, code, slot_at, place, state, language, booked_at)"
                " SELECT centre_id, id, 'K7', :slot, 1, 'booked', 'vi', 0 FROM service WHERE code = 'birth'"
            ),
            {"slot": int(office.hall.at.timestamp() * 1000) + 86_400_000},
        )
    assert office.mistakes(without("services", code="birth")) == [("services", "service.booked")]
    assert office.mistakes(lambda draft: draft["services"][0].pop("booking")) == [("services[1]", "service.booked")]
    assert office.mistakes(lambda draft: draft["services"][0].pop("line")) == [("services[1]", "service.booked")]
    assert office.mistakes(lambda draft: draft["services"][0]["booking"].update(capacity=3)) == []


def test_a_service_that_returns_results_takes_no_appointments(office):
    def change(draft):
        draft["services"][0]["returns_results"] = True

    (mistake,) = office.checks(change).mistakes
    assert (mistake.place, mistake.code, mistake.reason) == ("services[1].booking", "value.wrong", "returns_results")


def test_a_line_that_no_counter_serves_is_pointed_out_and_not_refused(office):
    office.hall.takes_ticket("deed")

    def unserved(draft):
        for counter in draft["counters"]:
            counter["skills"].pop("land", None)

    draft = office.checks(unserved)
    assert draft.mistakes == ()
    assert [(each.place, each.code, each.facts["count"]) for each in draft.warnings] == [
        ("lines[2]", "line.unserved", 1)
    ]
    assert office.checks(lambda draft: None).warnings == ()


def test_a_ready_counter_that_gets_a_line_in_which_somebody_waits_calls_at_once(office):
    office.changes(lambda draft: draft.update(work={"automatic_call": True}))
    office.hall.sits(office.hall.clerks[1], 2)
    office.hall.does(office.hall.clerks[1], "call")
    deed = office.hall.takes_ticket("deed")["label"]
    office.changes(lambda draft: draft["counters"][1]["skills"].update(land=1))
    assert office.hall.does(office.hall.clerks[1], "start")["ticket"]["label"] == deed


def test_where_calls_are_no_longer_automatic_no_counter_stays_ready(office):
    office.changes(lambda draft: draft.update(work={"automatic_call": True}))
    office.hall.sits(office.hall.clerks[1], 2)
    office.hall.does(office.hall.clerks[1], "call")
    office.changes(lambda draft: draft.update(work={}))
    with office.hall.store.reading() as connection:
        assert ready_shifts(connection, office.hall.centre_id) == []
