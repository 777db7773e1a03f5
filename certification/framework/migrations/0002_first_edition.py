from django.db import migrations

from certification.framework.first_edition import lay_down


def lay(apps, schema_editor):
    lay_down(
        apps.get_model("framework", "Framework"),
        apps.get_model("framework", "Competency"),
        apps.get_model("framework", "Statement"),
        apps.get_model("framework", "ProgramRules"),
        apps.get_model("subjects", "Subject"),
    )


class Migration(migrations.Migration):
    dependencies = [("framework", "0001_initial"), ("subjects", "0002_first_subjects")]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
