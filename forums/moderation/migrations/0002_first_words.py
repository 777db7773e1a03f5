"""A few words to begin with; staff change them as they learn."""

from django.db import migrations

WORDS = [
    ("guaranteed returns", "hold", "Usually somebody who promises money."),
    ("payday loan*", "hold", "Usually somebody who lends money."),
    ("betting tips", "hold", "Usually an advertisement for games of chance."),
    ("buy followers", "hold", "Usually somebody who sells attention."),
    ("essay writing service*", "hold", "Usually an advertisement."),
    ("sponsored guest post*", "flag", "Often somebody who sells links; the blog has a way of its own for guests."),
    ("backlink*", "flag", "Often somebody who sells links."),
]


def add(apps, schema_editor):
    word = apps.get_model("moderation", "WatchWord")
    for pattern, kind, why in WORDS:
        word.objects.get_or_create(pattern=pattern, defaults={"kind": kind, "why": why, "language": "en"})


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_cases")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
