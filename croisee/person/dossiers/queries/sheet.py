"""What the person reads about themselves: the same short sections on the screen turned to them and on paper.

No compartment and nothing a third party gave. Texts go through gettext: other languages can be added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from croisee.foundation.accounts.models import Membership
from croisee.foundation.ui import french
from croisee.person.dossiers.models import CircleMember, Dossier, EmergencyAccess, Person
from croisee.person.dossiers.queries.consents import Agreement, agreement
from croisee.person.dossiers.queries.detail import circle_of, commune_name, current_expectations

# What keeps the paper on one page.
MOST_EXPECTATIONS, MOST_NEEDS, MOST_PEOPLE, MOST_EMERGENCIES = 3, 6, 8, 2
EMERGENCIES_TOLD = dt.timedelta(days=365)


@dataclass(frozen=True)
class SheetNeed:
    """A need in short, in the person's words when they said it, and what answers it."""

    words: str
    answers: list[str] = field(default_factory=list)


NeedsProvider = Callable[[Dossier], Iterable[SheetNeed]]


@dataclass
class _Above:
    needs: NeedsProvider | None = None


_above = _Above()


def register_needs(provider: NeedsProvider) -> None:
    """The slice that knows needs stands above this one and gives them at start (AppConfig.ready)."""
    _above.needs = provider


@dataclass(frozen=True)
class Section:
    """One part of the sheet; what is empty is not shown."""

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    items: list[tuple[str, list[str]]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """The whole: to whom it belongs, on which day, in which order."""

    name: str
    number: str
    organisation: str
    on: str
    sections: list[Section]


def sheet(dossier: Dossier, shared: bool, at: dt.datetime) -> Sheet:
    """`shared`: whether whoever shows it may read the common part; without it expectations and needs are left out."""
    agreed = agreement(dossier, at)
    sections = [
        _person(dossier.person),
        _referent(dossier.referent, dossier),
        _circle([one for one in circle_of(dossier, agreed.on) if one.membership_id != dossier.referent_id]),
        *(_expected(dossier) if shared else []),
        _agreement(agreed, dossier.referent),
        _emergencies(dossier, at),
        _rights(dossier),
    ]
    kept = [one for one in sections if one.facts or one.words or one.items or one.sentences]
    on = french.day(agreed.on, weekday=False)
    return Sheet(dossier.person.full_name, dossier.number, dossier.organisation.name, on, kept)


def _person(person: Person) -> Section:
    born = french.day(person.birth_date, weekday=False) if person.birth_date else ""
    place = ", ".join(filter(None, [person.address.replace("\n", ", "), commune_name(person.commune_code)]))
    facts = [
        (_("Vous vous appelez"), person.full_name),
        (_("Vous êtes né·e le"), born),
        (_("Votre téléphone"), person.phone),
        (_("Votre courriel"), person.email),
        (_("Vous habitez"), place),
        (_("Pour bien se parler"), person.ways_to_talk),
    ]
    return Section(_("Vous"), facts=[(label, value) for label, value in facts if value])


def _referent(referent: Membership, dossier: Dossier) -> Section:
    facts = [
        (_("Nom"), referent.user.full_name),
        (_("Métier"), str(referent.user.get_profession_display())),
        (_("Service"), f"{dossier.team.name}, {dossier.organisation.name}"),
        (_("Pour écrire"), referent.user.email),
    ]
    return Section(_("La personne qui vous accompagne en premier"), facts=facts)


def _circle(entries: list[CircleMember]) -> Section:
    items = [(name_of(one), [place_of(one)] if place_of(one) else []) for one in entries[:MOST_PEOPLE]]
    return Section(_("Les personnes autour de vous"), items=items)


def name_of(entry: CircleMember) -> str:
    return entry.membership.user.full_name if entry.membership else entry.name


def place_of(entry: CircleMember) -> str:
    """« Psychologue, CCAS de Bellerive », or « sa sœur »."""
    if entry.membership:
        profession = str(entry.membership.user.get_profession_display())
        return f"{profession}, {entry.membership.organisation.name}"
    return ", ".join(filter(None, [entry.relation, entry.organisation.name if entry.organisation else ""]))


def _expected(dossier: Dossier) -> list[Section]:
    words = [one.words for one in current_expectations(dossier)[:MOST_EXPECTATIONS]]
    needs = list(_above.needs(dossier))[:MOST_NEEDS] if _above.needs else []
    return [
        Section(_("Ce que vous attendez, avec vos mots"), words=words),
        Section(
            _("Vos besoins, et ce qui peut y répondre"), items=[(one.words, one.answers) for one in needs]
        ),
    ]


def _plain_cultures() -> dict[str, str]:
    return {
        "medical": _("les soignants"),
        "psychological": _("les psychologues"),
        "educational": _("les éducateurs"),
        "social": _("les travailleurs sociaux"),
    }


def _agreement(agreed: Agreement, referent: Membership) -> Section:
    shared_with = [name for culture, name in _plain_cultures().items() if culture in agreed.in_force.cultures]
    shared_with += sorted({part.organisation.name for part in agreed.parts_in_force if part.organisation})
    if not shared_with:
        return Section(
            _("Votre accord"),
            sentences=[
                _("Votre dossier n'est pas partagé entre les métiers. Chacun garde seulement ce qu'il faut pour "
                  "vous accompagner."),
                _("Ce choix est le vôtre. Il ne change rien à vos droits ni à l'aide que vous recevez."),
            ],
        )  # fmt: skip
    sentences = [
        _("Vous avez dit oui pour partager votre dossier avec : %(who)s.") % {"who": ", ".join(shared_with)}
    ]
    if agreed.until:
        until = french.day(agreed.until, weekday=False)
        sentences.append(_("Votre accord va jusqu'au %(until)s.") % {"until": until})
    sentences.append(
        _("Vous pouvez changer d'avis quand vous voulez, sans dire pourquoi. Dites-le ou écrivez-le à %(referent)s : "
          "le partage s'arrête tout de suite.") % {"referent": referent.user.full_name}
    )  # fmt: skip
    return Section(_("Votre accord"), sentences=sentences)


def _emergencies(dossier: Dossier, at: dt.datetime) -> Section:
    """Who opened the dossier in an emergency this year, and why: the person is always told."""
    since = at - EMERGENCIES_TOLD
    rows = EmergencyAccess.objects.filter(dossier=dossier, opened_at__gte=since)
    last = list(rows.select_related("membership__user").order_by("-opened_at", "pk")[:MOST_EMERGENCIES])
    sentences = [
        _("%(who)s a ouvert votre dossier le %(when)s, pour une heure au plus, en écrivant : « %(why)s »")
        % {
            "who": row.membership.user.full_name,
            "when": french.day(timezone.localdate(row.opened_at), weekday=False),
            "why": row.reason,
        }
        for row in last
    ]
    return Section(_("Ouvert en urgence"), sentences=sentences)


def _rights(dossier: Dossier) -> Section:
    """RGPD art. 12 to 21, CASF L311-3, Code des relations entre le public et l'administration L311-1."""
    return Section(
        _("Vos droits"),
        sentences=[
            _("Vous pouvez lire tout ce qui est écrit sur vous, demander qu'on le corrige, et savoir qui a ouvert "
              "votre dossier. Demandez à la personne qui vous accompagne, ou à votre service : %(organisation)s.")
            % {"organisation": dossier.organisation.name},
            _("Si vous pensez que vos droits ne sont pas respectés, vous pouvez écrire à la CNIL : "
              "3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, ou sur www.cnil.fr."),
        ],
    )  # fmt: skip
