"""How numbers and ticket labels are read aloud."""

import itertools
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from display.errors import DisplayError, UnknownLanguage, UnreadableLabel, UnreadableNumber
from display.reading import (
    LANGUAGES,
    LIMIT,
    chinese,
    dong_in_words,
    english,
    label_in_words,
    number_in_words,
    pinyin,
    spelled,
    vietnamese,
)

VI_TO_20 = """không một hai ba bốn năm sáu bảy tám chín mười
mười+một mười+hai mười+ba mười+bốn mười+lăm mười+sáu mười+bảy mười+tám mười+chín hai+mươi""".replace("\n", " ")
VI_UNITS_AFTER_TENS = ("", " mốt", " hai", " ba", " tư", " lăm", " sáu", " bảy", " tám", " chín")
VI_TENS = ("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

numbers = st.integers(min_value=0, max_value=LIMIT - 1) | st.integers(min_value=0, max_value=20_000)


def test_vietnamese_zero_to_twenty_by_table():
    words = [word.replace("+", " ") for word in VI_TO_20.split()]
    assert [vietnamese(value) for value in range(21)] == words


def test_vietnamese_twenty_to_ninety_nine_by_table():
    expected = [f"{ten} mươi{unit}" for ten, unit in itertools.product(VI_TENS, VI_UNITS_AFTER_TENS)]
    assert [vietnamese(value) for value in range(20, 100)] == expected


def test_vietnamese_hundreds_say_linh_before_a_lone_unit_and_plain_words_after_it():
    assert [vietnamese(100 + unit) for unit in range(1, 10)] == [
        f"một trăm linh {vietnamese(unit)}" for unit in range(1, 10)
    ]


@pytest.mark.parametrize("tail", range(10, 100))
def test_a_hundred_and_its_tens_are_read_one_after_the_other(tail):
    assert vietnamese(300 + tail) == f"ba trăm {vietnamese(tail)}"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1000, "một nghìn"),
        (1004, "một nghìn không trăm linh bốn"),
        (1005, "một nghìn không trăm linh năm"),
        (1015, "một nghìn không trăm mười lăm"),
        (1221, "một nghìn hai trăm hai mươi mốt"),
        (10_001, "mười nghìn không trăm linh một"),
        (21_000, "hai mươi mốt nghìn"),
        (115_115, "một trăm mười lăm nghìn một trăm mười lăm"),
        (2_000_024, "hai triệu không trăm hai mươi tư"),
        (1_001_000, "một triệu không trăm linh một nghìn"),
        (5_000_000_000, "năm tỷ"),
    ],
)
def test_vietnamese_thousands_and_more(value, words):
    assert vietnamese(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (105, "one hundred and five"),
        (999, "nine hundred and ninety-nine"),
        (1005, "one thousand and five"),
        (1100, "one thousand one hundred"),
        (2_000_024, "two million and twenty-four"),
    ],
)
def test_english(value, words):
    assert english(value) == words


@pytest.mark.parametrize(
    ("value", "characters", "spelling"),
    [
        (0, "零", "ling2"),
        (10, "十", "shi2"),
        (12, "十二", "shi2 er4"),
        (20, "二十", "er4 shi2"),
        (105, "一百零五", "yi1 bai3 ling2 wu3"),
        (110, "一百一十", "yi1 bai3 yi1 shi2"),
        (1005, "一千零五", "yi1 qian1 ling2 wu3"),
        (1050, "一千零五十", "yi1 qian1 ling2 wu3 shi2"),
        (10_010, "一万零一十", "yi1 wan4 ling2 yi1 shi2"),
        (120_000, "十二万", "shi2 er4 wan4"),
        (100_005_000, "一亿零五千", "yi1 yi4 ling2 wu3 qian1"),
        (200_050_000, "二亿零五万", "er4 yi4 ling2 wu3 wan4"),
    ],
)
def test_chinese_characters_and_pinyin(value, characters, spelling):
    assert chinese(value) == characters
    assert pinyin(characters) == spelling


def parsed_vietnamese(words):
    """Read the words back by an independent rule: trăm, mươi and the group names multiply, the rest adds."""
    unit = {word: value for value, word in enumerate(VI_TO_20.split()[:10])}
    unit |= {"mốt": 1, "tư": 4, "lăm": 5, "mười": 10, "linh": 0}
    factor, group = {"mươi": 10, "trăm": 100}, {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}
    total = triple = last = 0
    for word in words.split():
        if word in group:
            total, triple, last = total + (triple + last) * group[word], 0, 0
        elif word in factor:
            triple, last = triple + last * factor[word], 0
        else:
            triple, last = triple + last, unit[word]
    return total + triple + last


def parsed_chinese(text):
    place = {"十": 10, "百": 100, "千": 1000}
    group = {"万": 10**4, "亿": 10**8}
    total = quadruple = 0
    digit = None
    for character in text:
        if character in group:
            total, quadruple, digit = total + (quadruple + (digit or 0)) * group[character], 0, None
        elif character in place:
            quadruple, digit = quadruple + (1 if digit is None or digit == 0 else digit) * place[character], None
        else:
            digit = "零一二三四五六七八九".index(character)
    return total + quadruple + (digit or 0)


@given(numbers)
def test_vietnamese_words_mean_the_number(value):
    assert parsed_vietnamese(vietnamese(value)) == value


@given(numbers)
def test_chinese_characters_mean_the_number(value):
    assert parsed_chinese(chinese(value)) == value


@given(numbers, numbers)
def test_two_numbers_never_sound_the_same(one, other):
    for language in LANGUAGES:
        assert (number_in_words(one, language) == number_in_words(other, language)) == (one == other)


@given(numbers)
def test_southern_and_wrong_forms_never_appear(value):
    said = f" {vietnamese(value)} "
    for never in ("lẻ", "ngàn", "mười năm ", "mươi một ", "mươi năm ", "mười mốt", "mười tư", "linh lăm", "linh mốt"):
        assert never not in said


def test_every_number_up_to_a_thousand_is_distinct_in_every_language():
    for language in LANGUAGES:
        assert len({number_in_words(value, language) for value in range(1001)}) == 1001


@pytest.mark.parametrize("value", [-1, LIMIT])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_out_of_range_is_refused(value, language):
    with pytest.raises(UnreadableNumber, match=str(value)):
        number_in_words(value, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "A không một hai"), ("en", "A zero one two"), ("zh", "A零一二")],
)
def test_a_label_is_read_letter_by_letter_and_digit_by_digit(language, words):
    assert label_in_words("A012", language) == words


def test_a_spelled_five_is_plain_even_at_the_end():
    assert label_in_words("A025", "vi") == "A không hai năm"


def test_hyphens_of_an_offline_series_are_not_read():
    assert spelled("A-K2-07") == "AK207"
    assert label_in_words("A-K2-07", "vi") == "A K hai không bảy"


@given(st.text(alphabet=string.ascii_uppercase + string.digits, min_size=1, max_size=8))
def test_every_character_of_a_label_is_said(label):
    assert len(label_in_words(label, "vi").split()) == len(label)
    assert len(label_in_words(label, "zh")) == len(label)


@pytest.mark.parametrize("label", ["", "-", "a012", "Đ01", "A 1", "A٣", "A1\n"])
def test_a_label_that_nobody_can_read_is_refused(label):
    with pytest.raises(UnreadableLabel):
        label_in_words(label, "vi")


def test_an_unknown_language_is_refused_with_a_stable_code():
    with pytest.raises(UnknownLanguage) as refusal:
        label_in_words("A012", "fr")
    assert isinstance(refusal.value, DisplayError)
    assert refusal.value.code == "display.unknown_language"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (8_000, "Tám nghìn đồng"),
        (128_000, "Một trăm hai mươi tám nghìn đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (2_021_515, "Hai triệu không trăm hai mươi mốt nghìn năm trăm mười lăm đồng"),
    ],
)
def test_an_amount_of_dong_is_read_as_a_receipt_has_it(amount, words):
    assert dong_in_words(amount) == words


def test_no_amount_is_read_that_is_no_amount():
    with pytest.raises(UnreadableNumber):
        dong_in_words(-1)
