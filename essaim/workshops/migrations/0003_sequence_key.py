import uuid

from django.db import migrations, models


def name_each(apps, schema_editor):
    """The same names wherever this is done: an instance and its copy, migrated apart, still know each other."""
    sequences = apps.get_model("workshops", "Sequence").objects
    for pk, workshop, position in list(sequences.values_list("pk", "workshop__key", "position")):
        sequences.filter(pk=pk).update(key=uuid.uuid5(workshop, f"sequence-{position}"))


class Migration(migrations.Migration):
    dependencies = [("workshops", "0002_saved_formats")]

    operations = [
        migrations.AddField("sequence", "key", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(name_each, migrations.RunPython.noop),
        migrations.AlterField("sequence", "key", models.UUIDField(unique=True, default=uuid.uuid4, editable=False)),
    ]
