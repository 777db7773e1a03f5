"""`python -m cxpa_portal.embedded up | down`, as `make up` and `make down` call it."""

import sys
from pathlib import Path

from . import supervisor
from .failure import CannotStart


def main():
    """Run one of the two words; what cannot be done is one sentence and exit status 1."""
    root = Path(__file__).resolve().parents[2]
    words = {"up": supervisor.up, "down": supervisor.down}
    if len(sys.argv) != 2 or sys.argv[1] not in words:
        return "Say what to do: python -m cxpa_portal.embedded up | down"
    try:
        return words[sys.argv[1]](root)
    except CannotStart as reason:
        return f"{reason}"


if __name__ == "__main__":
    sys.exit(main())
