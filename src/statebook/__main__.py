"""`python -m statebook` is `statebook`."""

import sys

from statebook.cli import main

if __name__ == "__main__":
    sys.exit(main())
