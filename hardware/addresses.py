"""The address of a panel or pad in a frame: `{addr}` is two decimal digits, `{addr:raw}` one byte."""

from collections.abc import Mapping

from hardware.pattern import PatternWrong

MOST_ADDRESS = 99
SIZES: Mapping[str, int] = {"addr": 2, "addr:raw": 1}


def written(address: int) -> dict[str, bytes]:
    """Return the address as both fields. Raises PatternWrong for one that no pattern can say."""
    if not 0 <= address <= MOST_ADDRESS:
        raise PatternWrong(f"an address is 0 to {MOST_ADDRESS}")
    return {"addr": b"%02d" % address, "addr:raw": bytes((address,))}


def read(values: Mapping[str, bytes]) -> int | None:
    """Return the address in a frame's fields, None when they say none, or two."""
    said = {int(values["addr"])} if values.get("addr", b"").isdigit() else set()
    said |= {values["addr:raw"][0]} if values.get("addr:raw") else set()
    address = said.pop() if len(said) == 1 else None
    return address if address is not None and address <= MOST_ADDRESS else None
