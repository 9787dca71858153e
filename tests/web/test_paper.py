"""Seeing what will be printed, before it is."""

import base64
import io

import pytest
import zxingcpp
from PIL import Image

from hardware.document import Bitmap
from hardware.logo import read_logo, write_logo

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


LOGO = write_logo(Bitmap(64, b"\xff" * 8 * 40))


@pytest.mark.parametrize("what", ["slip", "receipt"])
def test_a_logo_is_seen_where_it_is_printed_and_missed_where_it_is_left_out(seen, what):
    for mode, stores, left_out in (("raster", False, False), ("hybrid", True, False), ("hybrid", False, True)):
        way = {"mode": mode, "paper": 58, "stores_graphics": stores}
        without, plain = seen(what=what, printer=way)
        answer, picture = seen(what=what, printer=way, logo=LOGO)
        assert (answer["logo_left_out"], without["logo_left_out"]) == (left_out, False)
        assert (picture.height == plain.height) == left_out


def test_a_draft_with_a_logo_that_is_none_is_seen_without(seen):
    assert seen(logo="no logo")[0] == seen()[0]


def test_a_png_becomes_a_logo_for_the_draft(visit):
    file = io.BytesIO()
    Image.new("L", (80, 40)).save(file, "PNG")
    answer = visit("admin").post("/admin/paper/logo", {"png": base64.b64encode(file.getvalue()).decode()})
    assert read_logo(answer.json["logo"]) == Bitmap(80, b"\xff" * 10 * 40)


@pytest.mark.parametrize(("png", "code"), [("!", "logo.unreadable"), ("R0lG", "logo.unreadable")])
def test_what_is_no_png_is_refused_in_words(visit, png, code):
    answer = visit("admin").post("/admin/paper/logo", {"png": png})
    assert (answer.json["logo"], answer.json["code"]) == (None, code)
    assert "PNG" in answer.json["message"]


def test_a_saved_logo_goes_to_the_kiosk_and_into_the_file_and_a_wrong_one_is_a_mistake(visit):
    admin = visit("admin")
    centre = admin.get("/admin/centre").json
    assert visit("kiosk").get("/device").json["logo"] is None
    draft = centre["document"] | {"logo": LOGO}
    body = {"document": draft, "based_on": centre["fingerprint"]}
    assert admin.post("/admin/centre", body).status_code == 200
    assert visit("kiosk").get("/device").json["logo"] == LOGO
    assert f'logo = "{LOGO}"' in admin.get("/admin/centre.toml").text
    (mistake,) = admin.post("/admin/centre/check", {"document": draft | {"logo": "no"}}).json["mistakes"]
    assert (mistake["place"], mistake["code"]) == ("logo", "value.wrong")
    assert "Logo" in mistake["message"]
