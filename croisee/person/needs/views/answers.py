"""An answer: where it stands, what was said at each step, what comes next."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier
from croisee.person.needs.forms.answers import NEXT_STEPS, AgainForm, OpinionForm, StepForm
from croisee.person.needs.models import Answer
from croisee.person.needs.operations import answers as operations
from croisee.person.needs.queries.answer import AnswerPage, answer_page
from croisee.person.needs.rules.steps import is_ended
from croisee.person.needs.views.asking import ask, done
from croisee.person.needs.views.crossing import may_edit, page


def _found(dossier: Dossier, answer_id: UUID) -> Answer:
    answers = Answer.objects.select_related("need", "means__membership__user")
    return get_object_or_404(answers, pk=answer_id, dossier=dossier)


def _address(dossier: Dossier, answer_id: UUID) -> str:
    return reverse("needs:answer", args=[dossier.pk, answer_id])


def _step_form(request: HttpRequest, shown: AnswerPage) -> StepForm | None:
    """The form of what may come next; none for an answer that has ended."""
    if shown.answer.state not in NEXT_STEPS:
        return None
    initial = {"happened_date": timezone.localdate(), "after": shown.last_number}
    return StepForm(request.POST or None, initial=initial, state=shown.answer.state)


def _context(
    request: HttpRequest, dossier: Dossier, shown: AnswerPage, form: StepForm | None
) -> dict[str, object]:
    return {
        "dossier": dossier,
        "page": shown,
        "form": form,
        "may_edit": may_edit(request, dossier),
        "is_ended": is_ended(shown.answer.state),
    }


@require_GET
@dossier_view(Permission.NEED_VIEW)
def answer(request: HttpRequest, dossier: Dossier, answer_id: UUID) -> HttpResponse:
    shown = answer_page(_found(dossier, answer_id))
    context = _context(request, dossier, shown, _step_form(request, shown))
    return page(request, dossier, "needs/answer.html", "needs/_answer.html", context)


@require_POST
@dossier_view(Permission.NEED_EDIT)
def answer_step(request: HttpRequest, dossier: Dossier, answer_id: UUID) -> HttpResponse:
    """What the person said, that it began, or how it went."""
    shown = answer_page(_found(dossier, answer_id))
    form = _step_form(request, shown)
    if form is None:
        raise operations.CannotFollow
    status = 422
    if form.is_valid():
        state, refused_by = form.next_state()
        try:
            operations.advance(
                answer_id=answer_id,
                dossier=dossier,
                to=state,
                refused_by=refused_by,
                after=form.cleaned_data["after"],
                said=form.said(),
                by=request.membership,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return done(request, "L'étape est notée.", _address(dossier, answer_id))
    return render(request, "needs/answer.html", _context(request, dossier, shown, form), status=status)


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def answer_opinion(request: HttpRequest, dossier: Dossier, answer_id: UUID) -> HttpResponse:
    """What the person thinks of it by now."""
    shown = answer_page(_found(dossier, answer_id))
    initial = {"happened_date": timezone.localdate(), "after": shown.last_number}
    form = OpinionForm(request.POST or None, initial=initial)
    back = _address(dossier, answer_id)

    def act() -> HttpResponse:
        operations.give_opinion(
            answer_id=answer_id,
            dossier=dossier,
            after=form.cleaned_data["after"],
            said=form.said(),
            by=request.membership,
            at=timezone.now(),
        )
        return done(request, "L'avis est noté.", back)

    return ask(
        request, dossier, form, act, title="Noter un avis", submit="Noter cet avis", back=back, answer=shown.answer,
        lede="Ce que la personne en pense aujourd'hui, et ce que vous en voyez. L'un ne remplace pas l'autre.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def answer_again(request: HttpRequest, dossier: Dossier, answer_id: UUID) -> HttpResponse:
    """The same means once more."""
    row = _found(dossier, answer_id)
    form = AgainForm(request.POST or None, initial={"happened_date": timezone.localdate()})

    def act() -> HttpResponse:
        made = operations.try_again(
            answer_id=answer_id, dossier=dossier, said=form.said(), by=request.membership, at=timezone.now()
        )
        return done(request, "Un nouvel essai commence.", _address(dossier, made.pk))

    return ask(
        request, dossier, form, act, title="Essayer de nouveau", submit="Proposer de nouveau",
        back=_address(dossier, answer_id), answer=row,
        lede="L'essai précédent reste visible avec tout ce qui a été dit.",
    )  # fmt: skip
