"""A little work for whoever sends something without an account (ALTCHA, version 2).

The hub keeps no challenge: each carries its signature. An answered one is noted until
it would expire, so that it works once, whichever process is asked.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json

import altcha
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from use_it_map.models import SpentChallenge

ALGORITHM = "PBKDF2/SHA-256"
LIFETIME = dt.timedelta(minutes=20)
"""Long enough to write a suggestion with the challenge in the page."""
MAX_LENGTH = 4000


class ChallengeRefused(Exception):
    """The answer is wrong, forged, for another city, too late, or was used before."""


def challenge_make(*, city: str, now: dt.datetime) -> str:
    """Return a challenge for a city (its short name) as JSON for ALTCHA's widget."""
    challenge = altcha.create_challenge(
        ALGORITHM,
        settings.VITEJ_MAP_CHALLENGE_COST,
        expires_at=int((now + LIFETIME).timestamp()),
        data={"site": city},
        hmac_secret=_secret(),
    )
    return json.dumps(challenge.to_dict(), separators=(",", ":"))


def challenge_spend(*, answer: str, city: str, now: dt.datetime) -> None:
    """Take an answer, which is Base64 of JSON as ALTCHA's widget makes it.

    Raises:
        ChallengeRefused: if it is no good; nothing has changed then.
    """
    payload = _payload(answer)
    parameters = payload.challenge.parameters
    result = altcha.verify_solution(payload, _secret())
    expires = parameters.expires_at or 0
    late = not result.verified or expires <= now.timestamp()
    if late or (parameters.data or {}).get("site") != city:
        raise ChallengeRefused
    digest = hashlib.sha256(str(payload.challenge.signature).encode()).hexdigest()
    SpentChallenge.objects.filter(expires_at__lte=now).delete()
    try:
        with transaction.atomic():
            SpentChallenge.objects.create(
                digest=digest, expires_at=dt.datetime.fromtimestamp(expires, dt.UTC)
            )
    except IntegrityError:
        raise ChallengeRefused from None


def _payload(answer: str) -> altcha.Payload:
    if len(answer) > MAX_LENGTH:
        raise ChallengeRefused
    try:
        read = json.loads(base64.b64decode(answer, validate=True).decode())
        return altcha.Payload.from_dict(read)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ChallengeRefused from None


def _secret() -> str:
    return salted_hmac("use_it_map.challenge", "", algorithm="sha256").hexdigest()
