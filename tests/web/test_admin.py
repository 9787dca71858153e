"""Administration over the API: a draft is checked in the user's language, saved once, never over another's."""

import copy

import pytest

from queue_server.domain.centre_reading import read_centre_file


@pytest.fixture
def admin(visit):
    return visit("admin")


@pytest.fixture
def centre(admin):
    return admin.get("/admin/centre").json


def saving(centre, **changes):
    return {"document": centre["document"] | changes, "based_on": centre["fingerprint"], "note": ""}


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "Phải từ 1 đến 480."), ("en", "Must be from 1 to 480."), ("zh", "必须在 1 到 480 之间。")],
)
def test_a_mistake_has_its_place_its_code_and_words_in_the_users_language(admin, centre, language, words):
    wrong = centre["document"] | {"wait_target_minutes": 0}
    checked = admin.post("/admin/centre/check", {"document": wrong}, headers={"Accept-Language": language}).json
    assert checked["mistakes"] == [{"place": "wait_target_minutes", "code": "value.wrong", "message": words}]


@pytest.mark.parametrize(
    "nonsense", [{}, {"lines": 3}, {"lines": [[]], "halls": None}, {"counters": [{"skills": {"x": {}}}]}]
)
def test_nonsense_is_all_mistakes_and_never_a_fault(admin, nonsense):
    checked = admin.post("/admin/centre/check", {"document": nonsense})
    assert checked.status_code == 200
    assert checked.json["mistakes"]
    assert all(mistake["message"] and "{" not in mistake["message"] for mistake in checked.json["mistakes"])


def test_a_saving_that_is_repeated_is_done_once_and_answered_alike(admin, centre):
    body = saving(centre, wait_target_minutes=20)
    answers = [admin.post("/admin/centre", body, key="one-key-one-saving").json for _ in range(2)]
    assert answers[0] == answers[1]
    assert [each["number"] for each in admin.get("/admin/versions").json["versions"]] == [2, 1]


def test_a_draft_begun_before_somebody_elses_change_is_refused(admin, centre):
    admin.post("/admin/centre", saving(centre, wait_target_minutes=20))
    late = admin.post("/admin/centre", saving(centre, wait_target_minutes=25))
    assert (late.status_code, late.json["code"]) == (409, "centre.changed_meanwhile")
    assert admin.get("/admin/centre").json["document"]["wait_target_minutes"] == 20


def test_a_draft_with_mistakes_is_refused_and_says_how_many(admin, centre):
    refused = admin.post("/admin/centre", saving(centre, wait_target_minutes=0))
    assert (refused.status_code, refused.json["code"], refused.json["count"]) == (422, "centre.mistakes", 1)


def test_a_version_tells_what_it_changed_and_holds_the_whole_document(admin, centre):
    admin.post("/admin/centre", saving(centre, wait_target_minutes=20))
    version = admin.get("/admin/versions/2").json
    assert [(each["field"], each["before"], each["after"]) for each in version["differences"]] == [
        ("wait_target_minutes", 15, 20)
    ]
    assert admin.get("/admin/versions/1").json["document"] == centre["document"]
    assert admin.get("/admin/versions/9").status_code == 404


def test_the_file_that_goes_out_reads_back_as_the_same_document_with_the_choices_in_the_catalogue(admin, centre):
    file = admin.get("/admin/centre.toml")
    assert file.content_type == "application/toml"
    assert read_centre_file(file.get_data(as_text=True)).code == "test"
    assert admin.post("/admin/centre/read", {"text": file.get_data(as_text=True)}).json == {
        "document": centre["document"] | {"procedures": []},
        "mistakes": [],
    }


def test_a_file_that_is_none_is_one_mistake(admin):
    read = admin.post("/admin/centre/read", {"text": "a = \x00"}).json
    assert (read["document"], [each["code"] for each in read["mistakes"]]) == (None, ["file.unreadable"])


def test_a_document_far_larger_than_other_requests_is_taken(admin, centre):
    draft = copy.deepcopy(centre["document"])
    draft["services"] += [
        draft["services"][0] | {"code": f"more-{number}", "names": dict.fromkeys(("vi", "en", "zh"), "x" * 200)}
        for number in range(300)
    ]
    saved = admin.post("/admin/centre", {"document": draft, "based_on": centre["fingerprint"]})
    assert saved.status_code == 200
    assert len(admin.get("/admin/centre").json["document"]["services"]) == len(draft["services"])


def test_a_new_password_signs_its_person_out_everywhere_and_is_that_of_nobody_elsewhere(admin, visit):
    clerk = visit("clerk")
    assert clerk.get("/me").status_code == 200
    given = admin.post("/admin/staff/clerk/password").json
    assert clerk.get("/me").status_code == 401
    signed_in = visit("anonymous").post("/sign-in", {"login": "clerk", "password": given["password"]}, key=None)
    assert signed_in.status_code == 200
    assert admin.post("/admin/staff/nobody/password").status_code == 404


def test_an_administrator_gives_no_password_to_somebody_who_sees_other_centres_and_so_cannot_sign_in_as_them(
    admin, visit
):
    province = visit("province")
    refused = admin.post("/admin/staff/province/password")
    assert (refused.status_code, refused.json["code"]) == (403, "staff.beyond_the_centre")
    assert province.get("/me").status_code == 200


def test_a_file_with_a_number_of_thousands_of_digits_is_a_mistake_and_never_a_fault(admin):
    read = admin.post("/admin/centre/read", {"text": f"code = {'9' * 5000}"})
    assert (read.status_code, read.json["mistakes"][0]["code"]) == (200, "file.unreadable")


def test_a_short_name_of_blanks_that_would_make_an_empty_button_is_refused(admin):
    refused = admin.post("/admin/procedures/1.001193", {"offered": True, "short_name": "  "})
    assert (refused.status_code, refused.json["code"]) == (422, "input.invalid")
