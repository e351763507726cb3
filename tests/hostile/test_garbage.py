"""Rubbish sent to every form of the software, as somebody who may send it: a clear answer, and nothing half-written.

The routes come from the URL configuration: a new page is tried without a word here.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.foundation.accounts.permissions import Permission
from croisee.person.dossiers.models import CircleMember, Consent, Dossier, Expectation
from croisee.person.dossiers.operations.expectations import express
from croisee.person.dossiers.operations.household import Living, add_member
from croisee.person.dossiers.operations.notes import write_note
from croisee.person.dossiers.operations.outlooks import share_extract
from croisee.person.needs.models import MeansKind
from croisee.person.needs.operations.answers import NewMeans, propose
from croisee.person.needs.operations.needs import Description, add_need
from croisee.person.needs.operations.noting import Said
from croisee.person.needs.operations.project import Aim, set_objective
from tests.consistency.code import complain
from tests.support.cast import Enter

# No field keeps these: whatever form they are sent to, nothing may be written.
REFUSED = {"nul": "a\x00b", "long": "x" * 120_000}
ODD = (
    "12; DROP TABLE",
    "2026-02-31",
    "9999-12-31",
    "9" * 30,
    "-1",
    '{"a": [',
    "\\ud800 😶‍🌫️ \u202e",
    "",
    "00000000-0000-0000-0000-000000000000",
)
# Pages whose button is the whole form: they do what they say, whatever else is sent along.
WITHOUT_A_FORM = {
    "dossiers:circle-end", "dossiers:note-withdraw", "dossiers:outlook-unshare", "dossiers:emergency-give-back",
    "dossiers:emergency-read", "dossiers:emergency-shown", "needs:need_reopen",
}  # fmt: skip
# Names that pages sent by script or by another page's form carry.
ALWAYS = {
    "text",
    "words",
    "reason",
    "service",
    "other",
    "parts",
    "version",
    "membership",
    "confirmed",
    "someone_else",
}


def _routes(
    patterns: list[Any], names: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern, dict[str, Any]]]:
    for entry in patterns:
        converters = entry.pattern.converters
        if isinstance(entry, URLResolver):
            inside = (*names, entry.namespace) if entry.namespace else names
            for name, pattern, more in _routes(entry.url_patterns, inside):
                yield name, pattern, {**converters, **more}
        elif entry.name and entry.callback.__module__.startswith("croisee."):
            yield ":".join([*names, entry.name]), entry, dict(converters)


@pytest.fixture
def known(dossier: Dossier, nadia: Membership) -> dict[str, Any]:
    """One real row for each argument a route may ask for."""
    now, today = timezone.now(), timezone.localdate()
    with wall.acting_as(nadia.user_id):
        need = add_need(dossier=dossier, description=Description("Un toit"), by=nadia, at=now)
        objective = set_objective(need_id=need.pk, dossier=dossier, aim=Aim("Un bail"), by=nadia, at=now)
        means = NewMeans(MeansKind.OWN, "Ses économies")
        answer = propose(need_id=need.pk, dossier=dossier, means=means, said=Said(today), by=nadia, at=now)
        note = write_note(
            dossier=dossier, by=nadia, at=now, kind="note", happened_at=now, text="Venue ce matin"
        )
        extract = share_extract(dossier=dossier, by=nadia, at=now, text="Ce qui est utile à tous")
        wish = express(dossier=dossier, by=nadia, at=now, words="Un chez-moi", said_date=today)
        child = add_member(dossier=dossier, living=Living(today, "Luc"), by=nadia, at=now)
        member = CircleMember.objects.exclude(membership=nadia).order_by("started_date", "pk")[0]
        return {
            "dossier_id": dossier.pk, "need_id": need.pk, "objective_id": objective.pk, "answer_id": answer.pk,
            "note_id": note.pk, "extract_id": extract.pk, "expectation_id": wish.pk, "member_id": member.pk,
            "consent_id": Consent.objects.get().pk, "access_id": uuid.uuid4(), "other_id": uuid.uuid4(),
            "household_member": child.pk, "kind": "proche", "membership_id": nadia.pk, "team_id": nadia.team_id,
            "session_id": 1, "run_id": 1, "service_id": 1, "structure_id": 1, "pk": 1,
        }  # fmt: skip


def _counts(dossier: Dossier) -> dict[str, int]:
    tables = [model._meta.db_table for model in apps.get_models() if hasattr(model, "acl")]
    each = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
    with wall.acting_as(dossier.referent.user_id), connection.cursor() as cursor:
        cursor.execute(each)
        return dict(cursor.fetchall())


def _sent(names: set[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The same rubbish in every field, then a mixture that gives each field another kind of it three times."""
    for what, value in REFUSED.items():
        yield what, dict.fromkeys(names, value)
    for turn in range(0, len(ODD), 3):
        yield f"odd {turn}", {name: ODD[(turn + rank) % len(ODD)] for rank, name in enumerate(sorted(names))}


def _addresses(known: dict[str, Any]) -> Iterator[tuple[str, URLPattern, list[str]]]:
    """Each route at the address of a real row, and at that of a row which does not exist."""
    for name, pattern, converters in _routes(get_resolver().url_patterns):
        missing = set(converters) - set(known)
        assert not missing, f"{name} asks for {sorted(missing)}: give `known` one"
        real = {argument: known[argument] for argument in converters}
        absent = {
            a: uuid.uuid4() if isinstance(v, uuid.UUID) and a != "dossier_id" else v for a, v in real.items()
        }
        yield name, pattern, list(dict.fromkeys([reverse(name, kwargs=real), reverse(name, kwargs=absent)]))


def _who(pattern: URLPattern, cast: dict[str, Membership]) -> Membership:
    """Somebody whose role opens this page."""
    view: Any = pattern.callback
    asked = getattr(view, "dossier_permission", None) or getattr(view, "permission", None)
    able = [one for one in ("nadia", "karim", "claire") if not asked or cast[one].may(Permission(asked))]
    return cast[able[0]]


def _names(client: Client, address: str) -> set[str]:
    shown = client.get(address)
    if shown.status_code != 200 or getattr(shown, "streaming", False):
        return ALWAYS
    found = set(
        re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', shown.content.decode(errors="replace"))
    )
    return (found | ALWAYS) - {"csrfmiddlewaretoken", "idempotency_token"}


@pytest.mark.django_db
def test_no_form_breaks_and_what_no_field_keeps_is_written_nowhere(
    known: dict[str, Any], cast: dict[str, Membership], dossier: Dossier, enter: Enter
) -> None:
    found: list[str] = []
    clients = {member.pk: enter(member) for member in cast.values()}
    for name, pattern, addresses in _addresses(known):
        client = clients[_who(pattern, cast).pk]
        client.raise_request_exception = False
        names = _names(client, addresses[0])
        tries = [(addresses[0], *sent) for sent in _sent(names)]
        tries += [(absent, "absent row", dict.fromkeys(names, "")) for absent in addresses[1:]]
        for address, what, content in tries:
            before = _counts(dossier) if what in REFUSED and name not in WITHOUT_A_FORM else None
            answer: Any = client.post(address, content)
            if answer.status_code == 405:
                break
            if answer.status_code >= 500:
                found.append(f"{name} ({what}): {answer.status_code} {(answer.exc_info or ['?'])[0]}")
            elif before is not None and _counts(dossier) != before:
                found.append(f"{name} ({what}): something was written")
    complain(found, "Forms that break or keep rubbish:")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"text": "x" * 6_000_000}, id="six-megabytes"),
        pytest.param({f"f{number}": "" for number in range(2_500)}, id="2500-fields"),
    ],
)
def test_too_much_is_refused_by_a_page(
    dossier: Dossier, nadia: Membership, enter: Enter, content: dict[str, str]
) -> None:
    answer = enter(nadia).post(reverse("dossiers:note-write", args=[dossier.pk]), content)
    assert answer.status_code == 413


@pytest.mark.django_db
def test_reading_changes_nothing(
    known: dict[str, Any], cast: dict[str, Membership], dossier: Dossier, enter: Enter
) -> None:
    """A link followed by a mail scanner or a prefetching browser writes nothing of a dossier."""
    before, clients = _counts(dossier), {member.pk: enter(member) for member in cast.values()}
    with wall.acting_as(dossier.referent.user_id):
        words = Expectation.objects.get().words
    odd, found = {"page": "9" * 30, "culture": "\x00", "menage": "x", "attente": "x", "distance": "-1"}, []
    for name, pattern, addresses in _addresses(known):
        client = clients[_who(pattern, cast).pk]
        client.raise_request_exception = False
        found += [name for address in addresses if client.get(address, odd).status_code >= 500]
    complain(found, "Pages that break:")
    assert _counts(dossier) == before
    with wall.acting_as(dossier.referent.user_id):
        assert Expectation.objects.get().words == words
