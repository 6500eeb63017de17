"""The tables of the storefront: design, menus, parts of the home page, pages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Page",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(allow_unicode=True, max_length=80, unique=True)),
                (
                    "texts",
                    models.JSONField(
                        help_text="language code to `types.PageText`; a page exists in the languages it has a title in"
                    ),
                ),
                ("shown", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("content", models.JSONField(help_text="one of `types.SectionContent`, by its `kind`")),
                ("shown", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Design",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                (
                    "stamp",
                    models.CharField(
                        help_text="names the last change of look, frame, home, menus or pages", max_length=40
                    ),
                ),
                ("look", models.CharField(max_length=20)),
                (
                    "tokens",
                    models.JSONField(default=dict, help_text="what the store changed of its look: token name to value"),
                ),
                ("frame", models.JSONField(default=dict, help_text="a `types.Frame`: words, contact and terms")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="storefront_one_design")],
            },
        ),
        migrations.CreateModel(
            name="Menu",
            fields=[
                ("place", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("groups", models.JSONField(default=list, help_text="a list of `types.LinkGroup`")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("place__in", ["top", "foot"])), name="storefront_menu_place"
                    )
                ],
            },
        ),
    ]
