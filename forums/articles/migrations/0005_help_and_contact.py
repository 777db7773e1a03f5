from django.db import migrations

from forums.articles.first_pages import plant


def plant_what_is_missing(apps, schema_editor):
    plant(apps.get_model("articles", "Article"), apps.get_model("articles", "Version"))


class Migration(migrations.Migration):
    """Help and contact, for portals that opened before there were such pages."""

    dependencies = [("articles", "0004_from_draft_to_readers")]

    operations = [migrations.RunPython(plant_what_is_missing, migrations.RunPython.noop)]
