"""Two dossiers of one person: found, compared side by side, made one with a confirmation that is typed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from croisee.foundation.accounts.permissions import Permission
from croisee.foundation.ui.errors import Denied, Refused
from croisee.person.dossiers.forms.closing import OtherDossier, Typed
from croisee.person.dossiers.gate import dossier_view, other_dossier
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.operations.merging import merge
from croisee.person.dossiers.queries.comparison import TELLING, Side, side_of
from croisee.person.dossiers.queries.duplicates import look_alikes
from croisee.person.dossiers.queries.search import number_wanted
from croisee.person.dossiers.views.answers import page, see_other


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.DOSSIER_MERGE)
def choose(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Which dossier is the same person's? Those who look alike, or a number."""
    form = OtherDossier(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number = number_wanted(form.cleaned_data["number"]) or form.cleaned_data["number"]
        here = Dossier.objects.living().filter(organisation_id=dossier.organisation_id, number=number)
        other = here.exclude(pk=dossier.pk).order_by().first()
        if other is not None:
            return see_other("dossiers:merge", dossier.pk, other.pk)
        form.add_error("number", "Aucun autre dossier dont vous avez la clé ne porte ce numéro.")
    person = dossier.person
    found = look_alikes(
        person.first_name,
        person.last_name,
        person.birth_name,
        birth_date=person.birth_date,
        organisation_id=dossier.organisation_id,
        except_for=[dossier.pk],
    )
    return page(
        request, "dossiers/merge_choice.html", {"dossier": dossier, "form": form, "look_alikes": found}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@dossier_view(Permission.DOSSIER_MERGE)
def compare(request: HttpRequest, dossier: Dossier, other_id: UUID) -> HttpResponse:
    """Both side by side; `dossier` is kept, the other's address will lead to it."""
    other = _second(request, other_id)
    form = Typed(request.POST if request.method == "POST" else None, expected=other.number)
    if request.method == "POST" and form.is_valid():
        try:
            merge(kept=dossier, absorbed=other, by=request.membership, at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Le dossier {other.number} est réuni à celui-ci.")
            return see_other("dossiers:detail", dossier.pk)
    kept, absorbed = side_of(dossier), side_of(other)
    context = {"dossier": dossier, "other": other, "form": form, "lines": _lines(kept, absorbed)}
    return page(request, "dossiers/merge.html", context)


def _second(request: HttpRequest, other_id: UUID) -> Dossier:
    """The other dossier passes the same gate."""
    place = other_dossier(request, other_id, Permission.DOSSIER_MERGE)
    if place is None:
        raise Http404
    if place.dossier is None or not place.verdict.allowed:
        raise Denied(place.verdict.reason)
    return place.dossier


@dataclass(frozen=True)
class Line:
    label: str
    kept: str
    absorbed: str

    @property
    def differs(self) -> bool:
        """Both say something, and not the same: what one looks at before saying it is one person."""
        return self.label in TELLING and bool(self.kept and self.absorbed) and self.kept != self.absorbed


def _lines(kept: Side, absorbed: Side) -> list[Line]:
    return [Line(label, ours, theirs) for (label, ours), (_, theirs) in zip(kept, absorbed, strict=True)]
