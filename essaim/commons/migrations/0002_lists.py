from django.db import migrations
from django.utils.text import slugify

from essaim.commons.formats.lists import LISTS


def begin(apps, schema_editor):
    """An instance begins with these lists; its administration changes them afterwards."""
    terms = apps.get_model("commons", "Term").objects
    for scheme, paths in LISTS.items():
        made = {}
        for position, path in enumerate(paths):
            above, _slash, label = path.rpartition("/")
            key = "/".join(slugify(part) for part in path.split("/"))
            made[path] = terms.create(scheme=scheme, key=key, label=label, parent=made.get(above), position=position)


class Migration(migrations.Migration):
    dependencies = [("commons", "0001_initial")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
