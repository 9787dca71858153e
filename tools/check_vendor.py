"""Verifies the files of other projects: each is listed with its licence, and is byte for byte what was vendored."""

import hashlib
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).parent.parent / "kiosk" / "assets" / "vendor"
LICENCES = frozenset({"MIT", "Apache-2.0", "OFL-1.1"})
# Ours: the list itself, its texts, and hand-written types of the bundles.
UNLISTED = ("vendor.toml", "licences/", ".d.ts")


def faults(folder: Path = VENDOR) -> Iterator[str]:
    """Yield one sentence for each vendored file that is missing, changed, unlisted or not well licensed."""
    entries = tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))["file"]
    for entry in entries:
        yield from _file_faults(folder, entry)
    listed = {entry["path"] for entry in entries}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if name not in listed and not name.startswith(UNLISTED[:2]) and not name.endswith(UNLISTED[2]):
            yield f"{name} is not in vendor.toml"


def _file_faults(folder: Path, entry: dict[str, Any]) -> Iterator[str]:
    file = folder / entry["path"]
    if not file.is_file():
        yield f"{entry['path']} is missing"
    elif hashlib.sha256(file.read_bytes()).hexdigest() != entry["sha256"]:
        yield f"{entry['path']} is not what was vendored"
    for package in entry["package"]:
        if package["licence"] not in LICENCES:
            yield f"{package['name']} has the licence {package['licence']}"
        if not (folder / package["licence_text"]).is_file():
            yield f"{package['name']} has no licence text"


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or "vendored files: as listed")
    sys.exit(1 if found else 0)
