"""Finds a city's page by its slug without a walk over the pages of all cities."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms", "0012_purge_of_pages")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX cms_page_slug_path ON wagtailcore_page (slug, path)",
            "DROP INDEX cms_page_slug_path",
        )
    ]
