from django.db import migrations

from forums.articles.first_pages import plant


def plant_first_pages(apps, schema_editor):
    plant(apps.get_model("articles", "Article"), apps.get_model("articles", "Version"))


class Migration(migrations.Migration):
    """The pages a new portal opens with. From then on they are the staff's: nothing here touches them again."""

    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(plant_first_pages, migrations.RunPython.noop)]
