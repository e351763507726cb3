"""Closing, reopening, handing over to a colleague, and erasing when the keeping is over."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import Refused
from croisee.foundation.ui.forms import Form
from croisee.person.dossiers.forms import closing as forms
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations import closing as operations
from croisee.person.dossiers.operations import erasing
from croisee.person.dossiers.views.answers import page, see_other

METHODS = ["GET", "HEAD", "POST"]


def _done(request: HttpRequest, form: Form, act: Callable[[], object], message: str) -> bool:
    """Whether it is done; what is refused is shown at the top of the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, message)
    return True


@require_http_methods(METHODS)
@dossier_view(Permission.DOSSIER_CLOSE)
def close(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    form = forms.Closing(
        request.POST if request.method == "POST" else None, initial={"closed_date": timezone.localdate()}
    )

    def act() -> object:
        values = form.cleaned_data
        return operations.close(dossier=dossier, by=request.membership, at=timezone.now(), **values)

    if _done(request, form, act, "Le dossier est clos. Il se lit encore, et peut être rouvert."):
        return see_other("dossiers:detail", dossier.pk)
    keeping = erasing.keeping_of(dossier, timezone.localdate())
    return page(request, "dossiers/closing.html", {"dossier": dossier, "form": form, "keeping": keeping})


@require_http_methods(METHODS)
@dossier_view(Permission.DOSSIER_CLOSE)
def reopen(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    form = forms.Reopening(
        request.POST if request.method == "POST" else None, initial={"contact_date": timezone.localdate()}
    )

    def act() -> object:
        values = form.cleaned_data
        return operations.reopen(dossier=dossier, by=request.membership, at=timezone.now(), **values)

    if _done(request, form, act, "Le dossier est rouvert."):
        return see_other("dossiers:detail", dossier.pk)
    return page(request, "dossiers/reopening.html", {"dossier": dossier, "form": form})


@require_http_methods(METHODS)
@dossier_view(Permission.CIRCLE_EDIT)
def hand_over(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    if not operations.may_hand_over(dossier, request.membership):
        raise operations.NotYoursToHandOver
    form = forms.HandingOver(
        request.POST if request.method == "POST" else None, dossier=dossier, today=timezone.localdate()
    )

    def act() -> object:
        values = form.cleaned_data
        return operations.hand_over(dossier=dossier, by=request.membership, at=timezone.now(), **values)

    if _done(request, form, act, "La référence est confiée. Vous restez dans le cercle."):
        return see_other("dossiers:detail", dossier.pk)
    return page(request, "dossiers/handing_over.html", {"dossier": dossier, "form": form})


@require_http_methods(METHODS)
@dossier_view(Permission.DOSSIER_ERASE)
def erase(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Until when the dossier is kept; when that is over, the page that erases it."""
    keeping = erasing.keeping_of(dossier, timezone.localdate())
    form = forms.Typed(request.POST if request.method == "POST" else None, expected=dossier.number)

    def act() -> object:
        return erasing.erase(dossier=dossier, by=request.membership, at=timezone.now())

    message = f"Le contenu du dossier {dossier.number} est effacé : plus personne ne peut le lire."
    if _done(request, form, act, message):
        return see_other("dossiers:list")
    context = {"dossier": dossier, "form": form, "keeping": keeping, "months": erasing.keeping_months()}
    return page(request, "dossiers/erasing.html", context)
