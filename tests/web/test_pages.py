"""The pages of the staff have one frame, and each loads what it needs."""

import re

import pytest

PAGES = ("sign-in", "console", "manager", "admin", "province", "dossiers", "dossiers/H49-261123-0001", "appointments")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_staff_loads_its_own_script_and_styles_and_all_of_them_are_there(site, path):
    client = site.application.flask.test_client()
    page = client.get(f"/{path}").text
    name = path.split("/")[0]
    loaded = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert f'<div id="{name}">' in page
    assert any(each.endswith(f"/web/{name.replace('-', '_')}/main.js") for each in loaded)
    assert any(f"/web/{name.replace('-', '_')}/" in each and each.endswith(".css") for each in loaded)
    for each in loaded:
        with client.get(each) as answer:
            assert answer.status_code == 200, each
