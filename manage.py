#!/usr/bin/env python
"""Django's command line for the portal. It finds or starts the two servers of development, as everything here does."""

import os
import sys

from cxpa_portal.embedded import CannotStart


def main():
    """Run one command; a server that cannot start is one sentence and exit status 1, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxpa_portal.settings")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except CannotStart as reason:
        sys.exit(f"{reason}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
