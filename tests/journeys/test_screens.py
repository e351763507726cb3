"""Every screen: axe by day and by night, no page wider than a phone, fields and buttons one can touch."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.tests.factories import PASSWORD
from croisee.foundation.accounts.views import password_path
from croisee.foundation.directory.models import ImportRun
from croisee.person.dossiers.models import CircleMember, Dossier
from croisee.person.dossiers.operations import consents
from croisee.person.dossiers.tests import factories as dossiers
from tests.journeys import territory
from tests.journeys.gestures import give_password, log_in
from tests.journeys.screens import NO_SCREEN, SCREENS, looked_at, routes
from tests.support.access import arguments_for
from tests.support.browser import DESK, PHONE, Browse, check_accessibility

# What answers something else than 200 and is worth a look all the same.
STATUS = {("omar", "dossiers:detail"): 403, ("visitor", "socialaccount_login_error"): 401}
# The key of the link is taken out of the address.
MOVES = {"account_reset_password_from_key"}
# Looked at by axe on a phone too: there the page is another one.
MAIN = {
    "account_login", "directory:search", "dossiers:list", "dossiers:open", "dossiers:detail", "dossiers:notes",
    "dossiers:note-write", "dossiers:consents", "dossiers:keys", "needs:crossing", "needs:need", "needs:suggestions",
    "needs:answer",
}  # fmt: skip
WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"
SMALLEST = 32
SMALL = """(smallest) => [...document.querySelectorAll(
    "main .btn, main input:not([type=checkbox], [type=radio], [type=file]), main select, main summary, .rail-link, .tab"
  )]
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest(".visually-hidden, .skip-link"))
  .map((one) => one.closest("label") ?? one)
  .filter((one) => one.getBoundingClientRect().height < smallest && one.getBoundingClientRect().width > 1)
  .map((one) => `${one.tagName} ${one.innerText.slice(0, 40)}: ${one.getBoundingClientRect().height} px`)"""


def test_every_address_is_looked_at_or_has_a_reason() -> None:
    known = looked_at() | set(NO_SCREEN)
    names = {name for name in routes() if not name.startswith("ui:")}
    assert names - known == set(), "a new screen: add it to SCREENS of tests/journeys/screens.py"
    assert known - names == set(), "this address is no more"


@pytest.fixture
def arguments(nadia: Membership, claire: Membership, dossier: Dossier) -> dict[str, Any]:
    """What fills the addresses: a dossier that has lived, another to merge, a directory."""
    lived = territory.some_weeks(dossier, nadia)
    other = dossiers.dossier(nadia, first_name="Jeanne", last_name="Moral")
    service, *_ = territory.services()
    run = ImportRun.objects.create(
        file_name="annuaire.xlsx", file_size=12, is_complete=True, requested_by_id=claire.pk,
        requested_at=timezone.now(), state="done", finished_at=timezone.now(),
    )  # fmt: skip
    with wall.acting_as(nadia.user_id):
        again = consents.Request("in_person", "Ce qui change, avec des mots simples", frozenset({"medical"}))
        waiting = consents.ask(dossier=dossier, by=nadia, at=timezone.now(), request=again)
        member = CircleMember.objects.filter(dossier=dossier).order_by("started_date", "pk").first()
    assert member is not None
    return {
        "dossier_id": dossier.pk, "other_id": other.pk, "need_id": lived.need, "answer_id": lived.answer,
        "objective_id": lived.objective, "note_id": lived.note, "expectation_id": lived.expectation,
        "member_id": lived.relative, "consent_id": waiting.pk, "kind": "collegue", "pk": service.pk,
        "run_id": run.pk, "structure_id": service.structure_id, "circle_id": member.pk,
        "team_id": nadia.team_id, "membership_id": nadia.pk,
    }  # fmt: skip


def look_at(page: Page, name: str, address: str, status: int = 200) -> list[str]:
    """What is wrong with one screen."""
    page.set_viewport_size(ViewportSize(width=DESK["width"], height=DESK["height"]))
    answer = page.goto(address)
    assert answer is not None
    has_moved = answer.request.redirected_from is not None and name not in MOVES
    if has_moved or answer.status != status:
        return [f"{name}: {address} answered {answer.status} at {page.url}"]
    faults = _axe(page, name)
    page.set_viewport_size(ViewportSize(width=PHONE["width"], height=PHONE["height"]))
    if (wide := page.evaluate(WIDE)) > 0:
        faults.append(f"{name}: {wide} px wider than a phone")
    faults += [f"{name}: too small to touch: {one}" for one in page.evaluate(SMALL, SMALLEST)]
    return faults + (_axe(page, f"{name} on a phone") if name in MAIN else [])


def _axe(page: Page, name: str) -> list[str]:
    try:
        check_accessibility(page)
    except AssertionError as found:
        return [f"{name}: {line}" for line in found.args[0].splitlines()[1:]]
    return []


GROUPS = [
    (group, who)
    for group, people in SCREENS.items()
    for who in people
    if group not in {"account", "entrance"}
]


@pytest.mark.parametrize(("group", "who"), GROUPS, ids=[f"{group}-{who}" for group, who in GROUPS])
def test_screens(
    group: str, who: str, browse: Browse, cast: dict[str, Membership], arguments: dict[str, Any]
) -> None:
    page = browse(cast[who], "/sante/")
    faults = []
    for name in SCREENS[group][who]:
        address = reverse(name, kwargs=arguments_for(name, _for(name, arguments)))
        faults += look_at(page, name, address, STATUS.get((who, name), 200))
    assert not faults, "\n".join(faults)


def _for(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Two routes call different things by the same word."""
    own = {
        "directory:structure": {"pk": arguments.get("structure_id")},
        "dossiers:circle-end": {"member_id": arguments.get("circle_id")},
    }
    return {**arguments, **own.get(name, {})}


def test_screens_of_the_entrance(browse: Browse, claire: Membership) -> None:
    page = browse(None, "/sante/")
    faults = []
    for name in SCREENS["entrance"]["visitor"]:
        address = password_path(claire.user) if name == "account_reset_password_from_key" else reverse(name)
        faults += look_at(page, name, address, STATUS.get(("visitor", name), 200))
    assert not faults, "\n".join(faults)


def test_screens_of_the_account(browse: Browse, claire: Membership) -> None:
    """Claire logs in for real: what protects the account asks for a recent log-in."""
    give_password(claire)
    page = browse(None, "/compte/login/")
    log_in(page, claire)
    expect(page.locator(".rail")).to_be_visible()
    page.goto(reverse("account_reauthenticate"))
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form .btn-primary").first.click()
    faults, protected = [], False
    for name in SCREENS["account"]["claire"]:
        if name == "mfa_deactivate_totp" and not protected:
            protected, key = True, _protect(claire)
        faults += look_at(
            page, name, reverse(name, args=[key] if name.endswith("_webauthn") and protected else [])
        )
    # A real passkey would be asked for here.
    Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).delete()
    again = browse(None, "/compte/login/")
    log_in(again, claire)
    again.wait_for_url("**/authenticate/")
    faults += look_at(again, "mfa_authenticate", reverse("mfa_authenticate"))
    assert not faults, "\n".join(faults)


def _protect(member: Membership) -> int:
    """A code generator, recovery codes and a passkey."""
    TOTP.activate(member.user, generate_totp_secret())
    RecoveryCodes.activate(member.user)
    data = {"name": "Clé bleue", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    kind = Authenticator.Type.WEBAUTHN
    return int(Authenticator.objects.create(user=member.user, type=kind, data=data).pk)
