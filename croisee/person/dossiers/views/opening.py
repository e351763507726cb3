"""First contact: the short form, and the question when the person may be known already."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from croisee.foundation.accounts.access import require
from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import Refused
from croisee.person.dossiers.forms.opening import FirstContact
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations.opening import MayBeKnown, record_first_contact
from croisee.person.dossiers.views.answers import page, see_other


@require_http_methods(["GET", "HEAD", "POST"])
@require(Permission.DOSSIER_CREATE)
def begin(request: HttpRequest) -> HttpResponse:
    """Record somebody who comes for the first time."""
    form = FirstContact(
        request.POST if request.method == "POST" else None, by=request.membership, today=timezone.localdate()
    )
    if "correct" in request.POST:
        # Nothing was refused and nothing is done: the same form again, with all that was typed.
        return render(request, "dossiers/opening.html", {"form": form}, status=422)
    if request.method == "POST" and form.is_valid():
        try:
            return _begun(request, form)
        except MayBeKnown as question:
            context = {"form": form, "look_alikes": question.look_alikes}
            context["others"] = ",".join(str(one.dossier_id) for one in question.look_alikes)
            return render(request, "dossiers/look_alikes.html", context, status=question.status)
        except Refused as refusal:
            form.refuse(refusal)
    return page(request, "dossiers/opening.html", {"form": form})


def _begun(request: HttpRequest, form: FirstContact) -> HttpResponse:
    values = form.cleaned_data
    dossier = record_first_contact(
        identity=form.identity(),
        referent=values["referent"],
        by=request.membership,
        at=timezone.now(),
        first_contact_date=values["first_contact_date"],
        words=values["words"],
        someone_else=form.others(),
    )
    if Dossier.objects.filter(pk=dossier.pk).exists():
        messages.success(request, f"Premier contact enregistré : dossier {dossier.number}.")
        return see_other("dossiers:detail", dossier.pk)
    # Recorded for a colleague: whoever answered the door holds no key any more.
    name = values["referent"].user.full_name
    messages.success(request, f"Premier contact enregistré : dossier {dossier.number}, confié à {name}.")
    return see_other("dossiers:list")
