"""Who the person is and how to reach them: corrected, and found again under the new names."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.db import transaction

from croisee.foundation.accounts.models import Membership
from croisee.foundation.journal import operations as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.models import Dossier, Person
from croisee.person.dossiers.operations.opening import Identity, write_tokens
from croisee.person.dossiers.operations.touching import touch
from croisee.person.dossiers.tokens import tokens_of


class StaleIdentity(Refused):
    """Somebody changed the identity meanwhile: `current` is what it says now."""

    message = (
        "Un·e collègue a modifié cette fiche pendant que vous écriviez. Les deux versions sont devant vous : "
        "gardez ce qui est juste, puis enregistrez."
    )

    def __init__(self, current: Person) -> None:
        super().__init__()
        self.current = current


@transaction.atomic
def change_identity(
    *, dossier: Dossier, identity: Identity, version: int, by: Membership, at: dt.datetime
) -> Person:
    """The person's identity and coordinates say something else from now on.

    Refuses a version that is no longer the present one, with what stands now.
    """
    person = Person.objects.select_for_update(of=("self",)).get(dossier=dossier)
    if person.version != version:
        raise StaleIdentity(person)
    formerly = tokens_of(person, dossier.organisation_id)
    changed = [name for name, value in asdict(identity).items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, getattr(identity, name))
    person.version += 1
    person.save(update_fields=[*changed, "version"])
    write_tokens(person, dossier, formerly)
    touch(dossier, at=at)
    journal.record(
        Event.PERSON_UPDATED,
        by=by,
        at=at,
        dossier_id=dossier.pk,
        topics=[f"dossier-{dossier.pk}-{section}" for section in ("header", "identity", "timeline")],
        labels={"version": person.version},
    )
    return person
