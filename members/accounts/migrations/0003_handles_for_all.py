"""Everyone who is here already gets a handle, the oldest accounts first."""

from django.db import migrations

from members.accounts.handles import handles_for

BATCH = 2000


def hand_out(apps, schema_editor):
    Person = apps.get_model("accounts", "Person")
    taken = set(Person.objects.filter(handle__isnull=False).values_list("handle", flat=True))
    while batch := list(Person.objects.filter(handle=None).order_by("pk").only("name")[:BATCH]):
        for person, handle in zip(batch, handles_for([each.name for each in batch], taken), strict=True):
            person.handle = handle
        Person.objects.bulk_update(batch, ["handle"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_handle")]

    operations = [migrations.RunPython(hand_out, migrations.RunPython.noop)]
