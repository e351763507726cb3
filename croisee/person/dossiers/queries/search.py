"""Finding a person by name, birth date or phone, without any of these reaching the database in clear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import CircleKind, CircleMember, Dossier, NameToken
from croisee.person.dossiers.models.dossier import DossierQuerySet
from croisee.person.dossiers.queries.duplicates import LookAlike, matching
from croisee.person.dossiers.rules import names
from croisee.person.dossiers.rules.duplicates import Likeness
from croisee.person.dossiers.tokens import same_person_tokens, tokens_wanted

_NUMBER = re.compile(r"\s*(\d{4})\s*-\s*(\d{1,6})\s*")
# Beyond this many words a search is a pasted text: more would only cost.
MOST_WORDS = 8


def number_wanted(text: str) -> str:
    """« 2026-42 » is the dossier 2026-00042."""
    match = _NUMBER.fullmatch(text)
    return f"{match[1]}-{int(match[2]):05d}" if match else ""


def people_found(text: str, memberships: Sequence[Membership]) -> DossierQuerySet:
    """The dossiers one holds a key to whose person carries everything that was typed."""
    mine = Dossier.objects.visible_to(list(memberships)).living()
    if number := number_wanted(text):
        return mine.filter(number=number)
    wanted = names.wanted(text)
    if wanted.is_empty:
        return mine.none()
    # Tokens differ from one organisation to another; a partner holds keys in several.
    places = sorted({membership.organisation_id for membership in memberships} | _partners_of(memberships))
    conditions = [_carries(wanted, organisation_id) for organisation_id in places]
    return mine.filter(reduce(or_, conditions)) if conditions else mine.none()


def _carries(wanted: names.Wanted, organisation_id: int) -> Q:
    condition = Q(organisation_id=organisation_id)
    for token in tokens_wanted(wanted, organisation_id)[:MOST_WORDS]:
        condition &= Q(pk__in=NameToken.objects.filter(token=token).values("dossier_id"))
    return condition


def _partners_of(memberships: Sequence[Membership]) -> set[int]:
    entries = CircleMember.objects.filter(membership__in=memberships, kind=CircleKind.PARTNER)
    return set(entries.order_by().values_list("dossier__organisation_id", flat=True).distinct())


def known_elsewhere(text: str, membership: Membership) -> list[LookAlike]:
    """Dossiers of the organisation one has no key to, for a whole name with a birth date and nothing less."""
    wanted = names.wanted(text)
    if wanted.birth_date is None or len(wanted.whole) < 2:
        return []
    tokens = same_person_tokens(
        first_name=" ".join(wanted.whole),
        last_name="",
        birth_date=wanted.birth_date,
        organisation_id=membership.organisation_id,
    )
    found = matching(membership.organisation_id, tokens, Likeness.SAME)
    ids = [one.dossier_id for one in found]
    mine = set(Dossier.objects.filter(pk__in=ids).order_by().values_list("pk", flat=True))
    return [one for one in found if one.dossier_id not in mine]
