import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0009_digest_as_chosen"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handful",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "letters",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), editable=False, size=None
                    ),
                ),
                (
                    "at",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, help_text="From 1 on; 0 before the first.", verbose_name="at"
                    ),
                ),
                ("begun_at", models.DateTimeField(editable=False, verbose_name="begun")),
            ],
            options={
                "verbose_name": "handful of letters",
                "verbose_name_plural": "handfuls of letters",
            },
        ),
        # No disk is waited for, and a crash of the database empties it: see the model.
        migrations.RunSQL("ALTER TABLE mail_handful SET UNLOGGED", migrations.RunSQL.noop),
    ]
