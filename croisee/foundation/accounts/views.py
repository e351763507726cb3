"""Pages of teams and members, and the choice of the membership one acts in."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from croisee.foundation.accounts import forms, operations, queries
from croisee.foundation.accounts.access import require
from croisee.foundation.accounts.models import Membership, Team, User
from croisee.foundation.accounts.permissions import ROLES, Permission, Role
from croisee.foundation.ui.pages import Page


@login_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act from now on through another of one's memberships."""
    wanted = request.POST.get("membership", "")
    chosen = next((one for one in request.memberships if str(one.pk) == wanted), None)
    if chosen is not None:
        request.session["membership"] = chosen.pk
        messages.success(request, f"Vous agissez maintenant pour {chosen.organisation}.")
    return redirect("home")


@login_required
@require_POST
def session_close(request: HttpRequest, session_id: int) -> HttpResponse:
    """Close one of one's own sessions, on another device."""
    session = get_object_or_404(UserSession, pk=session_id, user=request.user)
    operations.close_session(session=session, user=cast("User", request.user), at=timezone.now())
    messages.success(request, "Cette session est fermée.")
    return redirect("usersessions_list")


@require(Permission.TEAM_MANAGE)
def teams(request: HttpRequest) -> HttpResponse:
    """The organisation, its teams and who works in them."""
    organisation = request.membership.organisation
    members = queries.members_of(organisation.pk, timezone.localdate())
    page = Page.of(request, members, size=50)
    context = {
        "organisation": organisation,
        "teams": queries.teams_of(organisation.pk),
        "page": page,
        "roles": [(role.label, sorted(p.label for p in ROLES[role])) for role in Role],
    }
    return render(request, "accounts/teams.html", context)


def _steps(here: str) -> list[tuple[str, str]]:
    return [("Équipes", reverse("accounts:teams")), (here, "")]


def _form_page(
    request: HttpRequest, form: Any, title: str, action: str, explanation: str = ""
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(
        request,
        "accounts/form.html",
        {
            "form": form,
            "title": title,
            "action": action,
            "explanation": explanation,
            "steps": _steps(title),
        },
        status=status,
    )


@require(Permission.TEAM_MANAGE)
def organisation(request: HttpRequest) -> HttpResponse:
    """Name and identifiers of one's organisation."""
    mine = request.membership.organisation
    initial = {"name": mine.name, "siret": mine.siret, "finess": mine.finess}
    form = forms.Organisation(request.POST or None, initial=initial)
    if not form.is_valid():
        return _form_page(request, form, "L'organisation", "Enregistrer")
    operations.update_organisation(
        organisation=mine, **form.cleaned_data, by=request.membership, at=timezone.now()
    )
    messages.success(request, "L'organisation est à jour.")
    return redirect("accounts:teams")


@require(Permission.TEAM_MANAGE)
def team_add(request: HttpRequest) -> HttpResponse:
    """A new team."""
    form = forms.TeamName(request.POST or None)
    if not form.is_valid():
        return _form_page(request, form, "Nouvelle équipe", "Créer l'équipe")
    operations.create_team(name=form.cleaned_data["name"], by=request.membership, at=timezone.now())
    messages.success(request, "L'équipe est créée.")
    return redirect("accounts:teams")


@require(Permission.TEAM_MANAGE)
def team_rename(request: HttpRequest, team_id: int) -> HttpResponse:
    """Another name for a team."""
    team = get_object_or_404(Team, pk=team_id, organisation=request.membership.organisation)
    form = forms.TeamName(request.POST or None, initial={"name": team.name})
    if not form.is_valid():
        return _form_page(request, form, "Renommer l'équipe", "Enregistrer")
    operations.rename_team(
        team=team, name=form.cleaned_data["name"], by=request.membership, at=timezone.now()
    )
    messages.success(request, "L'équipe est renommée.")
    return redirect("accounts:teams")


@require(Permission.TEAM_MANAGE)
def member_invite(request: HttpRequest) -> HttpResponse:
    """A colleague enters a team; the manager hands over the link that sets the password."""
    form = forms.Invitation(request.POST or None, organisation_id=request.membership.organisation_id)
    if not form.is_valid():
        return _form_page(request, form, "Faire entrer un·e collègue", "Faire entrer dans l'équipe")
    try:
        membership = operations.invite(
            **form.cleaned_data, by=request.membership, at=timezone.now(), started_date=timezone.localdate()
        )
    except operations.CannotManage as refusal:
        form.refuse(refusal)
        return _form_page(request, form, "Faire entrer un·e collègue", "Faire entrer dans l'équipe")
    messages.success(request, f"{membership.user} fait maintenant partie de l'équipe.")
    return redirect("accounts:team-member", membership.pk)


def _own_member(request: HttpRequest, membership_id: int) -> Membership:
    members = Membership.objects.select_related("user", "team", "organisation")
    return get_object_or_404(members, pk=membership_id, organisation=request.membership.organisation)


@require(Permission.TEAM_MANAGE)
def member(request: HttpRequest, membership_id: int) -> HttpResponse:
    """A member: role, dates, and the link to choose a first password while there is none."""
    membership = _own_member(request, membership_id)
    form = forms.RoleChoice(request.POST or None, initial={"role": membership.role})
    if form.is_valid():
        operations.change_role(
            membership=membership, role=form.cleaned_data["role"], by=request.membership, at=timezone.now()
        )
        messages.success(request, "Le rôle est changé ; il vaut dès maintenant.")
        return redirect("accounts:team-member", membership.pk)
    context = {
        "member": membership,
        "form": form,
        "steps": _steps("Collègue"),
        "can_get_link": operations.may_get_link(membership.user),
        "permissions": sorted(p.label for p in ROLES[Role(membership.role)]),
    }
    return render(request, "accounts/member.html", context, status=422 if form.is_bound else 200)


@require(Permission.TEAM_MANAGE)
@require_POST
def member_link(request: HttpRequest, membership_id: int) -> HttpResponse:
    """The one-time link by which a colleague without a password chooses one; shown once, to be handed over."""
    membership = _own_member(request, membership_id)
    operations.prepare_link(membership=membership, by=request.membership, at=timezone.now())
    link = request.build_absolute_uri(password_path(membership.user))
    return render(
        request, "accounts/link.html", {"member": membership, "link": link, "steps": _steps("Lien")}
    )


def password_path(user: User) -> str:
    """Where somebody without a password chooses one; it works once, for three days."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": key.split("-")[0], "key": key.split("-", 1)[1]}
    )


@require(Permission.TEAM_MANAGE)
def member_end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """A colleague leaves the team: the keys held through it stop opening anything."""
    membership = _own_member(request, membership_id)
    form = forms.Departure(request.POST or None, initial={"ended_date": timezone.localdate()})
    if not form.is_valid():
        explanation = (
            f"{membership.user} ne pourra plus ouvrir aucun dossier par cette équipe à partir de ce jour. "
            "Ce qui a été écrit reste dans les dossiers."
        )
        return _form_page(request, form, "Fin d'appartenance", "Mettre fin", explanation=explanation)
    operations.end_membership(
        membership=membership,
        ended_date=form.cleaned_data["ended_date"],
        by=request.membership,
        at=timezone.now(),
    )
    messages.success(request, "L'appartenance prend fin à la date choisie.")
    return redirect("accounts:teams")
