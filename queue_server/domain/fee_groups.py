"""The groups of people that the Law on Fees and Charges names to be spared (97/2015/QH13, article 10)."""

from collections.abc import Mapping
from types import MappingProxyType

from queue_server.domain.plain_text import folded

SPARED_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "child": "Trẻ em",
        "poor": "Hộ nghèo",
        "elderly": "Người cao tuổi",
        "disabled": "Người khuyết tật",
        "merit": "Người có công với cách mạng",
        "ethnic_minority": "Đồng bào dân tộc thiểu số ở xã đặc biệt khó khăn",
    }
)
"""The law's name of each group; in the other languages they stand under `money.group.` in the strings."""
_OTHER_WORDS = {
    "nguoi ngheo": "poor",
    "nguoi co cong": "merit",
    "nguoi dan toc thieu so o xa dac biet kho khan": "ethnic_minority",
}
_CODES = {folded(name): code for code, name in SPARED_GROUPS.items()} | {folded(code): code for code in SPARED_GROUPS}


def group_of(written: str) -> str:
    """Return the code of a group that the law names, by code or by name in any spelling; else what was written."""
    words = folded(written)
    return _CODES.get(words) or _OTHER_WORDS.get(words) or written
