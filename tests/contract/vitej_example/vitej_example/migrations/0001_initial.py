import cms.fields
import django.db.models.deletion
import modelsearch.index
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cms', '0002_content'),
        ('wagtailcore', '0094_alter_page_locale'),
    ]

    operations = [
        migrations.CreateModel(
            name='LanguageCafePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('share_text', models.CharField(blank=True, help_text='What to write beside the link on LinkedIn or Facebook.', max_length=280, verbose_name='text for sharing')),
                ('content_licence', models.CharField(choices=[('CC-BY-4.0', 'CC BY 4.0'), ('CC-BY-SA-4.0', 'CC BY-SA 4.0'), ('CC0-1.0', 'CC0 1.0 (public domain)'), ('ODbL-1.0', 'ODbL 1.0'), ('all-rights', 'All rights reserved')], default='CC-BY-4.0', help_text='Under which licence others may use the text.', max_length=20, verbose_name='licence')),
                ('language', models.CharField(max_length=40, verbose_name='language')),
                ('body', cms.fields.BodyField([], blank=True, verbose_name='body')),
                ('share_image', models.ForeignKey(blank=True, help_text='Shown where the page is shared; without it, the main picture.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.image', verbose_name='picture for sharing')),
            ],
            options={
                'verbose_name': 'language café',
                'verbose_name_plural': 'language cafés',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Phrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=120, verbose_name='text')),
                ('slug', models.SlugField(unique=True, verbose_name='slug')),
                ('site', models.ForeignKey(help_text='The city it belongs to.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site', verbose_name='city')),
            ],
            options={
                'verbose_name': 'phrase',
                'verbose_name_plural': 'phrases',
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('site', models.ForeignKey(help_text='The city it belongs to.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.site', verbose_name='city')),
                ('cafe', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='vitej_example.languagecafepage')),
            ],
            options={
                'verbose_name': 'guest',
                'verbose_name_plural': 'guests',
                'constraints': [models.UniqueConstraint(fields=('cafe', 'email'), name='guest_comes_once')],
            },
        ),
    ]
