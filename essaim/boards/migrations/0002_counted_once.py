from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="note", name="note_said_by_somebody"),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(count__gte=1) | models.Q(source="phone"), name="note_said_by_somebody"
            ),
        ),
    ]
