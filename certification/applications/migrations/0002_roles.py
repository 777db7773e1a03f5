from django.db import migrations

from certification.applications.roles import give_roles


def give(apps, schema_editor):
    give_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"), apps)


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
