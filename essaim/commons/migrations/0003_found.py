from django.db import migrations, models

from essaim.commons.finding.stems import indexed


def index_titles(apps, schema_editor):
    """The titles that are here already are found like those to come."""
    commons = apps.get_model("commons", "Common").objects
    for common in commons.only("title").iterator(chunk_size=1000):
        commons.filter(pk=common.pk).update(title_words=indexed(common.title))


class Migration(migrations.Migration):
    dependencies = [("commons", "0002_lists")]

    operations = [
        migrations.CreateModel(
            name="Catalogue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("generation", models.PositiveBigIntegerField(default=0)),
                ("marks", models.JSONField(default=list)),
            ],
            options={"verbose_name": "état du catalogue"},
        ),
        migrations.AddField(
            model_name="common",
            name="title_words",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="common",
            name="generation",
            field=models.PositiveBigIntegerField(db_index=True, default=0),
        ),
        migrations.RunPython(index_titles, migrations.RunPython.noop),
    ]
