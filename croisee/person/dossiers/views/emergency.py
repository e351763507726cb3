"""Emergency access: the door, giving the key back, reading the notice, telling the person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from croisee.foundation.accounts.access import require
from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import Refused
from croisee.foundation.ui.french import hour
from croisee.person.dossiers.forms.emergency import EmergencyForm
from croisee.person.dossiers.gate import dossier_view, outsider_view
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations import emergency as operations
from croisee.person.dossiers.views.answers import page, see_other, sent


@require_http_methods(["GET", "HEAD", "POST"])
@outsider_view(Permission.EMERGENCY_OPEN)
def open_(request: HttpRequest, dossier_id: UUID, referent: Membership) -> HttpResponse:
    """For a colleague outside the circle, when someone is in danger now: a reason, one hour."""
    form = EmergencyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            now = timezone.now()
            operations.open_emergency(
                dossier_id=dossier_id,
                referent=referent,
                by=request.membership,
                at=now,
                reason=form.cleaned_data["reason"],
            )
            messages.success(
                request,
                f"Le dossier vous est ouvert jusqu'à {hour(now + operations.LASTS)}. "
                f"{referent.user.full_name} en est prévenu·e.",
            )
            return see_other("dossiers:detail", dossier_id)
        except Refused as refusal:
            form.refuse(refusal)
    return page(
        request, "dossiers/emergency.html", {"form": form, "dossier_id": dossier_id, "referent": referent}
    )


@require_GET
@require(Permission.DOSSIER_LIST)
def notices(request: HttpRequest) -> HttpResponse:
    """The section of the list that tells a referent, as it happens, of a dossier opened in emergency."""
    return render(request, "dossiers/_emergency_list.html")


@require_POST
@dossier_view(Permission.DOSSIER_VIEW)
def give_back(request: HttpRequest, dossier: Dossier, access_id: UUID) -> HttpResponse:
    operations.give_back(access_id=access_id, dossier=dossier, by=request.membership, at=timezone.now())
    messages.success(request, "La clé est rendue. Le dossier vous est refermé.")
    return see_other("dossiers:list")


@require_POST
@dossier_view(Permission.CIRCLE_VIEW)
def acknowledge(request: HttpRequest, dossier: Dossier, access_id: UUID) -> HttpResponse:
    operations.acknowledge(access_id=access_id, dossier=dossier, by=request.membership, at=timezone.now())
    messages.success(
        request, "C'est noté. Pensez à le dire à la personne, et à le marquer ici quand c'est fait."
    )
    return see_other("dossiers:keys", dossier.pk)


@require_POST
@dossier_view(Permission.CIRCLE_VIEW)
def shown(request: HttpRequest, dossier: Dossier, access_id: UUID) -> HttpResponse:
    operations.show_to_person(access_id=access_id, dossier=dossier, by=request.membership, at=timezone.now())
    messages.success(request, "Noté : la personne sait que son dossier a été ouvert en urgence.")
    return see_other("dossiers:keys", dossier.pk)
