"""The pages a new portal opens with, each a file beside this one: a few lines of TOML, then Markdown."""

import tomllib
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .. import prose

FOLDER = Path(__file__).parent
FENCE = "+++\n"


def read():
    """What the files say, each {kind, slug, title, sentence, position, body}, in the order of their names."""
    return [_read(path) for path in sorted(FOLDER.glob("*.md"))]


def _read(path):
    _nothing, about, body = path.read_text().split(FENCE, 2)
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    body = body.strip().replace("{address}", f"<{address}>") + "\n"
    return tomllib.loads(about) | {"slug": path.stem.split("-", 1)[1], "body": body}


@transaction.atomic
def plant(articles, versions, now=None):
    """Publish the pages that are not there yet, by the models `articles` and `versions` (a migration has its own).

    Whatever has the address of one already stays as it is: edited, renamed or retired by staff.
    """
    now = now or timezone.now()
    # The first migration knows no states yet; the one that brings them fills them in.
    stands = {"state": "published"} if any(field.name == "state" for field in articles._meta.get_fields()) else {}
    for about in read():
        html = prose.render(about["body"])
        article, is_new = articles.objects.get_or_create(
            kind=about["kind"],
            slug=about["slug"],
            defaults=about
            | {
                "html": html,
                "version_number": 1,
                "first_public_number": 1,
                "created_at": now,
                "updated_at": now,
                "published_at": now,
                **stands,
            },
        )
        if is_new:
            words = {name: about[name] for name in ("title", "sentence", "body")}
            versions.objects.create(article=article, number=1, html=html, at=now, change="", by=None, **words)
