"""What the dossier itself puts on the timeline: notes, agreements, circle, outlooks, expectations, its own life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.urls import reverse

from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.journal import queries as journal
from croisee.foundation.journal.events import Event
from croisee.foundation.vault.queries import preload
from croisee.person.dossiers.models import (
    CircleMember,
    Consent,
    ConsentAnswer,
    Dossier,
    EmergencyAccess,
    Expectation,
    Note,
    OutlookExtract,
)
from croisee.person.dossiers.queries.timeline import Ask, Moment, at_noon

LONGEST = 400
_LIFE = {
    Event.DOSSIER_CREATED: ("Premier contact enregistré", "person-plus"),
    Event.DOSSIER_CLOSED: ("Dossier clos", "lock"),
    Event.DOSSIER_REOPENED: ("Dossier rouvert", "arrow-clockwise"),
    Event.DOSSIER_HANDED_OVER: ("Référence confiée à une ou un collègue", "arrow-right"),
    Event.DOSSIER_MERGED: ("Deux dossiers de la personne réunis", "people"),
}
_ANSWERS = {
    ConsentAnswer.YES: "La personne est d'accord",
    ConsentAnswer.PARTLY: "La personne est d'accord en partie",
    ConsentAnswer.NOT_NOW: "La personne préfère y revenir plus tard",
    ConsentAnswer.NO: "La personne ne souhaite pas partager",
}


def extract(text: str) -> str:
    """The beginning of a text, cut at a word."""
    text = text.strip()
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(" ", 1)[0] + "…"


def notes(ask: Ask) -> Iterable[Moment]:
    """Third-party content stays on the note's own page (CSP L1111-7)."""
    if not ask.may(Permission.NOTE_VIEW):
        return
    here = Note.objects.filter(dossier=ask.dossier, compartment__in=ask.parts, withdrawn_at__isnull=True)
    rows = here.defer("third_party_text", "acl")
    if ask.culture:
        rows = rows.filter(compartment=ask.culture)
    found = list(rows.select_related("author__user").order_by("-happened_at", "pk")[: ask.limit])
    preload(found)
    url = reverse("dossiers:notes", args=[ask.dossier.pk])
    for note in found:
        yield Moment(
            note.happened_at,
            note.get_kind_display(),
            "journal-text",
            note.compartment,
            note.author.user.full_name,
            text=extract(note.text),
            url=f"{url}#note-{note.pk}",
        )


def agreements(ask: Ask) -> Iterable[Moment]:
    if not (ask.wants("minimal") and ask.may(Permission.CONSENT_VIEW)):
        return
    rows = Consent.objects.filter(dossier=ask.dossier).select_related("asked_by__user", "answered_by__user")
    found = list(rows.order_by("-asked_at", "pk")[: ask.limit])
    preload(found)
    url = reverse("dossiers:consents", args=[ask.dossier.pk])
    for consent in found:
        yield from _of_consent(consent, url)


def _of_consent(consent: Consent, url: str) -> Iterator[Moment]:
    if consent.withdrawn_at:
        words = consent.withdrawn_words
        yield Moment(consent.withdrawn_at, "Accord retiré", "chat-quote", "minimal", words=words, url=url)
    if consent.answered_at:
        title, by = _ANSWERS[ConsentAnswer(consent.answer)], _name(consent.answered_by)
        yield Moment(consent.answered_at, title, "chat-quote", "minimal", by, words=consent.words, url=url)
    if consent.answered_at != consent.asked_at:
        title, by = "Accord au partage demandé", _name(consent.asked_by)
        yield Moment(consent.asked_at, title, "chat-quote", "minimal", by, url=url)


def circle(ask: Ask) -> Iterable[Moment]:
    if not (ask.wants("minimal") and ask.may(Permission.CIRCLE_VIEW)):
        return
    rows = CircleMember.objects.filter(dossier=ask.dossier).select_related(
        "membership__user", "added_by__user"
    )
    found = list(rows.order_by("-started_date", "pk")[: ask.limit])
    preload(found)
    url = reverse("dossiers:circle", args=[ask.dossier.pk])
    for entry in found:
        if entry.membership_id == ask.dossier.opened_by_id and entry.started_date == ask.dossier.opened_date:
            continue  # the first contact says it already
        name = _name(entry.membership) or entry.name
        title, at = f"{name} entre dans le cercle", at_noon(entry.started_date)
        yield Moment(
            at, title, "people", "minimal", _name(entry.added_by), entry.reason, url=url, day_only=True
        )
        if entry.ended_date:
            title, at = f"{name} sort du cercle", at_noon(entry.ended_date)
            yield Moment(at, title, "people", "minimal", url=url, day_only=True)


def emergencies(ask: Ask) -> Iterable[Moment]:
    if not (ask.wants("minimal") and ask.may(Permission.CIRCLE_VIEW)):
        return
    rows = EmergencyAccess.objects.filter(dossier=ask.dossier).select_related("membership__user")
    found = list(rows.order_by("-opened_at", "pk")[: ask.limit])
    preload(found)
    url = reverse("dossiers:keys", args=[ask.dossier.pk])
    for one in found:
        name = _name(one.membership)
        yield Moment(one.opened_at, "Dossier ouvert en urgence", "key", "minimal", name, one.reason, url=url)


def extracts(ask: Ask) -> Iterable[Moment]:
    """What each culture chose to share of its outlook."""
    if not (ask.shared and ask.may(Permission.OUTLOOK_VIEW)):
        return
    rows = OutlookExtract.objects.filter(dossier=ask.dossier, withdrawn_at__isnull=True)
    if ask.culture:
        rows = rows.filter(culture=ask.culture)
    found = list(rows.select_related("shared_by__user").order_by("-shared_at", "pk")[: ask.limit])
    preload(found)
    url = reverse("dossiers:outlooks", args=[ask.dossier.pk])
    for one in found:
        title, by = "Extrait de regard partagé", _name(one.shared_by)
        yield Moment(one.shared_at, title, "compass", one.culture, by, extract(one.text), url=url)


def expectations(ask: Ask) -> Iterable[Moment]:
    if not (ask.wants("common") and ask.shared and ask.may(Permission.NEED_VIEW)):
        return
    rows = Expectation.objects.filter(dossier=ask.dossier).select_related("noted_by__user")
    found = list(rows.order_by("-said_date", "pk")[: ask.limit])
    preload(found)
    for one in found:
        at, by = at_noon(one.said_date), _name(one.noted_by)
        yield Moment(at, "Attente exprimée", "chat-quote", "common", by, words=one.words, day_only=True)


def life(ask: Ask) -> Iterable[Moment]:
    """Opening, closing, handing over: the journal alone remembers them."""
    if not ask.wants("minimal"):
        return
    ids = [ask.dossier.pk, *_absorbed(ask.dossier)]
    events = [event.value for event in _LIFE]
    lines = list(journal.lines_of(ids).filter(event__in=events)[: ask.limit])
    people = Membership.objects.select_related("user").in_bulk(
        [line.membership_id for line in lines if line.membership_id]
    )
    for line in lines:
        title, icon = _LIFE[Event(line.event)]
        yield Moment(line.at, title, icon, "minimal", _name(people.get(line.membership_id or 0)))


def _absorbed(dossier: Dossier) -> Iterable[UUID]:
    return Dossier.objects.filter(merged_into=dossier).order_by().values_list("pk", flat=True)


def _name(membership: Membership | None) -> str:
    return membership.user.full_name if membership else ""


PROVIDERS = (notes, agreements, circle, emergencies, extracts, expectations, life)
