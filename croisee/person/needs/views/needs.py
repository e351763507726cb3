"""A need: its page, its words, its readings, its end."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from croisee.foundation.accounts.permissions import Permission
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier
from croisee.person.needs.forms.needs import CloseForm, MeetForm, NeedForm, ReadingForm, VoiceForm, today_in
from croisee.person.needs.models import Need, NeedReading
from croisee.person.needs.operations import needs as operations
from croisee.person.needs.queries import choices
from croisee.person.needs.queries.need import need_page
from croisee.person.needs.views.asking import ask, both, done
from croisee.person.needs.views.crossing import page


def found(dossier: Dossier, need_id: UUID) -> Need:
    return get_object_or_404(
        Need.objects.select_related("expectation", "noted_by__user"), pk=need_id, dossier=dossier
    )


def address_of(dossier: Dossier, need_id: UUID) -> str:
    return reverse("needs:need", args=[dossier.pk, need_id])


@require_GET
@dossier_view(Permission.NEED_VIEW)
def need(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    context = {"page": need_page(dossier, found(dossier, need_id), request.membership)}
    return page(request, dossier, "needs/need.html", "needs/_need.html", context)


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def need_add(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    initial = {"expectation": request.GET.get("attente", "")}
    form = NeedForm(request.POST or None, initial=initial, **choices.of_need(dossier))

    def act() -> HttpResponse:
        made = operations.add_need(
            dossier=dossier, description=form.description(), by=request.membership, at=timezone.now()
        )
        return done(request, "Le besoin est noté.", address_of(dossier, made.pk))

    back = reverse("needs:crossing", args=[dossier.pk])
    return ask(
        request, dossier, form, act, template="needs/need_form.html", back=back,
        title="Décrire un besoin", submit="Noter ce besoin",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def need_edit(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    row = found(dossier, need_id)
    initial = {
        "words": row.words,
        "expectation": row.expectation_id,
        "thematic": row.thematic,
        "serafin_code": row.serafin_code,
        "version": row.version,
    }
    form = NeedForm(request.POST or None, initial=initial, **choices.of_need(dossier, row))

    def act() -> HttpResponse:
        operations.edit_need(
            need_id=need_id,
            dossier=dossier,
            description=form.description(),
            version=form.cleaned_data["version"] or 0,
            by=request.membership,
            at=timezone.now(),
        )
        return done(request, "Le besoin est modifié.", address_of(dossier, need_id))

    page = {"template": "needs/need_form.html", "back": address_of(dossier, need_id)}
    try:
        return ask(request, dossier, form, act, title="Modifier le besoin", submit="Enregistrer", **page)
    except operations.StaleNeed as stale:
        return both(request, dossier, form, stale, "words", stale.current.words, page["back"])


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def need_read(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    """The reading of the writer's own culture."""
    row, reading = found(dossier, need_id), _reading(need_id, request.membership.culture)
    initial = {"text": reading.text if reading else "", "version": reading.version if reading else 0}
    form = ReadingForm(request.POST or None, initial=initial)
    back = address_of(dossier, need_id)

    def act() -> HttpResponse:
        operations.read_need(
            need_id=need_id, dossier=dossier, by=request.membership, at=timezone.now(), **form.cleaned_data
        )
        return done(request, "Votre lecture est sur la page commune.", back)

    title = f"Votre lecture, {request.membership.get_culture_display()}"
    try:
        return ask(
            request, dossier, form, act, title=title, submit="Mettre sur la page commune", back=back, need=row,
            lede="Elle sera lue par tout le cercle et peut être montrée à la personne. "
            "Ce qui ne regarde que votre métier se garde dans vos notes.",
        )  # fmt: skip
    except operations.StaleReading as stale:
        return both(request, dossier, form, stale, "text", stale.current.text, back)


def _reading(need_id: UUID, culture: str) -> NeedReading | None:
    return NeedReading.objects.filter(need=need_id, culture=culture).order_by().first()


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def need_voice(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    """The person's own reading."""
    row, reading = found(dossier, need_id), _reading(need_id, "")
    initial = {
        "text": reading.text if reading else "",
        "version": reading.version if reading else 0,
        "said_date": timezone.localdate(),
    }
    form = VoiceForm(request.POST or None, initial=initial)
    back = address_of(dossier, need_id)

    def act() -> HttpResponse:
        operations.voice_need(
            need_id=need_id, dossier=dossier, by=request.membership, at=timezone.now(), **form.cleaned_data
        )
        return done(request, "Les mots de la personne sont notés.", back)

    try:
        return ask(
            request,
            dossier,
            form,
            act,
            title="Ce qu'en dit la personne",
            submit="Noter ses mots",
            back=back,
            need=row,
        )
    except operations.StaleReading as stale:
        return both(request, dossier, form, stale, "text", stale.current.text, back)


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def need_meet(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    row = found(dossier, need_id)
    form = MeetForm(request.POST or None, initial=today_in(["met_date"], timezone.localdate()))
    back = address_of(dossier, need_id)

    def act() -> HttpResponse:
        operations.meet(
            need_id=need_id, dossier=dossier, by=request.membership, at=timezone.now(), **form.cleaned_data
        )
        return done(request, "Le besoin est couvert.", back)

    return ask(
        request, dossier, form, act, title="Ce besoin est couvert", submit="Marquer comme couvert", back=back, need=row,
        lede="Ses réponses restent visibles, et il peut être rouvert à tout moment.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def need_close(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    row = found(dossier, need_id)
    form = CloseForm(request.POST or None, initial=today_in(["closed_date"], timezone.localdate()))
    back = address_of(dossier, need_id)

    def act() -> HttpResponse:
        operations.close_need(
            need_id=need_id, dossier=dossier, by=request.membership, at=timezone.now(), **form.cleaned_data
        )
        return done(request, "Le besoin est clos.", back)

    return ask(
        request, dossier, form, act, title="Clore sans que ce soit couvert", submit="Clore ce besoin", back=back,
        need=row, lede="Rien n'est effacé, et il peut être rouvert à tout moment.",
    )  # fmt: skip


@require_POST
@dossier_view(Permission.NEED_EDIT)
def need_reopen(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    found(dossier, need_id)
    operations.reopen(need_id=need_id, dossier=dossier, by=request.membership, at=timezone.now())
    return done(request, "Le besoin est rouvert.", address_of(dossier, need_id))
