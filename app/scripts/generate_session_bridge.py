"""`python -m app.scripts.generate_session_bridge PATIENT SESSION`: the same as `therabridge session-bridge`."""

import sys

from app.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["session-bridge"]
    main()
