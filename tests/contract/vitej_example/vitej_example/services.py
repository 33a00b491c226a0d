"""Everything that changes the plugin's data."""

from vitej_example.models import Guest, LanguageCafePage


def guest_add(*, site_id: int, cafe: LanguageCafePage, email: str) -> Guest:
    """Note that somebody wants to come; twice is once.

    Raises:
        ValidationError: if the address is none.
    """
    guest = Guest(site_id=site_id, cafe=cafe, email=email.strip().lower())
    guest.full_clean(validate_constraints=False)
    guest, _created = Guest.objects.get_or_create(
        cafe=cafe, email=guest.email, defaults={"site_id": site_id}
    )
    return guest
