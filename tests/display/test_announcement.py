"""What the hall hears when a ticket is called."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.announcement import announce
from display.errors import UnknownLanguage, UnreadableLabel, UnreadableNumber

VI_SENTENCE = ("vi/moi-so", "vi/letter-a", "vi/digit-0", "vi/digit-1", "vi/digit-2", 120, "vi/den-quay-so")

labels = st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True)
counters = st.integers(min_value=1, max_value=999)
languages = st.sampled_from(["vi", "en", "zh"])


def test_a_vietnamese_ticket_is_called_twice_after_the_chime():
    call = announce(label="A012", counter=15, language="vi")
    sentence = (*VI_SENTENCE, "vi/counter-15")
    assert call.clips == ("chime", 250, *sentence, 700, *sentence)
    assert call.text == {"vi": "Mời số A không một hai đến quầy số mười lăm"}


def test_an_english_ticket_is_called_in_vietnamese_first_and_then_in_english():
    call = announce(label="A012", counter=5, language="en")
    assert (
        call.clips[-8:]
        == (
            *(700, "en/ticket", "en/letter-a", "en/digit-0", "en/digit-1", "en/digit-2"),
            *(120, "en/please-go-to-counter", "en/counter-5"),
        )[-8:]
    )
    assert call.text == {
        "vi": "Mời số A không một hai đến quầy số năm",
        "en": "Ticket A zero one two, please go to counter five",
    }


def test_a_chinese_ticket_names_the_counter_before_the_word_for_it():
    call = announce(label="A001", counter=5, language="zh")
    assert call.clips[-3:] == ("zh/hao-dao", "zh/counter-5", "zh/hao-guitai")
    assert call.text["zh"] == "请A零零一号到五号柜台"


def test_a_counter_above_a_hundred_is_spelled():
    call = announce(label="A001", counter=105, language="vi")
    assert call.clips[-4:] == ("vi/den-quay-so", "vi/digit-1", "vi/digit-0", "vi/digit-5")
    assert call.text["vi"].endswith("quầy số một trăm linh năm")


@given(labels, counters, languages)
def test_every_announcement_is_the_vietnamese_sentence_twice_around_a_pause(label, counter, language):
    clips = announce(label=label, counter=counter, language=language).clips
    vietnamese = [clip for clip in clips if isinstance(clip, str) and clip.startswith("vi/")]
    half = len(vietnamese) // 2
    assert clips[0] == "chime"
    assert vietnamese[:half] == vietnamese[half:]
    assert clips.count(700) == (1 if language == "vi" else 2)


@given(labels, counters, languages)
def test_no_pause_begins_or_ends_an_announcement_and_none_follows_another(label, counter, language):
    clips = announce(label=label, counter=counter, language=language).clips
    assert isinstance(clips[0], str)
    assert isinstance(clips[-1], str)
    assert not any(isinstance(one, int) and isinstance(other, int) for one, other in itertools.pairwise(clips))


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"label": "a1", "counter": 1, "language": "vi"}, UnreadableLabel),
        ({"label": "A001", "counter": 0, "language": "vi"}, UnreadableNumber),
        ({"label": "A001", "counter": 1, "language": "ja"}, UnknownLanguage),
    ],
)
def test_what_cannot_be_said_is_refused(facts, refusal):
    with pytest.raises(refusal):
        announce(**facts)
