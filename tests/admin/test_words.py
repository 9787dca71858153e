"""Everything that the form can hold has its words in every language."""

import re
from pathlib import Path

import pytest

from queue_server.domain import centre_retiring
from queue_server.domain.centre import LANGUAGES
from queue_server.domain.centre_form import FORM, PROCEDURES, SECTIONS, Kind
from queue_server.web.strings import catalogue


def keys_of(fields, under):
    """The keys under which the page looks for the words of the fields, and of what they hold."""
    for field in fields:
        yield f"admin.field.{under}.{field.key}"
        yield from (f"admin.choice.{field.key}.{choice}" for choice in field.choices)
        yield from keys_of(field.fields, f"{under}.{field.key}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_every_choice_and_every_part_of_the_page_has_its_words(language):
    wanted = {key for section in (*FORM, PROCEDURES) for key in keys_of(section.fields, section.key or "general")}
    wanted |= {f"admin.section.{section.key or 'general'}" for section in FORM}
    wanted |= {f"admin.section.{field.key}" for field in SECTIONS[""].fields if field.kind is Kind.TABLE}
    wanted |= {f"admin.one.{section.key}" for section in (*FORM[1:], PROCEDURES)}
    assert wanted - set(catalogue(language)) == set()


def test_every_refusal_of_a_hall_at_work_has_its_words():
    source = Path(centre_retiring.__file__).read_text()
    codes = set(re.findall(r'"((?:code|hall|line|letter|service|counter|staff|role)\.[a-z_]+)"', source))
    assert len(codes) > 9
    assert {f"admin.mistake.{code}" for code in codes} - set(catalogue("vi")) == set()
