import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0007_what_becomes_of_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Incoming",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(max_length=250)),
                ("to", models.CharField(blank=True, max_length=320)),
                ("sender", models.CharField(blank=True, max_length=320, verbose_name="from")),
                ("subject", models.CharField(blank=True, max_length=250)),
                ("source", models.CharField(blank=True, max_length=20, verbose_name="came by")),
                ("size", models.PositiveIntegerField(default=0, verbose_name="size in bytes")),
                ("raw", models.BinaryField(help_text="As it came; for a month.", null=True)),
                ("thing", models.CharField(blank=True, max_length=20, verbose_name="to a")),
                ("url", models.CharField(blank=True, help_text="What became of it.", max_length=250)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("taken", "taken"),
                            ("refused", "refused, and answered"),
                            ("dropped", "dropped without an answer"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("is_let_through", models.BooleanField(default=False, help_text="Staff said that a person wrote it.")),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="came")),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="of",
                    ),
                ),
            ],
            options={
                "verbose_name": "incoming mail",
                "verbose_name_plural": "incoming mail",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["due_at", "id"], name="incoming_due"
                    ),
                    models.Index(fields=["sender", "received_at"], name="incoming_of_sender"),
                    models.Index(
                        condition=models.Q(("raw__isnull", False)), fields=["received_at"], name="incoming_words_kept"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("message_id", "to"), name="incoming_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "taken", "refused", "dropped", "failed"])),
                        name="incoming_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WritingKey",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("seed", models.CharField(editable=False, max_length=32)),
                (
                    "former",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, editable=False, size=None
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
            ],
            options={
                "verbose_name": "key of addresses",
                "verbose_name_plural": "keys of addresses",
            },
        ),
    ]
