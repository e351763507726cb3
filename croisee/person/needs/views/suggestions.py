"""Finding a means for a need: suggestions of the directory, or by hand."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.directory.models import Service
from croisee.foundation.ui.errors import is_fragment
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier
from croisee.person.needs.forms.answers import ByHandForm, DismissForm, WidenForm
from croisee.person.needs.models import MeansKind
from croisee.person.needs.operations import answers as operations
from croisee.person.needs.operations.noting import Said
from croisee.person.needs.queries import choices
from croisee.person.needs.queries import suggestions as queries
from croisee.person.needs.views.asking import ask, done
from croisee.person.needs.views.needs import address_of, found


def _reach(request: HttpRequest) -> tuple[WidenForm, queries.Reach]:
    """What the address asks; anything else gives the default."""
    form = WidenForm(
        request.GET if "distance" in request.GET else None, initial={"distance": "20", "modes": "tous"}
    )
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    modes = data.get("modes") or "tous"
    return form, queries.Reach(data.get("distance") or 20, modes != "distance", modes != "presence")


def _show(
    request: HttpRequest,
    dossier: Dossier,
    need_id: UUID,
    dismissing: DismissForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form, reach = _reach(request)
    # Under a need, the first ones only; the whole list has its own page.
    most, template = (
        (3, "needs/_suggested.html") if is_fragment(request) else (queries.SHOWN, "needs/suggestions.html")
    )
    today, need = timezone.localdate(), found(dossier, need_id)
    found_ones = queries.suggestions(dossier, need, reach, today, most=most)
    context: dict[str, Any] = {
        "dossier": dossier,
        "page": found_ones,
        "form": form,
        "asked": urlencode({"distance": reach.km, "modes": form.data.get("modes") or "tous"}),
        "dismissing": dismissing,
        "blank": DismissForm(auto_id=False),
        "wider": [km for km in (50, 100, 200) if km > reach.km],
    }
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_GET
@dossier_view(Permission.NEED_EDIT)
def suggestions(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    return _show(request, dossier, need_id)


def _service(request: HttpRequest) -> Service:
    value = request.POST.get("service", "")
    services = Service.objects.filter(retired_at__isnull=True)
    return get_object_or_404(
        services, pk=int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0
    )


@require_POST
@dossier_view(Permission.NEED_EDIT)
def suggestion_propose(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    need, service, now = found(dossier, need_id), _service(request), timezone.now()
    answer = operations.propose(
        need_id=need_id,
        dossier=dossier,
        means=operations.NewMeans(
            MeansKind.SERVICE,
            service.nom,
            ", ".join(part for part in (service.structure_name, service.commune) if part),
            service.external_id,
        ),
        said=Said(timezone.localdate()),
        suggested_for=queries.why(dossier, need, service, timezone.localdate()),
        by=request.membership,
        at=now,
    )
    address = reverse("needs:answer", args=[dossier.pk, answer.pk])
    return done(
        request, "Le moyen est proposé. Notez ici ce qu'en dit la personne, quand elle l'aura dit.", address
    )


@require_POST
@dossier_view(Permission.NEED_EDIT)
def suggestion_dismiss(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    found(dossier, need_id)
    form = DismissForm(request.POST, auto_id="ecarter_%s")
    if not form.is_valid():
        return _show(request, dossier, need_id, form, status=422)
    service = _service(request)
    operations.dismiss(
        need_id=need_id,
        dossier=dossier,
        service_id=service.external_id,
        label=service.nom,
        reason=form.cleaned_data["reason"],
        words=form.cleaned_data["words"],
        by=request.membership,
        at=timezone.now(),
    )
    back = reverse("needs:suggestions", args=[dossier.pk, need_id])
    return done(request, "La suggestion est écartée pour ce besoin.", f"{back}?{request.GET.urlencode()}")


@require_http_methods(["GET", "POST"])
@dossier_view(Permission.NEED_EDIT)
def means_add(request: HttpRequest, dossier: Dossier, need_id: UUID) -> HttpResponse:
    """A means of any kind, by hand."""
    need = found(dossier, need_id)
    form = ByHandForm(
        request.POST or None,
        initial={"happened_date": timezone.localdate(), "kind": request.GET.get("nature", "")},
        known=choices.known_means(dossier),
        members=choices.members(dossier, timezone.localdate()),
    )

    def act() -> HttpResponse:
        answer = operations.propose(
            need_id=need_id,
            dossier=dossier,
            means=form.means(),
            said=form.said(),
            by=request.membership,
            at=timezone.now(),
        )
        return done(request, "Le moyen est proposé.", reverse("needs:answer", args=[dossier.pk, answer.pk]))

    return ask(
        request, dossier, form, act, title="Proposer un moyen", submit="Proposer ce moyen",
        back=address_of(dossier, need_id), need=need,
    )  # fmt: skip
