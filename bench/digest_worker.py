"""One beat of the drill: writes the digests that are due, again and again, until it is killed. In the folder it is
given it says, in a file of its own, of which moment it has written all."""

import sys
import time
from pathlib import Path

import django


def main(folder, name):
    django.setup()
    from django.utils import timezone

    from cxpa_portal.digest.writing import write_due
    from members.mail.models import DigestSchedule

    said = folder / f"done-{name}"
    while True:
        now = timezone.now()
        write_due(now)
        if not DigestSchedule.objects.due(now).exists():
            said.write_text(f"{now.timestamp()}")
        time.sleep(0.1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
