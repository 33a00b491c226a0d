"""Finds the next page to go live or expire without a walk over all pages."""

from django.db import migrations


def index(column):
    """Index the few pages for which an editor has set a time, on every database."""
    return migrations.RunSQL(
        f"CREATE INDEX cms_page_{column} ON wagtailcore_page ({column})"
        f" WHERE {column} IS NOT NULL",
        f"DROP INDEX cms_page_{column}",
    )


class Migration(migrations.Migration):
    dependencies = [("cms", "0008_previews")]

    operations = [index("go_live_at"), index("expire_at")]
