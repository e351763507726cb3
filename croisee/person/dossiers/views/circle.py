"""The circle: who stands around the person, what each one can read, who enters and leaves."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.forms import circle as forms
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import CircleMember, Dossier
from croisee.person.dossiers.operations import circle as operations
from croisee.person.dossiers.queries import circle as queries
from croisee.person.dossiers.queries.consents import agreement
from croisee.person.dossiers.views.answers import fragment_of, page, see_other, sent


class Kind(NamedTuple):
    """One way into the circle, as its address says it."""

    form: type[forms._EntryForm]
    title: str
    lede: str


KINDS = {
    "collegue": Kind(forms.ColleagueForm, "Faire entrer un·e collègue", "Quelqu'un de votre organisation."),
    "partenaire": Kind(
        forms.PartnerForm,
        "Faire entrer un partenaire",
        "Quelqu'un d'une autre organisation. Il ne lit rien tant que la personne n'a pas accepté ce partage.",
    ),
    "proche": Kind(
        forms.RelativeForm,
        "Noter un proche",
        "Quelqu'un qui compte pour la personne. Un proche ne lit pas le dossier.",
    ),
    "confiance": Kind(
        forms.TrustedForm,
        "Noter la personne de confiance",
        "Désignée par écrit par la personne, elle l'accompagne et l'aide à décider (CASF L311-5-1). "
        "Elle ne lit pas le dossier à sa place.",
    ),
}


@require_GET
@dossier_view(Permission.CIRCLE_VIEW)
def circle(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Everyone around the person, with what each one reads today and why."""
    agreed = agreement(dossier, timezone.now())
    context = {
        "dossier": dossier,
        "agreed": agreed,
        "circle": queries.circle(dossier, agreed),
        "can_edit": dossier.is_open
        and dossier.verdict.may_govern
        and request.membership.may(Permission.CIRCLE_EDIT),
    }
    return page(request, fragment_of(request, "dossiers/circle.html", "circle-list"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.CIRCLE_EDIT)
def add(request: HttpRequest, dossier: Dossier, kind: str) -> HttpResponse:
    """Someone enters, with a reason."""
    if kind not in KINDS:
        raise Http404
    now = timezone.now()
    agreed = agreement(dossier, now)
    given: dict[str, Any] = {"initial": {"started_date": agreed.on}}
    if kind in {"collegue", "partenaire"}:
        given["members"] = queries.may_join(dossier, agreed.on, same_organisation=kind == "collegue")
    form = KINDS[kind].form(sent(request), **given)
    if request.method == "POST" and form.is_valid():
        try:
            member = operations.join(dossier=dossier, by=request.membership, at=now, entry=form.entry())
            messages.success(request, queries.what_it_opens(dossier, member, agreed))
            return see_other("dossiers:circle", dossier.pk)
        except Refused as refusal:
            form.refuse(refusal)
    context = {"dossier": dossier, "form": form, "kind": KINDS[kind], "agreed": agreed, "kind_name": kind}
    return page(request, "dossiers/circle_add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.CIRCLE_EDIT)
def end(request: HttpRequest, dossier: Dossier, member_id: UUID) -> HttpResponse:
    """Someone leaves; their key no longer opens."""
    now = timezone.now()
    rows = CircleMember.objects.select_related("membership__user").filter(
        Q(ended_date__isnull=True) | Q(ended_date__gt=timezone.localdate(now)), dossier=dossier
    )
    if request.method == "POST":
        operations.leave(member_id=member_id, dossier=dossier, by=request.membership, at=now)
        messages.success(request, "La sortie du cercle est notée. Cette clé n'ouvre plus le dossier.")
        return see_other("dossiers:circle", dossier.pk)
    member = get_object_or_404(rows, pk=member_id)
    return page(request, "dossiers/circle_end.html", {"dossier": dossier, "member": member})
