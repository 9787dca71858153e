"""Codes: of appointments, dossiers, payments."""

import re
from binascii import crc_hqx

from kiosk.scanning.repairs import keys_meant

ALPHABET = "34679ACDEFGHJKMNPRTVWXY"
"""The letters of codes with a check, of appointments and payments; nothing in it can be mistaken for another."""
CHECKED_LENGTH = 8
PAY_MARK = "MC"
"""A pay code is this and eight letters that are checked as those of an appointment's code."""
LONGEST_PAY_CODE = 16
LONGEST_DOSSIER = 40
DOSSIER = re.compile(
    r"(?<![0-9A-Z.])(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.)?[A-Z][0-9]{2}(?:\.[0-9]{1,3}){0,4}-[0-9]{6}-[0-9]{4,6}(?![0-9A-Z])"
)
"""Circular 01/2018/TT-VPCP, article 19 (the agency's code of QCVN 102:2016, day of receipt, serial of the day), and the
shorter code of Decision 20/2020/QD-TTg."""
PLAIN = re.compile(r"(?=.*[0-9])[0-9A-Z](?:[0-9A-Z./-]{2,38})[0-9A-Z]")

EMV_BEGINS = "000201"
"""EMVCo merchant-presented QR, payload format indicator: tag 00, length 02, version 01."""
EMV_CHECK = "6304"
"""Tag and length of its checksum, which comes last."""
EMV_CRC_SEED = 0xFFFF


def appointment_code(text: str) -> str | None:
    """Return the code of an appointment, also when an input method made accents of some of its letters."""
    letters = re.sub(r"[\s-]", "", text).upper()
    if _is_checked(letters):
        return letters
    if not 3 <= len(letters) <= CHECKED_LENGTH or letters.isascii():
        return None
    meant = {keys for keys in keys_meant(letters, length=CHECKED_LENGTH) if _is_checked(keys)}
    return meant.pop() if len(meant) == 1 else None


def dossier_code(text: str) -> str | None:
    """Return the one dossier's code in the text: it may stand alone or in an address."""
    found = set(DOSSIER.findall(text.upper()))
    return found.pop() if len(found) == 1 else None


def plain_code(text: str) -> str | None:
    """Return a text that may be a code of a shape of its own: capitals, digits, dots, dashes, slashes, with a digit."""
    code = text.upper()
    return code if len(code) <= LONGEST_DOSSIER and PLAIN.fullmatch(code) else None


def pay_code(text: str) -> str | None:
    """Return the one pay code of a Motcua centre in the text: its payment code, or the code as it is written."""
    letters = re.sub(r"[^0-9A-Z]", "", text.upper())
    begins = (letters[at : at + len(PAY_MARK) + CHECKED_LENGTH] for at in range(len(letters)))
    found = {each for each in begins if each.startswith(PAY_MARK) and _is_checked(each[len(PAY_MARK) :])}
    return found.pop() if len(found) == 1 else None


def is_payment(text: str) -> bool:
    """Say whether it is a bank's payment code (VietQR, VNPAY): fields to the end, and a checksum that is right."""
    body, check = text[:-4], text[-4:]
    if not text.startswith(EMV_BEGINS) or not body.endswith(EMV_CHECK):
        return False
    return f"{crc_hqx(body.encode(), EMV_CRC_SEED):04X}" == check.upper()


def _is_checked(letters: str) -> bool:
    if len(letters) != CHECKED_LENGTH or any(letter not in ALPHABET for letter in letters):
        return False
    return sum(place * ALPHABET.index(letter) for place, letter in enumerate(letters, 1)) % len(ALPHABET) == 0
