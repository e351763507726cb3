"""The overview of a dossier: what one needs to remember before the person comes in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.directory.models import Commune
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import CircleMember, Dossier, Expectation, OutlookExtract
from croisee.person.dossiers.queries.consents import Agreement, agreement_on_page
from croisee.person.dossiers.queries.household import Home, homes_of
from croisee.person.dossiers.queries.timeline import Ask, Moment, last_moments

FEW = 5


@dataclass(frozen=True)
class Overview:
    """Each part as its own page would show it, shortened."""

    agreement: Agreement
    commune: str
    homes: list[Home]
    circle: list[CircleMember]
    expectations: list[Expectation]
    extracts: list[OutlookExtract]
    moments: list[Moment]
    shared: bool

    @property
    def cultures_shared(self) -> set[str]:
        return {extract.culture for extract in self.extracts}


def overview(dossier: Dossier, membership: Membership, shared: bool, at: dt.datetime) -> Overview:
    """The common part only when the verdict opens it; the wall would return nothing of it anyway."""
    agreed = agreement_on_page(dossier, at)
    return Overview(
        agreed,
        commune_name(dossier.person.commune_code),
        [home for home in homes_of(dossier, agreed.on) if not home.is_past],
        circle_of(dossier, agreed.on) if membership.may(Permission.CIRCLE_VIEW) else [],
        current_expectations(dossier) if shared and membership.may(Permission.NEED_VIEW) else [],
        shared_extracts(dossier) if shared and membership.may(Permission.OUTLOOK_VIEW) else [],
        last_moments(Ask(dossier, membership, shared, FEW)),
        shared,
    )


def commune_name(code: str) -> str:
    """« Grenoble (38000) », or nothing when the code is not known any more."""
    commune = Commune.objects.filter(pk=code).order_by().first() if code else None
    return commune.label if commune else ""


def circle_of(dossier: Dossier, on: dt.date) -> list[CircleMember]:
    """Those who stand around the person today, professionals first."""
    entries = list(
        CircleMember.objects.present(on)
        .filter(dossier=dossier)
        .select_related("membership__user", "membership__organisation", "organisation")
        .order_by("kind", "started_date", "pk")
    )
    preload(entries)
    return sorted(
        entries, key=lambda entry: (entry.membership_id != dossier.referent_id, entry.kind == "relative")
    )


def current_expectations(dossier: Dossier) -> list[Expectation]:
    found = list(
        Expectation.objects.filter(dossier=dossier, ended_date__isnull=True).order_by("-said_date", "pk")[
            :FEW
        ]
    )
    preload(found)
    return found


def shared_extracts(dossier: Dossier) -> list[OutlookExtract]:
    """The latest extract that each culture shares."""
    found = list(
        OutlookExtract.objects.filter(dossier=dossier, withdrawn_at__isnull=True)
        .select_related("shared_by__user")
        .order_by("culture", "-shared_at", "pk")
        .distinct("culture")
    )
    preload(found)
    return found
