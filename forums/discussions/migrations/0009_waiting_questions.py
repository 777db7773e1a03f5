from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0008_speaking_safely"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(
                models.expressions.OrderBy(models.F("promised_until"), nulls_last=True),
                models.expressions.OrderBy(models.F("last_posted_at"), descending=True),
                models.expressions.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    ("closed_at", None), ("hidden_at", None), ("kind", "question"), ("post_count__lte", 1)
                ),
                name="topic_promised",
            ),
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(
                models.expressions.OrderBy(models.F("last_posted_at"), descending=True),
                models.expressions.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    ("accepted_count", 0), ("closed_at", None), ("hidden_at", None), ("kind", "question")
                ),
                name="topic_unsolved",
            ),
        ),
    ]
