"""PouchDB ↔ express-pouchdb, the peer: the same records, a database that pushes, one that pulls, a proxy that counts.

Fetched by npm into a temporary folder, without scripts of packages; nothing of it is part of the program.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

PACKAGES = ("pouchdb@9.0.0", "express-pouchdb@4.2.0", "express@4.21.2")
SCRIPT = Path(__file__).parent / "_pouchdb.js"


def there() -> bool:
    """Whether this computer has npm and node."""
    return bool(shutil.which("npm") and shutil.which("node"))


def measure(folder: Path, lines: list[str]) -> dict[str, tuple[float, ...]]:
    """Seconds, bytes and requests by the names of `sync.run`; nothing where the packages cannot be fetched."""
    folder.mkdir()
    shutil.copy(SCRIPT, folder / "bench.js")
    fetch = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
    if subprocess.run(fetch, cwd=folder, capture_output=True).returncode:
        return {}
    records = [{"_id": record.pop("id"), **record} for record in map(json.loads, lines)]
    done = subprocess.run(["node", "bench.js"], cwd=folder, input=json.dumps(records), capture_output=True, text=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["name"]: (row["seconds"], row["bytes"], row["requests"]) for row in rows}
