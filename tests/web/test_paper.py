"""Seeing what will be printed, before it is."""

import base64
import io

import pytest
import zxingcpp
from PIL import Image

NAMED = {"vi": "Trung tâm Quảng Ninh", "en": "Quang Ninh Centre", "zh": "广宁中心"}
WISH = {
    "what": "slip", "language": "vi", "printer": {"mode": "raster", "paper": 80}, "centre": NAMED, "hall": NAMED,
    "service": NAMED,
}  # fmt: skip


@pytest.fixture
def seen(visit):
    admin = visit("admin")

    def see(**wish):
        answer = admin.post("/admin/paper/preview", WISH | wish)
        assert answer.status_code == 200, answer.json
        return answer.json, Image.open(io.BytesIO(base64.b64decode(answer.json["picture"])))

    return see


@pytest.mark.parametrize(("paper", "width"), [(80, 576), (58, 384)])
@pytest.mark.parametrize("mode", ["raster", "hybrid", "tcvn"])
@pytest.mark.parametrize("what", ["slip", "test", "receipt"])
def test_each_paper_is_drawn_as_wide_as_it_is_printed(seen, what, mode, paper, width):
    answer, picture = seen(what=what, printer={"mode": mode, "paper": paper})
    assert (picture.width, picture.width, picture.height) == (width, answer["width"], answer["height"])
    assert len(zxingcpp.read_barcodes(picture.convert("L"))) == (what != "receipt")


def test_it_follows_the_names_of_a_draft_in_the_language_of_the_paper(seen):
    _, before = seen()
    answer, after = seen(centre=NAMED | {"vi": "Trung tâm Hạ Long"})
    assert answer["words"][0] == "Trung tâm Hạ Long"
    assert before.tobytes() != after.tobytes()
    assert seen(language="zh")[0]["words"][0] == "广宁中心"
    assert seen(what="receipt", language="zh")[0]["words"][0] == "广宁中心"


def test_it_says_how_many_bytes_it_takes_and_how_fast_a_line_must_be(seen):
    sizes = {}
    for mode in ("raster", "hybrid", "tcvn"):
        answer, _ = seen(printer={"mode": mode, "paper": 80})
        sizes[mode] = answer["size"]
    kept, _ = seen(printer={"mode": "hybrid", "paper": 80, "stores_graphics": True})
    assert sizes["tcvn"] < kept["size"] < sizes["hybrid"] < sizes["raster"]
    assert seen(printer={"mode": "tcvn", "paper": 80})[0]["least_baud"] == 9_600


@pytest.mark.parametrize("blank", ["", "   ", "\u200b"])
def test_a_name_that_is_not_typed_yet_is_three_dots(seen, blank):
    for what in ("slip", "receipt"):
        answer, _ = seen(what=what, centre={"vi": blank}, hall={}, service={"vi": blank})
        assert answer["words"][0] == "…"
