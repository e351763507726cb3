"""The circle as a page shows it: professionals and what they read, relatives, those who left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.permissions import Role
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import CircleKind, CircleMember, Dossier
from croisee.person.dossiers.queries import keys
from croisee.person.dossiers.queries.consents import Agreement

# Roles that open dossiers at all: nobody enters a circle to see nothing.
_OPENS = [role for role in Role if role not in {Role.MANAGER, Role.RECEPTION}]


@dataclass(frozen=True)
class Circle:
    """Who stands around the person today, and who did."""

    professionals: list[keys.Holder]
    others: list[CircleMember]
    past: list[CircleMember]
    coming: list[CircleMember]


def circle(dossier: Dossier, agreed: Agreement) -> Circle:
    """Everyone around the person; those with an account come with what they read."""
    rows = list(
        CircleMember.objects.filter(dossier=dossier)
        .select_related("membership__user", "organisation", "added_by__user")
        .order_by("started_date", "pk")
    )
    preload(rows)
    past = [row for row in rows if row.ended_date and row.ended_date <= agreed.on]
    coming = [row for row in rows if row.started_date > agreed.on and row not in past]
    return Circle(
        [holder for holder in keys.around(dossier, agreed) if holder.entry or holder.situation.is_referent],
        [row for row in rows if row.membership_id is None and row not in past and row not in coming],
        past,
        coming,
    )


def may_join(dossier: Dossier, on: dt.date, *, same_organisation: bool) -> QuerySet[Membership]:
    """Professionals who are not in the circle and whose role opens dossiers."""
    inside = CircleMember.objects.present(on).filter(dossier=dossier, membership__isnull=False)
    found = (
        Membership.objects.active(on)
        .filter(role__in=_OPENS)
        .exclude(pk__in=inside.order_by().values("membership"))
    )
    if same_organisation:
        found = found.filter(organisation_id=dossier.organisation_id)
    else:
        found = found.exclude(organisation_id=dossier.organisation_id)
    return found.select_related("user", "team", "organisation").order_by(
        "organisation__name", "team__name", "user__last_name", "user__first_name", "pk"
    )


def what_it_opens(dossier: Dossier, member: CircleMember, agreed: Agreement) -> str:
    """The sentence said after someone entered: what they read from now on, and what they do not."""
    if member.membership is None:
        return "C'est noté dans le cercle. Cette personne ne lit pas le dossier."
    name, joined = member.membership.user.full_name, member.membership
    if member.kind == CircleKind.PARTNER:
        if joined.organisation_id in agreed.in_force.organisations:
            return f"{name} entre dans le cercle et lit la fiche et la page commune."
        return (
            f"{name} entre dans le cercle mais ne lit rien encore : la personne n'a pas accepté le partage "
            f"avec {joined.organisation.name}."
        )
    culture = Culture(joined.culture).label
    if joined.culture in agreed.in_force.cultures:
        return f"{name} entre dans le cercle et lit la page commune et les notes de la culture {culture}."
    return (
        f"{name} entre dans le cercle avec la fiche minimale et les notes de son métier. "
        f"La personne n'a pas accepté le partage avec la culture {culture} : la page commune reste fermée."
    )
