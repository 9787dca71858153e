"""A "60" terminal stands only on a kit that names all that is needed, and the kit's file is read strictly."""

from pathlib import Path

import pytest
from sixty_bench import KIT

from hardware.terminal.acknowledged import Byte
from hardware.terminal.sixty.driver import SixtyTill
from hardware.terminal.sixty.kit import SEEN, Kit, KitIncomplete, KitWrong
from hardware.terminal.sixty.lines import sixty_at

TO_FILL_IN = (Path(__file__).parents[2] / "packaging" / "terminal-kit.toml").read_text(encoding="utf-8")
FILLED_IN = (
    TO_FILL_IN.replace('# reference = ""', 'reference = "R1"')
    .replace('# approval = ""', 'approval = "01"')
    .replace("unknown = []", 'unknown = ["25"]')
)


def test_the_file_to_fill_in_says_what_is_known_and_is_refused_until_it_is_complete():
    kit = Kit.from_toml(TO_FILL_IN)
    assert (kit.codes, kit.fields, kit.decimals) == (SEEN.codes, SEEN.fields, SEEN.decimals)
    with pytest.raises(KitIncomplete, match="field of reference, field of approval, responses of unknown"):
        sixty_at("/dev/null", kit)
    SixtyTill(lambda: None, Kit.from_toml(FILLED_IN))


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ("decimals = 2", "decimals = 3", "decimals is 0 or 2"),
        ("decimals = 2", "decimals = true", "decimals is 0 or 2"),
        ("decimals = 2", "", "decimals is 0 or 2"),
        ('sale = "20"', 'sale = "2"', "codes.sale is two"),
        ('sale = "20"', "sale = 20", "codes.sale is two"),
        ('sale = "20"', 'sale = "71"', "codes has the same letters twice"),
        ('sale = "20"', 'sells = "20"', "codes has sells"),
        ('approved = ["00"]', 'approved = "00"', "responses.approved is a list"),
        ('approved = ["00"]', 'approved = ["25"]', "one thing only"),
        ("answered = 150", "answered = 0", "seconds.answered"),
        ("[seconds]", "[second]", "the kit has second"),
        ("[seconds]\nacknowledged = 2\nanswered = 150", "", "seconds is no table"),
        ("[codes]", "[codes", "line"),
    ],
)
def test_what_cannot_be_is_refused_and_named(line, instead, said):
    assert line in FILLED_IN
    written = FILLED_IN.replace(line, instead, 1)
    if "no table" in said:
        written = "seconds = 3\n" + written
    with pytest.raises(KitWrong, match=said):
        Kit.from_toml(written)


@pytest.mark.parametrize(
    ("digits", "dong"), [("000005000000", 50_000), ("000005000001", None), ("", None), ("x", None)]
)
def test_a_part_of_a_dong_is_no_amount(digits, dong):
    assert KIT.dong(digits) == dong


def test_no_sale_ends_in_a_byte_that_begins_or_answers_a_message():
    """The cable pulled before the last byte: the first of the next command would complete the sale."""
    for amount in range(1_000, 3_000):
        request = KIT.sale(amount=amount, reference="AB12CD")
        assert request.to_bytes()[-1] not in {Byte.STX, Byte.ACK, Byte.NAK}
        assert KIT.values(request)["reference"] == "AB12CD"
