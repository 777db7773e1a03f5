"""What `make up` does inside Django before the portal starts, in one process: each start of Django costs a second.

Its standard output carries the sign-ins and nothing else; all else goes where progress bars go.
"""

import os
import sys
from contextlib import redirect_stdout
from io import StringIO

from .failure import CannotStart


def main():
    """Bring the database up to date, fill it on the first run, and print a sign-in for each role."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxpa_portal.settings")
    import django
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from .migrating import quick_migrations

    sign_ins = StringIO()
    with redirect_stdout(sys.stderr):
        django.setup()
        with quick_migrations():
            call_command("migrate", interactive=False, verbosity=0)
        if not get_user_model().objects.exists():
            print("The demo community, on this first run only:", flush=True)
            call_command("demo")
    with redirect_stdout(sign_ins):
        call_command("demo", "--sign-ins", stdout=sign_ins)
    print(sign_ins.getvalue().rstrip())


if __name__ == "__main__":
    try:
        main()
    except CannotStart as reason:
        sys.exit(f"{reason}")
    except KeyboardInterrupt:
        sys.exit(130)
