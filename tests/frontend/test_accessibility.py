"""What anybody can see, reach and operate: axe, and the millimetres that axe does not know."""

import pytest
from axe_playwright_python.sync_playwright import Axe

LANGUAGES = ("vi", "en", "zh")
PIXELS_PER_MM = 1080 / 268
TALL = {"width": 1080, "height": 1920}
WIDE = {"width": 1920, "height": 1080}
STAGES = (
    {},
    {"ahead": 1},
    {"state": "called", "counter": 5, "ahead": None, "expected": None, "called_at": "2026-11-23T02:14:00.000Z"},
    {"state": "serving", "cancellable": False},
    {"state": "held"},
    {"state": "no_show"},
    {"state": "completed"},
    {"state": "cancelled"},
)
BOXES = """() => [...document.querySelectorAll("button, a[href], input")]
  .filter((each) => each.checkVisibility() && !each.closest("dialog:not([open])"))
  .map((each) => { const { left, top, right, bottom } = each.getBoundingClientRect();
    return { name: each.textContent, left, top, right, bottom }; })"""
TEXTS = """() => {
  const brush = document.createElement("canvas").getContext("2d");
  return [...document.querySelectorAll("#kiosk *")]
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((each) => each.checkVisibility() && !each.closest("dialog:not([open])"))
    .map((each) => { const style = getComputedStyle(each);
      brush.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      return { text: each.textContent, role: each.className,
        main: Boolean(each.closest("h1, .choice-name, .language, .button, .paper, .ticket-facts, .precedence")) &&
          !each.closest(".precedence-remove, .header"),
        capital: brush.measureText("H").actualBoundingBoxAscent }; });
}"""
CUT_OFF = """() => [...document.querySelectorAll("button, button *, h1, p, dd, dt, figcaption")]
  .filter((each) => each.checkVisibility() && !each.closest(".spoken-only"))
  .filter((each) => each.scrollHeight > each.clientHeight + 2 && getComputedStyle(each).overflow === "hidden"
    || each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => each.textContent)"""


def faults_of(page):
    return [
        (fault["id"], [node["target"] for node in fault["nodes"]]) for fault in Axe().run(page).response["violations"]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_kiosk_screen(open_page, centre, screens, language):
    page = open_page()
    assert {screen: faults for screen in screens(page, centre, language) if (faults := faults_of(page))} == {}


def test_axe_finds_nothing_in_high_contrast(open_page, centre, screens):
    page = open_page(**WIDE)
    page.get_by_role("button", name="Tương phản").click()
    assert {screen: faults for screen in screens(page, centre, "vi") if (faults := faults_of(page))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_at_any_stage_of_the_phone_page(open_page, centre, language):
    page = open_page("/", width=390, height=844)
    for stage in STAGES:
        centre.followed |= stage | {"language": language}
        page.goto(f"{centre.url}/t/{centre.followed['id']}")
        page.locator(".number").wait_for()
        assert faults_of(page) == [], stage


@pytest.mark.parametrize("size", [TALL, WIDE], ids=["tall", "wide"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kiosk_screen_keeps_its_millimetres(open_page, centre, screens, size, language):
    page = open_page(**size)
    for screen in screens(page, centre, language):
        touched_is_large_and_apart(page, screen)
        read_is_large(page, screen)
        nothing_is_out_of_sight(page, screen)


@pytest.mark.parametrize(
    ("size", "comfort"),
    [(TALL, "Chữ lớn"), (WIDE, "Chữ lớn"), (TALL, "Hạ thấp")],
    ids=["large tall", "large wide", "low tall"],
)
def test_large_text_and_low_reach_still_fit(open_page, centre, screens, size, comfort):
    page = open_page(**size)
    for screen in screens(page, centre, "vi"):
        if screen == "groups":
            page.get_by_role("button", name=comfort).click()
        nothing_is_out_of_sight(page, screen)


def test_with_large_text_within_low_reach_every_language_can_still_be_touched(open_page, centre):
    page = open_page(**TALL)
    for comfort in ("Chữ lớn", "Hạ thấp"):
        page.get_by_role("button", name=comfort).click()
    nothing_is_out_of_sight(page, "welcome")
    last, tools = (page.locator(part).last.bounding_box() for part in (".language", ".footer"))
    assert last["y"] + last["height"] <= tools["y"]


def touched_is_large_and_apart(page, screen):
    """Keys of 20 mm (Colle and Hiszem 2004), 3 mm apart."""
    boxes = page.evaluate(BOXES)
    for index, box in enumerate(boxes):
        sides = (box["right"] - box["left"], box["bottom"] - box["top"])
        assert min(sides) >= 20 * PIXELS_PER_MM - 0.5, (screen, box)
        for other in boxes[index + 1 :]:
            assert gap(box, other) >= 3 * PIXELS_PER_MM - 0.5, (screen, box, other)


def gap(one, other):
    across = max(one["left"] - other["right"], other["left"] - one["right"])
    along = max(one["top"] - other["bottom"], other["top"] - one["bottom"])
    return max(across, along)


def read_is_large(page, screen):
    """Capitals of 7.3 mm in what must be read (EN 301 549 5.1.4 at 0.6 m), of 4.8 mm in the rest (508, 402.4)."""
    for text in page.evaluate(TEXTS):
        least = 7.3 if text["main"] else 4.8
        assert text["capital"] >= least * PIXELS_PER_MM - 0.5, (screen, text)


def nothing_is_out_of_sight(page, screen):
    assert page.evaluate("document.scrollingElement.scrollHeight - innerHeight") <= 0, screen
    assert page.evaluate(CUT_OFF) == [], screen
