"""Secrets that somebody else gave us, in files of the data folder; see `kept_keys` for those that we make."""

from collections.abc import Sequence
from pathlib import Path


def given_secrets(path: Path) -> Sequence[bytes]:
    """Return the secrets in the file, one a line, several while an old one is being replaced; none without a file.

    The file is read each time, so that a new secret counts at once.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    return tuple(line.strip().encode() for line in lines if line.strip())
