"""Objectives and reviews."""

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
from croisee.person.dossiers.operations import drafts
from croisee.person.dossiers.queries.notes import draft
from croisee.person.needs.forms.project import (
    DraftForm,
    ObjectiveEndForm,
    ObjectiveForm,
    PlanForm,
    ReviewForm,
)
from croisee.person.needs.models import Objective
from croisee.person.needs.operations import project as operations
from croisee.person.needs.queries.reviews import reviews_page, since_last
from croisee.person.needs.rules.reviews import latest_next
from croisee.person.needs.views.asking import ask, both, done
from croisee.person.needs.views.crossing import page
from croisee.person.needs.views.needs import address_of, found


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def objective_add(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    need = found(dossier, need_id)
    form, back = ObjectiveForm(request.POST or None), address_of(dossier, need_id)

    def act() -> HttpResponse:
        operations.set_objective(
            need_id=need_id, dossier=dossier, aim=form.aim(), by=request.membership, at=timezone.now()
        )
        return done(request, "L'objectif est fixé.", back)

    return ask(
        request,
        dossier,
        form,
        act,
        title="Fixer un objectif",
        submit="Fixer cet objectif",
        back=back,
        need=need,
    )


def _objective(dossier: Dossier, objective_id: UUID) -> Objective:
    return get_object_or_404(Objective.objects.select_related("need"), pk=objective_id, dossier=dossier)


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def objective_edit(request: HttpRequest, dossier: Dossier, objective_id: UUID) -> HttpResponse:
    row = _objective(dossier, objective_id)
    initial = {
        name: getattr(row, name) for name in ("text", "due_date", "opinion", "person_words", "version")
    }
    form, back = ObjectiveForm(request.POST or None, initial=initial), address_of(dossier, row.need_id)

    def act() -> HttpResponse:
        operations.change_objective(
            objective_id=objective_id,
            dossier=dossier,
            aim=form.aim(),
            version=form.cleaned_data["version"] or 0,
            by=request.membership,
            at=timezone.now(),
        )
        return done(request, "L'objectif est modifié.", back)

    try:
        return ask(
            request,
            dossier,
            form,
            act,
            title="Modifier l'objectif",
            submit="Enregistrer",
            back=back,
            need=row.need,
        )
    except operations.StaleObjective as stale:
        return both(request, dossier, form, stale, "text", stale.current.text, back)


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def objective_end(request: HttpRequest, dossier: Dossier, objective_id: UUID) -> HttpResponse:
    row = _objective(dossier, objective_id)
    form = ObjectiveEndForm(request.POST or None, initial={"ended_date": timezone.localdate()})
    back = address_of(dossier, row.need_id)

    def act() -> HttpResponse:
        operations.end_objective(
            objective_id=objective_id,
            dossier=dossier,
            by=request.membership,
            at=timezone.now(),
            **form.cleaned_data,
        )
        return done(request, "C'est noté.", back)

    return ask(
        request, dossier, form, act, title="Où en est cet objectif ?", submit="Noter", back=back, need=row.need,
        objective=row,
    )  # fmt: skip


@require_GET
@dossier_view(Permission.NEED_VIEW)
def reviews(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    context = {"page": reviews_page(dossier)}
    return page(request, dossier, "needs/reviews.html", "needs/_reviews_page.html", context)


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def review_hold(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """A review, with what changed since the last one before one's eyes; what is typed is kept until it is sent."""
    today, kept = timezone.localdate(), draft(dossier, request.membership, operations.DRAFT)
    initial = {"held_date": today, "next_date": latest_next(today), "text": kept.text if kept else ""}
    draft_url = reverse("needs:review_draft", args=[dossier.pk])
    form = ReviewForm(request.POST or None, initial=initial, draft_url=draft_url)
    back = reverse("needs:reviews", args=[dossier.pk])

    def act() -> HttpResponse:
        operations.hold_review(
            dossier=dossier, looking_back=form.looking_back(), by=request.membership, at=timezone.now()
        )
        return done(request, "Le bilan est noté, le prochain est prévu.", back)

    return ask(
        request, dossier, form, act, template="needs/review_form.html", title="Faire le bilan",
        submit="Enregistrer ce bilan", back=back, since=since_last(dossier), draft=kept,
    )  # fmt: skip


@require_POST
@dossier_view(Permission.NEED_EDIT)
def review_draft(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """What is being typed, kept for its author alone."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    drafts.save_draft(
        dossier=dossier,
        by=request.membership,
        at=timezone.now(),
        place=operations.DRAFT,
        text=form.cleaned_data["text"],
    )
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def review_plan(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    form, back = PlanForm(request.POST or None), reverse("needs:reviews", args=[dossier.pk])

    def act() -> HttpResponse:
        operations.plan_review(dossier=dossier, by=request.membership, at=timezone.now(), **form.cleaned_data)
        return done(request, "Le bilan est prévu.", back)

    return ask(request, dossier, form, act, title="Prévoir un bilan", submit="Prévoir ce bilan", back=back)
