"""`python -m storecrew.fronts.cli`, which is what the command `storecrew` runs."""

import sys

from storecrew.fronts.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
