"""What docs/guarantees.md promises is proved by tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.findall(r"`(tests/\S+\.py)::(\w+)`", (ROOT / "docs/guarantees.md").read_text(encoding="utf-8"))


def test_every_proof_that_is_named_exists():
    missing = [
        f"{path}::{name}" for path, name in NAMED if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert NAMED
    assert missing == []
