"""The personal number: its structure, its mask, and what is kept in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.citizen_id import PROVINCES, citizen_hash, citizen_number, citizen_of
from queue_server.domain.errors import CitizenIdInvalid

KEY = b"k" * 32
NUMBER = "022204123289"


@pytest.mark.parametrize("written", [NUMBER, " 022 204 123 289 ", "022.204.123.289", "022-204-123-289"])
def test_a_number_is_read_however_it_is_grouped(written):
    assert citizen_number(written) == NUMBER


@pytest.mark.parametrize(
    "wrong",
    [
        "", "02220412328", "0222041232890", "02220412328a", "٠٢٢٢٠٤١٢٣٢٨٩",  # not twelve of our digits
        "000204123289", "003204123289", "097204123289",  # no province
        "022250123289", "022404123289", "022999123289",  # not born yet
    ],
)  # fmt: skip
def test_what_cannot_be_a_number_is_refused_and_not_repeated(wrong):
    with pytest.raises(CitizenIdInvalid) as refusal:
        citizen_number(wrong)
    assert refusal.value.facts == {}


def test_all_63_old_provinces_stay_valid_and_so_do_births_abroad():
    assert len(PROVINCES) == 63
    for place in [*PROVINCES, "129"]:
        assert citizen_number(f"{place}204123289")


def test_what_is_kept_is_a_keyed_hash_and_a_mask():
    kept = citizen_of("022 204 123 289", key=KEY)
    assert kept.masked == "022******289"
    assert kept.hash == citizen_hash(NUMBER, key=KEY)
    assert NUMBER not in repr(kept)
    assert citizen_hash(NUMBER, key=b"other" * 8) != kept.hash


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_refused(written):
    try:
        number = citizen_number(written)
    except CitizenIdInvalid:
        return
    assert len(number) == 12
