"""Words taken back after publication were hidden from readers, and still stored: they are no longer."""

from django.db import migrations

SENTENCE = "(retirée après publication par la personne qui l’avait écrite)"


def without(keys, part):
    """The same JSON, without the words of the notes of these keys."""
    if isinstance(part, list):
        return [without(keys, item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {name: without(keys, value) for name, value in part.items()}
    if part.get("key") in keys and "voices" in part:
        kept["text"] = SENTENCE
    return kept


def forget(apps, _schema_editor):
    note = apps.get_model("boards", "Note")
    keys = {str(key) for key in note.objects.filter(state="withdrawn").values_list("key", flat=True)}
    for report in apps.get_model("reports", "Report").objects.filter(state="final").iterator(chunk_size=20):
        content = without(keys, report.content)
        if content != report.content:
            report.content = content
            report.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0001_initial"),
        ("reports", "0001_initial"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
