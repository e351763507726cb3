"""Dossiers for tests, made by the real operations as the person who would make them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import (
    CircleKind,
    CircleMember,
    Compartment,
    Consent,
    ConsentPart,
    Dossier,
)
from croisee.person.dossiers.operations.opening import Identity, open_dossier

ALL_CULTURES = ("medical", "psychological", "educational", "social")


def dossier(referent: Membership, **identity: Any) -> Dossier:
    """A dossier opened today by its referent, who alone holds the shared part."""
    known = {"first_name": "Jeanne", "last_name": "Morel", "birth_date": dt.date(1956, 2, 3), **identity}
    now = timezone.now()
    with wall.acting_as(referent.user_id):
        return open_dossier(
            identity=Identity(**known),
            referent=referent,
            by=referent,
            at=now,
            first_contact_date=timezone.localdate(),
        )


def in_circle(of: Dossier, *members: Membership, started_date: dt.date | None = None) -> None:
    """These colleagues or partners stand in the circle since yesterday."""
    with wall.acting_as(of.referent.user_id):
        for member in members:
            CircleMember.objects.create(
                dossier=of,
                compartment=Compartment.MINIMAL,
                kind=CircleKind.PROFESSIONAL
                if member.organisation_id == of.organisation_id
                else CircleKind.PARTNER,
                membership=member,
                organisation_id=member.organisation_id,
                reason="Accompagnement commun",
                started_date=started_date or timezone.localdate() - dt.timedelta(days=1),
                added_by=of.referent,
            )


def agreed(
    of: Dossier, *cultures: str, partners: tuple[int, ...] = (), until: dt.date | None = None
) -> Consent:
    """The person said yes to sharing with these cultures (all four by default) and these organisations."""
    now = timezone.now()
    recipients = cultures or (() if partners else ALL_CULTURES)
    with wall.acting_as(of.referent.user_id):
        consent = Consent.objects.create(
            dossier=of,
            compartment=Compartment.MINIMAL,
            asked_at=now,
            asked_by=of.referent,
            manner="in_person",
            explained="À quoi sert le dossier partagé, qui le lit, comment revenir dessus",
            answer="yes",
            answered_at=now,
            answered_by=of.referent,
            words="Oui, si ça évite de répéter",
            until=until,
        )
        common = {"consent": consent, "dossier": of, "compartment": Compartment.MINIMAL, "agreed": True}
        for culture in recipients:
            ConsentPart.objects.create(
                purpose="shared_file", culture=culture, answered_at=now, until=until, **common
            )
        for organisation_id in partners:
            ConsentPart.objects.create(
                purpose="partner", organisation_id=organisation_id, answered_at=now, until=until, **common
            )
    return consent
