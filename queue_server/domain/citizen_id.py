"""The 12-digit personal number: checked by its structure, kept as a keyed hash and a masked form, never as itself.

Decree 137/2015/ND-CP and Circular 07/2016/TT-BCA: three digits for the place of birth registration, one for century and
sex, two for the year of birth, six at random. There is no check digit.
"""

import hmac
import re
from dataclasses import dataclass

from queue_server.domain.errors import CitizenIdInvalid

_PROVINCES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042"
    " 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087"
    " 089 091 092 093 094 095 096"
)
PROVINCES = frozenset(_PROVINCES.split())
"""The 63 provinces before July 2025: numbers keep the code they were given with."""

PATTERN = rf"^({'|'.join(_PROVINCES.split())}|[1-9][0-9]{{2}})([01][0-9]{{2}}|[23][0-4][0-9])[0-9]{{6}}$"
"""What a number looks like. Codes from 100 on stand for countries of births abroad; that list is not ours to know.

Nobody was born after 2049 yet: that much finds slips of the finger without asking the clock.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """All that is ever kept of a citizen: the keyed hash of the number, and its masked form for staff."""

    hash: str
    masked: str


def citizen_of(written: str, *, key: bytes) -> Citizen:
    """Return what is kept of the citizen whose number was written. Raises CitizenIdInvalid."""
    number = citizen_number(written)
    return Citizen(hash=citizen_hash(number, key=key), masked=masked(number))


def citizen_number(written: str) -> str:
    """Return the number without the blanks and dots people write in it.

    Raises CitizenIdInvalid, which never carries what was written.
    """
    number = re.sub(r"[\s.-]", "", written)
    if not re.fullmatch(PATTERN, number):
        raise CitizenIdInvalid()
    return number


def masked(number: str) -> str:
    """Return the number as staff may see it, `022******289`."""
    return f"{number[:3]}******{number[-3:]}"


def citizen_hash(number: str, *, key: bytes) -> str:
    """Return what is kept in place of the number.

    HMAC-SHA256: there are only some ten thousand million possible numbers, so a plain hash could be turned back.
    """
    return hmac.new(key, b"citizen-id:" + number.encode(), "sha256").hexdigest()
