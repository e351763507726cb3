"""Outlooks and expectations as pages show them."""

from __future__ import annotations

from dataclasses import dataclass, field

from croisee.foundation.accounts.culture import Culture
from croisee.foundation.accounts.models import Membership
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import (
    Compartment,
    Dossier,
    Expectation,
    Outlook,
    OutlookExtract,
    OutlookVersion,
)
from croisee.person.dossiers.rules.access import Verdict
from croisee.person.dossiers.rules.keys import opened_by


@dataclass(frozen=True)
class Look:
    """One culture: its outlook when the reader's key opens it, its shared extracts."""

    culture: Culture
    is_open: bool
    is_mine: bool
    outlook: Outlook | None = None
    others: list[Outlook] = field(default_factory=list)
    versions: list[OutlookVersion] = field(default_factory=list)
    extracts: list[OutlookExtract] = field(default_factory=list)
    taken_back: list[OutlookExtract] = field(default_factory=list)

    @property
    def name(self) -> str:
        """« Regard médical »"""
        return str(Compartment(self.culture.value).label)


def looks(dossier: Dossier, verdict: Verdict, reader: Membership) -> list[Look]:
    """The four cultures, the reader's own first; three queries and one for the keys."""
    parts = opened_by(verdict, reader.culture)
    outlooks = list(
        Outlook.objects.filter(dossier=dossier, compartment__in=parts)
        .select_related("author__user")
        .order_by("pk")
    )
    extracts = list(
        OutlookExtract.objects.filter(dossier=dossier, compartment__in=parts)
        .select_related("shared_by__user")
        .order_by("-shared_at", "pk")
    )
    versions = list(
        OutlookVersion.objects.filter(dossier=dossier, compartment__in=parts)
        .select_related("author__user")
        .order_by("-written_at", "-version", "pk")
    )
    preload(outlooks, extracts, versions)
    return sorted(
        (_look(culture, reader, parts, outlooks, extracts, versions) for culture in Culture),
        key=lambda look: not look.is_mine,
    )


def _look(
    culture: Culture,
    reader: Membership,
    parts: frozenset[str],
    outlooks: list[Outlook],
    extracts: list[OutlookExtract],
    versions: list[OutlookVersion],
) -> Look:
    here = [row for row in outlooks if row.culture == culture]
    shared = [row for row in extracts if row.culture == culture]
    return Look(
        culture,
        is_open=culture in parts,
        is_mine=culture == reader.culture,
        outlook=next((row for row in here if row.key_id is None), None),
        # Those of a dossier that was merged into this one stand beside.
        others=[row for row in here if row.key_id is not None],
        versions=[row for row in versions if row.compartment == culture],
        extracts=[row for row in shared if row.withdrawn_at is None],
        taken_back=[row for row in shared if row.withdrawn_at is not None],
    )


def expectations(dossier: Dossier) -> list[Expectation]:
    """What the person expects, then what they expected before; the latest said first."""
    rows = list(
        Expectation.objects.filter(dossier=dossier)
        .select_related("noted_by__user")
        .order_by("-said_date", "-noted_at", "pk")
    )
    preload(rows)
    return sorted(rows, key=lambda row: row.ended_date is not None)
