"""A person may work at several centres: what they may do is that of the centre that their browser is at."""

import json
from time import perf_counter

import pytest
from sqlalchemy import text

from queue_server.domain.errors import BeyondTheCentre
from queue_server.store.provinces import province_view
from queue_server.store.schema import CentreRow, CounterRow, HallRow, LineRow, ServiceRow, SkillRow
from queue_server.store.schema_people import MembershipRow
from queue_server.store.unit import Unit
from queue_server.usecases.staffing import reset_password

NAMES = json.dumps({"vi": "Cô Tô", "en": "Co To", "zh": "姑苏"})


def add_centre(unit, code):
    def add(row):
        unit.session.add(row)
        unit.session.flush()
        return row.id

    centre = add(
        CentreRow(
            code=code, names=NAMES, level="commune", zone="Asia/Ho_Chi_Minh", wait_target_minutes=15,
            dossier_target_minutes=10, dossier_pattern=".*",
        )
    )  # fmt: skip
    hall = add(HallRow(centre_id=centre, code="main", names=NAMES))
    line = add(
        LineRow(centre_id=centre, hall_id=hall, code="civil", letter="A", names=NAMES, nominal_minutes=5, position=0)
    )
    add(
        ServiceRow(
            centre_id=centre, line_id=line, code="birth", names=NAMES, short_names=NAMES, bring=NAMES, hours="{}",
            fields="[]", position=0,
        )
    )  # fmt: skip
    counter = add(CounterRow(centre_id=centre, hall_id=hall, number=1, names=NAMES))
    unit.session.add(SkillRow(counter_id=counter, line_id=line, rank=1))
    return centre


@pytest.fixture
def elsewhere(site):
    """The clerk of the small hall is a manager at Co To, too."""
    with Unit(site.hall.store) as unit:
        centre = add_centre(unit, "co-to")
        unit.session.add(MembershipRow(staff_id=site.ids["clerk"], centre_id=centre, roles='["manager"]'))
    return centre


def test_a_person_of_one_centre_is_offered_no_other(visit, elsewhere):
    me = visit("admin").get("/me").json
    assert [place["code"] for place in me["centres"]] == ["test"]
    assert visit("admin").post("/me/centre", {"centre": "co-to"}).json["code"] == "not_found"


def test_every_right_is_that_of_the_centre_that_the_browser_is_at(visit, elsewhere):
    clerk, other = visit("clerk"), visit("clerk")
    assert clerk.get("/manager/now").status_code == 403
    me = clerk.post("/me/centre", {"centre": "co-to"}).json
    assert (me["centre"]["code"], me["staff"]["roles"]) == ("co-to", ["manager"])
    assert "counter.operate" not in me["permissions"]
    assert [place["code"] for place in me["centres"]] == ["co-to", "test"]
    assert clerk.get("/manager/now").json["centre"]["code"] == "co-to"
    assert clerk.get("/counters").status_code == 403
    assert other.get("/counters").status_code == 200
    assert clerk.post("/me/centre", {"centre": "test"}).json["staff"]["roles"] == ["clerk"]


def test_a_shift_at_one_centre_is_none_at_the_other(site, visit, elsewhere):
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text("""UPDATE membership SET roles = '["clerk"]'"""))
    clerk = visit("clerk")
    assert clerk.post("/counters/1/shift").status_code == 200
    clerk.post("/me/centre", {"centre": "co-to"})
    for answer in (clerk.get("/counter"), clerk.get("/counter/waiting"), clerk.post("/counter/call")):
        assert answer.json["code"] == "shift.required"
    assert clerk.post("/counters/1/shift").json["lines"][0]["code"] == "civil"
    clerk.post("/me/centre", {"centre": "test"})
    assert clerk.get("/counter").json["code"] == "shift.required"


def test_a_key_used_at_one_centre_is_a_new_one_at_the_other(site, visit, elsewhere):
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text("""UPDATE membership SET roles = '["clerk"]'"""))
    clerk = visit("clerk")
    assert clerk.post("/counters/1/shift", key="the-same-key").json["lines"][0]["names"]["vi"] == "civil"
    clerk.post("/me/centre", {"centre": "co-to"})
    assert clerk.post("/counters/1/shift", key="the-same-key").json["lines"][0]["names"]["vi"] == "Cô Tô"
    clerk.post("/me/centre", {"centre": "test"})
    assert clerk.post("/counters/1/shift", key="the-same-key").json["lines"][0]["names"]["vi"] == "civil"


def test_who_no_longer_works_there_is_at_home_again(site, visit, elsewhere):
    clerk = visit("clerk")
    clerk.post("/me/centre", {"centre": "co-to"})
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text("DELETE FROM membership"))
    assert clerk.get("/me").json["centre"]["code"] == "test"
    assert clerk.get("/manager/now").status_code == 403


def test_a_colleague_of_another_centre_can_be_sent_to_where_they_work(site, visit, elsewhere):
    from queue_server.store.staff import staff_of

    with site.hall.store.reading() as connection:
        there = staff_of(connection, centre_id=elsewhere, staff_id=site.ids["clerk"])
        nobody = staff_of(connection, centre_id=elsewhere, staff_id=site.ids["admin"])
    assert (there.roles, nobody) == (["manager"], None)


def test_one_centres_administrator_gives_no_password_with_which_to_act_at_another(site, elsewhere):
    facts = {"centre_id": site.hall.centre_id, "password_hash": "-", "actor_id": site.ids["admin"], "at": site.hall.at}
    with pytest.raises(BeyondTheCentre), Unit(site.hall.store) as unit:
        reset_password(unit, login="clerk", **facts)
    with Unit(site.hall.store) as unit:
        reset_password(unit, login="auditor", **facts)


SITES = 61
"""The provincial centre of Quang Ninh, 54 commune centres and 6 reception points."""


def test_the_province_sees_all_sites_within_a_moment(site, visit):
    with Unit(site.hall.store) as unit:
        for number in range(SITES - 1):
            add_centre(unit, f"commune-{number}")
    assert len(visit("province").get("/province/now").json["centres"]) == SITES
    began = perf_counter()
    with site.hall.store.reading() as connection:
        province_view(site.hall.store, connection, at=site.hall.at)
    assert perf_counter() - began < 1
