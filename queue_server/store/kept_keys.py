"""Secret keys in files of the data folder: never in the database, so that a copy of that alone gives nobody away."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes, token_hex

BYTES = 32


class KeyDamaged(Exception):
    """A key file does not hold a key. `path` is the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} should hold {2 * BYTES} hexadecimal digits; bring the copy of it back")
        self.path = path


def kept_key(path: Path) -> bytes:
    """Return the key in the file, made at the first time; only its owner can read it. Raises KeyDamaged.

    Two processes that come first at once agree on one key.
    """
    if not path.exists():
        _make(path)
    written = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        key = bytes.fromhex(written)
    except ValueError:
        raise KeyDamaged(path) from None
    if len(key) != BYTES:
        raise KeyDamaged(path)
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole = path.with_name(f".{path.name}.{token_hex(8)}")
    handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(token_bytes(BYTES).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    # A link appears whole or not at all, and never in place of another process's key.
    with suppress(FileExistsError):
        os.link(whole, path)
    whole.unlink()
