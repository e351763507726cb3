"""The access table of the agreement's and the contents' pages, and what it becomes without an agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import CircleMember, Dossier
from croisee.person.dossiers.operations import consents, emergency, expectations, notes, outlooks
from croisee.person.dossiers.tests import factories
from croisee.person.dossiers.tests.access_content import CONTENT
from tests.support.access import Knock, each
from tests.support.cast import Enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def url_arguments(dossier: Dossier, nadia: Membership, lea: Membership, omar: Membership) -> dict[str, Any]:
    """One row of each kind; Omar's emergency is over."""
    now = timezone.now()
    with wall.acting_as(omar.user_id):
        access = emergency.open_emergency(
            dossier_id=dossier.pk,
            referent=nadia,
            by=omar,
            at=now - dt.timedelta(hours=2),
            reason="Appel des pompiers pour la personne",
        )
    with wall.acting_as(nadia.user_id):
        common: dict[str, Any] = {"dossier": dossier, "by": nadia, "at": now}
        asked = consents.ask(**common, request=consents.Request("in_person", "Pourquoi", ["social"]))
        note = notes.write_note(
            **common, kind="call", happened_at=now, text="Appel de la personne", compartment="social"
        )
        extract = outlooks.share_extract(**common, text="Droits ouverts en mars")
        wish = expectations.express(**common, words="Rester chez moi", said_date=timezone.localdate())
        entry = CircleMember.objects.get(dossier=dossier, membership=lea)
    return {
        "dossier_id": dossier.pk,
        "access_id": access,
        "consent_id": asked.pk,
        "note_id": note.pk,
        "extract_id": extract.pk,
        "expectation_id": wish.pk,
        "member_id": entry.pk,
        "kind": "collegue",
    }


@each(CONTENT)
def test_access(route: str, who: str, status: int, knock: Knock) -> None:
    assert knock(route, who) == status


@pytest.mark.parametrize(
    ("route", "statuses"),
    [
        ("consents", {"nadia": 200, "ines": 200}),
        ("notes", {"nadia": 200, "ines": 200}),
        ("outlooks", {"nadia": 200, "ines": 200}),
        ("expectations", {"nadia": 200, "ines": 403, "yasmine": 403}),
        ("keys", {"nadia": 200, "ines": 200}),
    ],
)
def test_without_agreement_the_shared_part_is_closed(
    route: str, statuses: dict[str, int], cast: dict[str, Membership], enter: Enter
) -> None:
    closed = factories.dossier(cast["nadia"])
    factories.in_circle(closed, cast["ines"], cast["yasmine"])
    for who, status in statuses.items():
        answer = enter(cast[who]).get(reverse(f"dossiers:{route}", args=[closed.pk]))
        assert answer.status_code == status, who
