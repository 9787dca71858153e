"""The central catalogue with local switches: what a centre has chosen survives every import."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from queue_server.cli import main
from queue_server.cli.seeding import demo_text
from queue_server.domain.catalogue import Level, parse_lines
from queue_server.domain.catalogue_offer import offer_for
from queue_server.domain.errors import NotFound
from queue_server.store.journal import entries_since
from queue_server.store.procedure_switches import Sought, procedures_view
from queue_server.store.procedures import search_procedures
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit
from queue_server.usecases.catalogue import import_procedures
from queue_server.usecases.offering import Switches, set_procedure

SAMPLE = Path(__file__).parents[1] / "catalogue" / "sample.jsonl"


@pytest.fixture
def catalogue(store, seeded, moment):
    class Catalogue:
        """The sample's procedures at the demonstration's centre."""

        centre_id = seeded

        def imports(self):
            with SAMPLE.open("rb") as file, Unit(store) as unit:
                offer = offer_for(parse_lines(file), frozenset({Level.PROVINCE}))
                return import_procedures(unit, centre_id=seeded, offer=offer, at=moment)

        def switches(self, code, *, offered=True, short_name=None, service=None):
            with Unit(store) as unit:
                switches = Switches(offered=offered, short_name=short_name, service=service)
                return set_procedure(unit, centre_id=seeded, code=code, switches=switches, actor_id=1, at=moment)

        def finds(self, words="", **sought):
            with store.reading() as connection:
                setup = setup_of(store, connection, seeded)
                return procedures_view(connection, setup, Sought(words=words, **sought))["procedures"]

        def clerk_finds(self, words):
            with store.reading() as connection:
                return [each.short_name for each in search_procedures(connection, centre_id=seeded, words=words)]

    made = Catalogue()
    made.imports()
    return made


def test_the_centres_own_choices_survive_the_next_import(catalogue):
    code = catalogue.finds()[0]["code"]
    chosen = catalogue.switches(code, offered=False, short_name="Tên của ta", service="ask")
    assert (chosen["offered"], chosen["own_short_name"], chosen["service"]["code"]) == (False, "Tên của ta", "ask")
    assert catalogue.imports().updated == 0
    assert [each for each in catalogue.finds() if each["code"] == code] == [chosen]


def test_without_a_choice_the_catalogue_and_the_field_decide_again(catalogue):
    before = catalogue.finds()[0]
    catalogue.switches(before["code"], short_name="Tên của ta", service="ask")
    assert catalogue.switches(before["code"]) == before


def test_a_procedure_that_is_switched_off_is_not_found_by_clerks_and_an_own_name_is(catalogue):
    one, other = catalogue.finds()[:2]
    catalogue.switches(one["code"], offered=False)
    catalogue.switches(other["code"], short_name="Xin phép bắn pháo hoa")
    assert catalogue.clerk_finds(one["code"]) == []
    assert catalogue.clerk_finds("xin phep ban phao hoa") == ["Xin phép bắn pháo hoa"]


def test_procedures_are_found_with_and_without_diacritics_by_service_and_by_switch(catalogue):
    one = catalogue.finds()[0]
    catalogue.switches(one["code"], offered=False, short_name="Bắn pháo hoa tầm thấp", service="ask")
    for sought in ({"words": "phao hoa tam thap"}, {"words": "BẮN PHÁO"}, {"service": "ask"}, {"offered": False}):
        assert [each["code"] for each in catalogue.finds(**sought)] == [one["code"]]


def test_the_journal_tells_who_chose_what(catalogue, store):
    code = catalogue.finds()[0]["code"]
    catalogue.switches(code, offered=False, short_name="Tên của ta")
    with store.reading() as connection:
        last = entries_since(connection, 0)[-1]
    assert (last.kind, last.body["procedure"], last.body["offered"]) == ("procedure.set", code, False)
    assert last.body["short_name"] == "Tên của ta"


def test_an_unknown_procedure_or_service_is_refused(catalogue):
    with pytest.raises(NotFound):
        catalogue.switches("9.999999")
    with pytest.raises(NotFound):
        catalogue.switches(catalogue.finds()[0]["code"], service="moon")


def test_one_command_imports_into_every_centre(tmp_path):
    run = CliRunner().invoke
    second = tmp_path / "second.toml"
    text = (
        demo_text()
        .replace('code = "quang-ninh"', 'code = "ha-long"', 1)
        .replace('level = "province"', 'level = "commune"')
    )
    second.write_text(text.replace('login = "', 'login = "hl-'))
    for arguments in (["seed", "--demo"], ["seed", str(second)]):
        assert run(main, [*arguments, "--data", str(tmp_path)]).exit_code == 0
    done = run(main, ["import-procedures", str(SAMPLE), "--all", "--data", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "Centre ha-long:" in done.output
    assert "Centre quang-ninh:" in done.output
