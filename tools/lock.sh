#!/usr/bin/env bash
# Write the lock files anew: every dependency with its version and hashes, and no registry's address.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"; }
compile --group dev --extra server --extra postgres pyproject.toml -o requirements/dev.txt
compile --group build --extra server --extra postgres pyproject.toml -c requirements/dev.txt -o requirements/runtime.txt
