"""Programs of others that run in Node.js, beside the tests."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = ROOT / "tests" / "hardware"


def node(script, *arguments):
    """Run a script of tests/hardware and return what it printed."""
    done = subprocess.run(
        ["node", HERE / script, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
