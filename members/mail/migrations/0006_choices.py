"""What was stopped becomes a choice of channel, and people may have quiet hours."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

CHANNELS = [
    ("now", "By mail, at once"),
    ("digest", "Gathered in my letter"),
    ("notice", "Only in the portal"),
    ("never", "Not at all"),
]
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
# Who stopped a letter was told that its news still waits in the portal: so it stays, but where there never was any.
TOLD_BY_MAIL_ALONE = ["cxpa_portal/digest/weekly"]


def stops_become_choices(apps, schema_editor):
    Choice, Stop = apps.get_model("mail", "Choice"), apps.get_model("mail", "Stop")
    Choice.objects.bulk_create(
        Choice(
            person_id=stop.person_id,
            kind=stop.kind,
            channel="never" if stop.kind in TOLD_BY_MAIL_ALONE else "notice",
            chosen_at=stop.stopped_at,
        )
        for stop in Stop.objects.iterator()
    )


def choices_become_stops(apps, schema_editor):
    Choice, Stop = apps.get_model("mail", "Choice"), apps.get_model("mail", "Stop")
    Stop.objects.bulk_create(
        Stop(person_id=choice.person_id, kind=choice.kind, stopped_at=choice.chosen_at)
        for choice in Choice.objects.filter(channel__in=["notice", "never"]).iterator()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0005_what_letters_are_about"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=80, verbose_name="kind")),
                ("channel", models.CharField(blank=True, choices=CHANNELS, max_length=10, verbose_name="goes")),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=CHANNELS,
                        db_default="",
                        help_text="To take it back.",
                        max_length=10,
                        verbose_name="before",
                    ),
                ),
                ("chosen_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="chosen")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail_choices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "choice of mail",
                "verbose_name_plural": "choices of mail",
                "constraints": [
                    models.UniqueConstraint(fields=["person", "kind"], name="one_choice_per_kind"),
                    models.CheckConstraint(
                        condition=Q(
                            ("channel__in", ["", "now", "digest", "notice", "never"]),
                            ("before__in", ["", "now", "digest", "notice", "never"]),
                        ),
                        name="choice_of_a_known_channel",
                    ),
                ],
            },
        ),
        migrations.RunPython(stops_become_choices, choices_become_stops),
        migrations.DeleteModel("Stop"),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="quiet_hours",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("starts", models.PositiveSmallIntegerField(choices=HOURS, default=22, verbose_name="from")),
                ("ends", models.PositiveSmallIntegerField(choices=HOURS, default=7, verbose_name="until")),
                (
                    "weekends",
                    models.BooleanField(default=False, verbose_name="Saturday and Sunday too, all day"),
                ),
            ],
            options={
                "verbose_name": "quiet hours",
                "verbose_name_plural": "quiet hours",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("ends__lt", 24), ("starts__lt", 24)), name="quiet_hours_of_a_day"
                    ),
                    models.CheckConstraint(condition=Q(("starts", F("ends")), _negated=True), name="quiet_hours_end"),
                ],
            },
        ),
        migrations.AddField(
            "mail",
            "for_digest",
            models.BooleanField(
                db_default=False, default=False, editable=False, help_text="Goes into the weekly letter instead."
            ),
        ),
        migrations.AddIndex(
            "mail",
            models.Index(fields=["to", "created_at"], name="mail_for_digest", condition=Q(("for_digest", True))),
        ),
    ]
