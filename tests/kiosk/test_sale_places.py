"""`python -m bench --sales` strikes every place of each dialogue, and says which it left out."""

from collections import Counter
from dataclasses import replace

import pytest

from bench.sale_places import DEEDS, DIALOGUES, KINDS, STRIKES, WAYS, Dialogue, Place, What, in_words
from bench.sale_play import Play, Seen
from bench.sale_rig import PROTOCOLS
from bench.sale_site import furnish_template, new_site
from bench.sales import Found, is_sound
from hardware.simulators.cardholder import Cardholder


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return furnish_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="module")
def site(template, tmp_path_factory):
    opened = new_site(tmp_path_factory.mktemp("site"), template)
    yield opened
    opened.close()


def counted(places):
    """Each place, from what passed and from nothing else."""
    return {
        Place(dialogue, where, at)
        for dialogue, passed in places.passed.items()
        for where, many in passed.items()
        for at in range(1, many + 1)
    }


@pytest.fixture(scope="module")
def planned(site):
    """What each sequence of a whole run is to strike."""
    return [site.places.struck_by(number) for number in range(site.places.whole)]


def found_of(places, planned):
    found = Found(places)
    found.add([(number, Seen(struck=place, days=1)) for number, place in enumerate(planned)])
    return found


def test_a_whole_run_is_to_strike_each_place_of_each_dialogue_and_a_shorter_one_does_not(site, planned):
    assert set(planned) - {None} == counted(site.places)
    assert set(planned[: -2 * len(KINDS)]) - {None} < counted(site.places)


def test_three_whole_runs_are_to_cut_hush_and_kill_at_each_byte(site):
    of_bytes = {place for place in counted(site.places) if place.where in WAYS}
    for deed in DEEDS:
        numbers = range(KINDS.index(deed), 3 * site.places.whole, len(KINDS))
        assert {site.places.struck_by(number) for number in numbers} == of_bytes


def test_who_stands_there_and_what_they_talk_of_is_all_that_is_known(site):
    assert set(site.places.passed) == set(DIALOGUES)
    for protocol in PROTOCOLS:
        mine = [each for each in DIALOGUES if each.protocol == protocol]
        assert {each.cardholder for each in mine if each.what is What.SALE} == set(Cardholder)
        assert {each.what for each in mine} == {each.what for each in mine if each.before} == set(What)
    assert all(passed["sends"] and passed["hears"] for passed in site.places.passed.values())


def test_a_terminal_that_was_used_before_says_more_so_its_bytes_are_counted_by_themselves(site):
    for each in (one for one in DIALOGUES if one.what is What.SALE and one.before):
        alone = replace(each, before=False)
        assert site.places.passed[each]["hears"] > site.places.passed[alone]["hears"]


def test_the_last_byte_of_each_dialogue_is_struck_also_when_another_payment_waits(site, planned):
    last = [Place(each, way, site.places.passed[each][way]) for each in DIALOGUES for way in WAYS]
    numbers = {place: number for number, place in enumerate(planned)}
    assert [at for at in last if not is_struck(site, numbers[at], at)] == []


def is_struck(site, number, place):
    play = Play(number, site)
    play.troubled()
    return play.seen.struck == place


def test_a_dialogue_has_the_same_course_at_another_terminal_under_other_references(site):
    for number, dialogue in enumerate(DIALOGUES):
        course = site.course(f"other-{number}", dialogue, sale_hears=site.places.passed[dialogue.sale()]["hears"])
        last = [Place(dialogue, where, many) for where, many in site.places.passed[dialogue].items()]
        assert Counter(course) == site.places.passed[dialogue]
        assert all(site.places.is_at(place, course) for place in last)


def test_the_same_number_of_another_dialogue_is_not_the_place(site, planned, monkeypatch):
    monkeypatch.setattr(Dialogue, "leads_up", lambda *_, **__: None)
    numbers = {place.dialogue: number for number, place in enumerate(planned) if place and place.where == "hears"}
    others = [each for each in DIALOGUES if each.what is not What.SALE]
    assert [each for each in others if is_struck(site, numbers[each], planned[numbers[each]])] == []


def test_a_whole_run_that_left_a_place_out_is_not_sound_and_names_it(site, planned):
    assert is_sound(found_of(site.places, planned).report())
    left_out = planned[0]
    found = found_of(site.places, [None if place == left_out else place for place in planned])
    assert not is_sound(found.report())
    assert found.report()["not struck"] == in_words([left_out])
    assert in_words([left_out])[0] in found.last_word()


def test_a_short_run_says_how_much_it_did_not_strike_and_how_long_a_whole_one_is(site, planned):
    found = found_of(site.places, planned[: len(KINDS)])
    assert is_sound(found.report())
    many = len(site.places.all)
    assert found.report()["places not struck"] == many - len(STRIKES)
    assert f"{many - len(STRIKES)} of {many} places were NOT struck" in found.last_word()
    assert str(site.places.whole) in found.last_word()


def test_places_that_follow_one_another_are_said_as_a_span():
    dialogue = DIALOGUES[0]
    assert in_words(Place(dialogue, "hears", at) for at in (7, 1, 2, 3, 9, 10)) == [f"{dialogue}: hears 1-3, 7, 9-10"]
