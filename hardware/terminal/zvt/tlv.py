"""The container of tags in field 06: tags of one to three bytes, lengths as BER has them (7F, 81 xx, 82 xx xx)."""

from collections.abc import Iterator

LONGEST_TAG = 3


def tags(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield tags with their values. What is cut off or no tag ends it."""
    at = 0
    while at < len(data):
        begin = _after_tag(data, at)
        length = None if begin is None else ber_length(data, begin)
        if begin is None or length is None or sum(length) > len(data):
            return
        yield int.from_bytes(data[at:begin], "big"), data[length[0] : sum(length)]
        at = sum(length)


def ber_length(data: bytes, at: int) -> tuple[int, int] | None:
    """Return where the value begins and how long it is, None when that is cut off or of another form."""
    if at >= len(data):
        return None
    if data[at] <= 0x7F:
        return at + 1, data[at]
    size = data[at] - 0x80
    if size not in {1, 2} or at + 1 + size > len(data):
        return None
    return at + 1 + size, int.from_bytes(data[at + 1 : at + 1 + size], "big")


def to_ber_length(size: int) -> bytes:
    """Return a length. Raises ValueError for one of more than two bytes."""
    if size > 0xFFFF:
        raise ValueError(f"a container has at most {0xFFFF} bytes")
    if size <= 0x7F:
        return bytes((size,))
    return bytes((0x81, size)) if size <= 0xFF else bytes((0x82,)) + size.to_bytes(2, "big")


def to_tag(tag: int, value: bytes) -> bytes:
    """Return one tag with its value."""
    return tag.to_bytes(max(1, (tag.bit_length() + 7) // 8), "big") + to_ber_length(len(value)) + value


def _after_tag(data: bytes, at: int) -> int | None:
    end = at + 1
    if data[at] & 0x1F == 0x1F:
        while end < len(data) and data[end] & 0x80:
            end += 1
        end += 1
    return end if end <= len(data) and end - at <= LONGEST_TAG else None
