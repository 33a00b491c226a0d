"""Give PostgreSQL a text-search configuration that ignores diacritics."""

from django.db import migrations

CREATE = (
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "CREATE TEXT SEARCH CONFIGURATION vitej (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION vitej"
    " ALTER MAPPING FOR asciihword, asciiword, hword, hword_asciipart, hword_part, word"
    " WITH unaccent, simple",
)
DROP = ("DROP TEXT SEARCH CONFIGURATION IF EXISTS vitej",)


def run_on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_content")]

    operations = [
        migrations.RunPython(run_on_postgresql(CREATE), run_on_postgresql(DROP)),
    ]
