"""Who may do what: every endpoint, every visitor."""

import pytest

from queue_server.web.api import api

ANYBODY = {
    "anonymous",
    "admin",
    "manager",
    "auditor",
    "clerk",
    "province",
    "kiosk",
    "board",
    "keypad",
    "terminal",
    "revoked",
}
PEOPLE = {"admin", "manager", "auditor", "clerk", "province"}
OPERATORS = {"admin", "clerk"}
MANAGERS = {"admin", "manager"}
VIEWERS = {"admin", "manager", "auditor"}
DEVICES = {"kiosk", "board", "keypad", "terminal"}

RIGHTS = {
    ("GET", "/healthz"): ANYBODY,
    ("GET", "/openapi.json"): PEOPLE,
    ("POST", "/sign-in"): ANYBODY,
    ("POST", "/sign-out"): PEOPLE,
    ("GET", "/me"): PEOPLE,
    ("POST", "/me/centre"): PEOPLE,
    ("POST", "/enrolments"): ANYBODY,
    ("POST", "/enrolments/poll"): ANYBODY,
    ("GET", "/enrolments"): MANAGERS,
    ("POST", "/enrolments/approve"): MANAGERS,
    ("GET", "/devices"): MANAGERS,
    ("POST", "/devices/<device>/revoke"): MANAGERS,
    ("POST", "/devices/<device>/printer"): MANAGERS,
    ("GET", "/devices/<device>/printer"): MANAGERS,
    ("POST", "/devices/<device>/counters"): MANAGERS,
    ("GET", "/device"): DEVICES,
    ("POST", "/device/heartbeat"): DEVICES,
    ("POST", "/device/jobs/claim"): {"kiosk"},
    ("POST", "/device/jobs/<job>/report"): {"kiosk"},
    ("GET", "/kiosk/catalogue"): {"kiosk"},
    ("POST", "/kiosk/leases"): {"kiosk"},
    ("POST", "/kiosk/leases/tickets"): {"kiosk"},
    ("POST", "/kiosk/money"): {"kiosk"},
    ("POST", "/kiosk/charges/<charge>/payments"): {"kiosk"},
    ("GET", "/kiosk/payments/<payment>"): {"kiosk"},
    ("POST", "/kiosk/payments/<payment>/cancel"): {"kiosk"},
    ("POST", "/kiosk/payments/<payment>/papers"): {"kiosk"},
    ("POST", "/tickets"): {"kiosk"},
    ("GET", "/tickets/<ticket>/print"): OPERATORS | MANAGERS | {"kiosk"},
    ("POST", "/tickets/<ticket>/reprint"): OPERATORS | MANAGERS,
    ("GET", "/tickets/<ticket>"): ANYBODY,
    ("POST", "/tickets/<ticket>/cancel"): ANYBODY,
    ("POST", "/tickets/<ticket>/charges/<charge>/payments"): ANYBODY,
    ("POST", "/tickets/<ticket>/payments/<payment>/cancel"): ANYBODY,
    ("GET", "/booking"): ANYBODY,
    ("GET", "/booking/<centre>/<service>"): ANYBODY,
    ("POST", "/booking/<centre>/<service>"): ANYBODY,
    ("POST", "/booking/find"): ANYBODY,
    ("POST", "/booking/cancel"): ANYBODY,
    ("GET", "/appointments/days/<day>"): OPERATORS | MANAGERS,
    ("POST", "/appointments"): OPERATORS | MANAGERS,
    ("POST", "/appointments/cancel"): OPERATORS | MANAGERS,
    ("POST", "/appointments/check-in"): OPERATORS | MANAGERS | {"kiosk"},
    ("GET", "/board"): {"board"},
    ("POST", "/bank/sepay"): ANYBODY,
    ("POST", "/bank/payos"): ANYBODY,
    ("GET", "/keypads"): {"keypad"},
    ("POST", "/keypads/press"): {"keypad"},
    ("GET", "/terminal/sales"): {"kiosk", "terminal"},
    ("POST", "/terminal/sales/<payment>/begin"): {"kiosk", "terminal"},
    ("POST", "/terminal/refunds/<refund>/begin"): {"kiosk", "terminal"},
    ("POST", "/terminal/refunds/<refund>/outcome"): {"kiosk", "terminal"},
    ("POST", "/terminal/day"): {"kiosk", "terminal"},
    ("POST", "/terminal/sales/<payment>/outcome"): {"kiosk", "terminal"},
    ("GET", "/manager/now"): VIEWERS,
    ("POST", "/manager/late-numbers"): MANAGERS,
    ("POST", "/manager/reopen"): MANAGERS,
    ("GET", "/manager/waiting"): VIEWERS,
    ("POST", "/manager/move"): MANAGERS,
    ("POST", "/manager/cancel"): MANAGERS,
    ("POST", "/manager/reinstate"): MANAGERS,
    ("POST", "/manager/counters/<int:number>/end-break"): MANAGERS,
    ("POST", "/manager/counters/<int:number>/end-shift"): MANAGERS,
    ("POST", "/manager/counters/<int:number>/settle"): MANAGERS,
    ("POST", "/manager/counters/<int:number>/skills"): MANAGERS,
    ("POST", "/manager/refused/<ticket>/settle"): MANAGERS,
    ("GET", "/manager/days/<day>"): VIEWERS,
    ("GET", "/manager/days/<day>/turns.csv"): VIEWERS,
    ("GET", "/manager/days/<day>/dossiers.csv"): VIEWERS,
    ("GET", "/manager/days/<day>/breaks.csv"): VIEWERS,
    ("GET", "/dossiers/<code>/money"): OPERATORS | VIEWERS,
    ("GET", "/dossiers/<code>/fees/<int:quantity>/<group>"): OPERATORS | VIEWERS,
    ("POST", "/dossiers/<code>/charges"): OPERATORS,
    ("POST", "/charges/<charge>/withdraw"): OPERATORS,
    ("POST", "/charges/<charge>/payments"): OPERATORS,
    ("POST", "/payments/<payment>/cancel"): OPERATORS,
    ("POST", "/payments/<payment>/card"): OPERATORS,
    ("POST", "/payments/<payment>/decide"): OPERATORS | MANAGERS,
    ("POST", "/payments/<payment>/check"): OPERATORS | MANAGERS,
    ("POST", "/payments/<payment>/refund"): MANAGERS,
    ("POST", "/payments/<payment>/give-back"): MANAGERS,
    ("POST", "/refunds/<refund>/decide"): MANAGERS,
    ("GET", "/payments/<payment>/papers"): OPERATORS | MANAGERS,
    ("POST", "/payments/<payment>/papers"): OPERATORS | MANAGERS,
    ("POST", "/payments/<payment>/receipt"): OPERATORS | MANAGERS,
    ("GET", "/kiosks"): OPERATORS | MANAGERS,
    ("GET", "/numbers/<label>"): OPERATORS | MANAGERS,
    ("GET", "/money"): VIEWERS,
    ("GET", "/money/terminals"): VIEWERS,
    ("POST", "/money/terminals/<device>/close-day"): MANAGERS,
    ("POST", "/money/tellings/<int:telling>/close"): MANAGERS,
    ("POST", "/money/tellings/<int:telling>/explain"): MANAGERS,
    ("GET", "/money/days/<day>"): VIEWERS,
    ("GET", "/money/shift"): OPERATORS | MANAGERS,
    ("POST", "/money/shift/close"): OPERATORS | MANAGERS,
    ("POST", "/money/clerks/<int:staff>/close-shift"): MANAGERS,
    ("POST", "/money/shifts/<int:close>/sign"): OPERATORS | MANAGERS,
    ("GET", "/money/books"): VIEWERS,
    ("GET", "/money/books/<day>"): VIEWERS,
    ("POST", "/money/books/<day>/close"): MANAGERS,
    ("GET", "/money/books/<day>/<until>/payments.csv"): VIEWERS,
    ("GET", "/money/books/<day>/<until>/postings.csv"): VIEWERS,
    ("GET", "/money/books/<day>/<until>/shifts.csv"): VIEWERS,
    ("GET", "/money/books/<day>/<until>/books.xlsx"): VIEWERS,
    ("POST", "/money/credits/<int:credit>/send-back"): MANAGERS,
    ("POST", "/money/credits/<int:credit>/explain"): MANAGERS,
    ("GET", "/money/fees"): VIEWERS,
    ("POST", "/money/fees"): MANAGERS,
    ("POST", "/money/fees/sheet"): MANAGERS,
    ("GET", "/money/fees.csv"): VIEWERS,
    ("GET", "/money/catalogue/<which>"): VIEWERS,
    ("POST", "/money/fees/<int:rule>/approve"): MANAGERS,
    ("POST", "/money/fees/<int:rule>/withdraw"): MANAGERS,
    ("POST", "/money/account"): MANAGERS,
    ("GET", "/province/now"): {"province"},
    ("GET", "/admin/centre"): {"admin"},
    ("GET", "/admin/centre.toml"): {"admin"},
    ("POST", "/admin/centre"): {"admin"},
    ("POST", "/admin/centre/check"): {"admin"},
    ("POST", "/admin/centre/read"): {"admin"},
    ("GET", "/admin/versions"): {"admin"},
    ("GET", "/admin/versions/<int:number>"): {"admin"},
    ("POST", "/admin/staff/<login>/password"): {"admin"},
    ("POST", "/admin/paper/preview"): {"admin"},
    ("POST", "/admin/paper/logo"): {"admin"},
    ("POST", "/admin/procedures/search"): {"admin"},
    ("POST", "/admin/procedures/<code>"): {"admin"},
    ("GET", "/counters"): OPERATORS,
    ("POST", "/counters/<int:number>/shift"): OPERATORS,
    ("GET", "/counter"): OPERATORS,
    ("POST", "/counter/shift/end"): OPERATORS,
    ("POST", "/counter/call"): OPERATORS,
    ("POST", "/counter/call-chosen"): OPERATORS,
    ("POST", "/counter/fetch"): OPERATORS,
    ("POST", "/counter/return"): OPERATORS,
    ("GET", "/counter/waiting"): OPERATORS,
    ("GET", "/counter/stops"): OPERATORS,
    ("POST", "/counter/walk-in"): OPERATORS,
    ("POST", "/counter/recall"): OPERATORS,
    ("POST", "/counter/start"): OPERATORS,
    ("POST", "/counter/complete"): OPERATORS,
    ("POST", "/counter/no-show"): OPERATORS,
    ("POST", "/counter/hold"): OPERATORS,
    ("POST", "/counter/resume"): OPERATORS,
    ("POST", "/counter/reinstate"): OPERATORS,
    ("POST", "/counter/transfer"): OPERATORS,
    ("POST", "/counter/itinerary"): OPERATORS,
    ("POST", "/counter/stay"): OPERATORS,
    ("POST", "/counter/undo"): OPERATORS,
    ("POST", "/counter/console"): OPERATORS,
    ("POST", "/counter/automatic"): OPERATORS,
    ("POST", "/counter/break"): OPERATORS,
    ("POST", "/counter/break/end"): OPERATORS,
    ("POST", "/counter/dossiers"): OPERATORS,
    ("POST", "/counter/dossiers/end"): OPERATORS,
    ("GET", "/dossiers"): OPERATORS | VIEWERS,
    ("GET", "/dossiers/lists/<which>"): OPERATORS | VIEWERS,
    ("GET", "/dossiers/lists/<which>/dossiers.csv"): OPERATORS | VIEWERS,
    ("GET", "/dossiers/<code>"): OPERATORS | VIEWERS,
    ("POST", "/dossiers/<code>/begin"): OPERATORS,
    ("POST", "/dossiers/<code>/end"): OPERATORS,
    ("POST", "/dossiers/<code>/procedure"): OPERATORS,
    ("GET", "/procedures/search/<words>"): OPERATORS | VIEWERS,
}
PUBLIC_PAGES = {
    "/dossiers", "/dossiers/<code>",
    "/", "/sign-in", "/console", "/manager", "/province", "/admin", "/board", "/sign/<counter>", "/t/<ticket>", "/book",
    "/appointments", "/money", "/favicon.ico",
    "/assets/<asked>/strings/<code>.json", "/assets/<asked>/strings/public/<code>.json",
    "/assets/<asked>/<root>/<path:name>", "/voices/<path:name>.wav",
}  # fmt: skip
PATHS = {
    "<device>": "kiosk-1",
    "<job>": "x",
    "<ticket>": "x",
    "<label>": "A001",
    "<day>": "2026-11-23",
    "<until>": "2026-11-23",
    "<centre>": "test",
    "<service>": "birth",
    "<int:number>": "1",
    "<which>": "late",
    "<code>": "H49.22-261123-0001",
    "<words>": "khai sinh",
    "<login>": "clerk2",
    "<charge>": "x",
    "<payment>": "x",
    "<refund>": "x",
    "<int:credit>": "1",
    "<int:telling>": "1",
    "<int:close>": "1",
    "<int:staff>": "1",
    "<int:rule>": "1",
    "<int:quantity>": "1",
    "<group>": "-",
}
REFUSED_AT_THE_DOOR = {"auth.required", "auth.forbidden", "csrf.failed"}


def filled(path: str) -> str:
    for name, value in PATHS.items():
        path = path.replace(name, value)
    return path


def test_no_endpoint_is_missing_from_this_table_and_none_is_made_up():
    assert {(endpoint.method, endpoint.path) for endpoint in api} == set(RIGHTS)


def test_the_server_answers_nothing_but_the_endpoints_and_the_public_pages(site):
    served = {
        (method, rule.rule)
        for rule in site.application.flask.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    listed = {(method, f"/api/v1{path}") for method, path in RIGHTS} | {("GET", path) for path in PUBLIC_PAGES}
    assert served == listed


@pytest.mark.parametrize("who", sorted(ANYBODY))
def test_everybody_may_do_what_the_table_says_and_nothing_else(visit, who):
    wrong = []
    for (method, path), allowed in RIGHTS.items():
        visitor = visit(who)
        answer = visitor.get(filled(path)) if method == "GET" else visitor.post(filled(path))
        code = (answer.get_json(silent=True) or {}).get("code")
        refused = code in REFUSED_AT_THE_DOOR
        expected = "auth.required" if who in {"anonymous", "revoked"} else "auth.forbidden"
        if refused == (who in allowed) or (refused and code != expected):
            wrong.append((method, path, answer.status_code, code))
    assert wrong == []


def test_a_browser_that_is_a_board_and_a_persons_has_the_rights_of_both(site, visit):
    both = visit("clerk")
    both.client.set_cookie("motcua_device", site.tokens["board"])
    assert [both.get(path).status_code for path in ("/board", "/counters", "/me", "/manager/now")] == [
        200,
        200,
        200,
        403,
    ]


def test_people_of_one_centre_reach_nothing_of_another(site, visit):
    ticket = site.hall.takes_ticket(device_id="kiosk-1")
    other = move_to_a_new_centre(site, "admin")
    admin = visit("admin")
    assert admin.get("/me").json["centre"]["code"] == other
    assert admin.get("/devices").json["devices"] == []
    assert admin.get("/counters").json["counters"] == []
    assert admin.get("/manager/days/2026-11-23").json["turns"] == []
    assert admin.post("/devices/kiosk-1/revoke").status_code == 404
    assert admin.post(f"/tickets/{ticket['id']}/reprint").status_code == 404
    assert admin.post("/counters/1/shift").status_code == 404


def test_a_kiosk_of_one_centre_learns_nothing_of_anothers_slips(site, visit):
    ticket = site.hall.takes_ticket(device_id="kiosk-1")
    move_to_a_new_centre(site, "kiosk-device", table="device")
    assert visit("kiosk").get(f"/tickets/{ticket['id']}/print").status_code == 404


def move_to_a_new_centre(site, who, *, table="staff"):
    from sqlalchemy import text

    from queue_server.store.schema import CentreRow
    from queue_server.store.unit import Unit

    with Unit(site.hall.store) as unit:
        unit.session.add(
            CentreRow(
                code="other", names="{}", level="province", zone="Asia/Ho_Chi_Minh", wait_target_minutes=15,
                dossier_target_minutes=10, dossier_pattern=".*",
            )
        )  # fmt: skip
        unit.session.flush()
        column = "login" if table == "staff" else "id"
        unit.connection.execute(
            text(f"UPDATE {table} SET centre_id = (SELECT max(id) FROM centre) WHERE {column} = :who"), {"who": who}
        )
    return "other"
