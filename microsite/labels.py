"""Words for the codes of the City API, in the visitor's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

AUDIENCES = {
    "INDIVIDUAL": _("Individuals"),
    "EMPLOYEE": _("Employees"),
    "STUDENT": _("Students"),
    "RESEARCHER": _("Researchers"),
    "SELF_EMPLOYED": _("Self-employed"),
    "FOUNDER": _("Founders"),
    "EMPLOYER": _("Employers"),
    "SPOUSE": _("Spouses"),
    "FAMILY": _("Families"),
    "TEMPORARY_PROTECTION": _("Temporary protection"),
}
PHASES = {
    "BEFORE_ARRIVAL": _("Before arrival"),
    "FIRST_DAYS": _("First days"),
    "FIRST_MONTHS": _("First months"),
    "SETTLED": _("Settled"),
    "LEAVING": _("Leaving"),
}
KINDS = {
    "HOME": _("Home"),
    "STANDARD": pgettext_lazy("kind of page", "Page"),
    "GUIDE_INDEX": _("Guides"),
    "GUIDE": pgettext_lazy("kind of page", "Guide"),
    "BLOG_INDEX": pgettext_lazy("kind of page", "Blog"),
    "BLOG_POST": pgettext_lazy("kind of page", "Story"),
    "OTHER": pgettext_lazy("kind of page", "Page"),
}
SEVERITIES = {
    "INFO": _("Information"),
    "WARNING": _("Warning"),
    "EMERGENCY": _("Emergency"),
}
CALLOUTS = {
    "INFO": _("Good to know"),
    "TIP": _("Tip"),
    "WARNING": _("Take care"),
    "IMPORTANT": _("Important"),
}
WEEKDAYS = {
    "MONDAY": _("Monday"),
    "TUESDAY": _("Tuesday"),
    "WEDNESDAY": _("Wednesday"),
    "THURSDAY": _("Thursday"),
    "FRIDAY": _("Friday"),
    "SATURDAY": _("Saturday"),
    "SUNDAY": _("Sunday"),
}
CHANNELS = {
    "FACEBOOK": "Facebook",
    "INSTAGRAM": "Instagram",
    "LINKEDIN": "LinkedIn",
    "YOUTUBE": "YouTube",
    "TELEGRAM": "Telegram",
    "MASTODON": "Mastodon",
    "PODCAST": "Podcast",
}
LICENCES = {
    "CC_BY_4_0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC_BY_SA_4_0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0_1_0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODBL_1_0": ("ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}
"""Open licences by the API's code: what they are called and where they stand."""
