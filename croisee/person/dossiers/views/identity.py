"""The identity and how to reach the person, corrected by hand; two people at once see both versions."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui import french
from croisee.person.dossiers.forms.identity import IdentityEdit
from croisee.person.dossiers.gate import dossier_view
from croisee.person.dossiers.models import Dossier, Person
from croisee.person.dossiers.operations.identity import StaleIdentity, change_identity
from croisee.person.dossiers.operations.opening import Identity
from croisee.person.dossiers.queries.detail import commune_name
from croisee.person.dossiers.views.answers import page, see_other


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.DOSSIER_EDIT)
def edit(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    person = dossier.person
    initial = {**IdentityEdit.initial_of(person), "version": person.version}
    form = IdentityEdit(
        request.POST if request.method == "POST" else None, initial=initial, today=timezone.localdate()
    )
    context: dict[str, object] = {"dossier": dossier, "form": form}
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            change_identity(
                dossier=dossier,
                identity=form.identity(),
                version=version,
                by=request.membership,
                at=timezone.now(),
            )
        except StaleIdentity as stale:
            form.refuse(stale)
            context["form"] = _again(request, form, stale.current)
            context["differences"] = _differences(form, stale.current)
        else:
            messages.success(request, "Identité et coordonnées enregistrées.")
            return see_other("dossiers:detail", dossier.pk)
    return page(request, "dossiers/identity.html", context)


def _again(request: HttpRequest, form: IdentityEdit, current: Person) -> IdentityEdit:
    """The same answers, to be sent knowing what the colleague wrote."""
    data = request.POST.copy()
    data["version"] = str(current.version)
    again = IdentityEdit(data, today=form.today)
    for error in form.non_field_errors():
        again.add_error(None, error)
    return again


def _differences(form: IdentityEdit, current: Person) -> list[tuple[str, str, str]]:
    """Label, mine, theirs, for each field on which the two versions differ."""
    mine = asdict(form.identity())
    found = []
    for name in asdict(Identity(last_name="")):
        theirs = getattr(current, name)
        if mine[name] != theirs:
            label = form.fields["commune" if name == "commune_code" else name].label
            found.append((str(label), _shown(name, mine[name]), _shown(name, theirs)))
    return found


def _shown(name: str, value: object) -> str:
    if name == "birth_date" and value:
        return french.day(value, weekday=False)  # type: ignore[arg-type]
    if name == "commune_code" and value:
        return commune_name(str(value))
    if name == "civility":
        return {"mme": "Madame", "m": "Monsieur"}.get(str(value), "Sans civilité")
    return str(value or "Rien")
