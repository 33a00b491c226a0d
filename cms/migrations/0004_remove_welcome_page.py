"""Remove what Wagtail creates for a single site: its first page, site and groups."""

from django.db import migrations

WELCOME = "Welcome to your new Wagtail site!"


def remove_welcome_page(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Group = apps.get_model("auth", "Group")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    welcome = Page.objects.filter(depth=2, title=WELCOME, numchild=0).first()
    if welcome is None:
        return
    Site.objects.filter(root_page=welcome, hostname="localhost").delete()
    welcome.delete()
    Page.objects.filter(depth=1).update(numchild=Page.objects.filter(depth=2).count())
    # Cities bring groups and workflows of their own, which reach one city only.
    Workflow.objects.filter(name="Moderators approval").delete()
    Group.objects.filter(name__in=("Editors", "Moderators"), user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_search_configuration"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(remove_welcome_page, migrations.RunPython.noop),
    ]
