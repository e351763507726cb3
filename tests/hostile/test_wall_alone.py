"""With the gate taken away the wall stands alone, and the catalogue says that no table was left outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, Error, connection, transaction
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership, PerimeterGrant
from croisee.person.dossiers import gate
from croisee.person.dossiers.models import Dossier, Expectation
from croisee.person.dossiers.models.dossier import DossierQuerySet
from croisee.person.dossiers.operations.emergency import open_emergency
from croisee.person.dossiers.operations.expectations import express
from croisee.person.dossiers.operations.notes import write_note
from croisee.person.dossiers.queries.situation import Standing
from croisee.person.dossiers.rules.access import Verdict, Via
from croisee.person.needs.models import Need
from croisee.person.needs.operations.needs import Description, add_need
from tests.consistency.code import complain
from tests.support.cast import Enter

SECRETS = ("Morel", "Jeanne", "Secret", "Accompagnement commun")


@pytest.fixture
def filled(dossier: Dossier, nadia: Membership) -> Dossier:
    """Something in each kind of place."""
    now = timezone.now()
    with wall.acting_as(nadia.user_id):
        for compartment in ("common", "social"):
            write_note(
                dossier=dossier, by=nadia, at=now, kind="note", happened_at=now, text="Secret de la note",
                compartment=compartment,
            )  # fmt: skip
        express(dossier=dossier, by=nadia, at=now, words="Secret attendu", said_date=timezone.localdate())
        add_need(dossier=dossier, description=Description("Secret du besoin"), by=nadia, at=now)
    return dossier


@pytest.fixture
def no_gate(filled: Dossier, monkeypatch: pytest.MonkeyPatch) -> Callable[[Membership], None]:
    """Every verdict says yes, to everybody, for everything; the application's own filters are gone too."""

    def opened(who: Membership) -> None:
        # The row itself was fetched by somebody else; what a view reads next it reads under the actor's own keys.
        with wall.acting_as(filled.referent.user_id):
            row = Dossier.objects.select_related("organisation", "team", "referent__user").get(pk=filled.pk)
        place = Standing(row, who, Verdict(True, via=Via.REFERENT, shared=True), row.referent)
        monkeypatch.setattr(gate, "standing", lambda *_args, **_more: place)

    def everything(queryset: DossierQuerySet, _memberships: object) -> QuerySet[Dossier]:
        return queryset.all()

    monkeypatch.setattr(DossierQuerySet, "visible_to", everything)
    return opened


PAGES = [
    "dossiers:notes", "dossiers:timeline", "dossiers:circle", "dossiers:keys", "dossiers:consents",
    "dossiers:outlooks", "dossiers:expectations", "dossiers:household", "dossiers:detail", "dossiers:show",
    "dossiers:identity", "needs:crossing", "needs:reviews",
]  # fmt: skip


@pytest.mark.django_db
class TestWithoutTheGate:
    @pytest.mark.parametrize("who", ["omar", "paul", "claire"])
    @pytest.mark.parametrize("page", PAGES)
    def test_no_page_says_anything(
        self, cast: dict[str, Membership], filled: Dossier, no_gate: Any, enter: Enter, who: str, page: str
    ) -> None:
        no_gate(cast[who])
        client = enter(cast[who])
        client.raise_request_exception = False
        # A page that misses the rows it stands on may fail; it may not speak.
        answer = client.get(reverse(page, args=[filled.pk]))
        body = answer.content.decode() if hasattr(answer, "content") else ""
        complain([word for word in SECRETS if word in body], f"{page} says to {who}:")

    @pytest.mark.parametrize("who", ["omar", "paul"])
    def test_no_list_shows_the_dossier(
        self, cast: dict[str, Membership], filled: Dossier, no_gate: Any, enter: Enter, who: str
    ) -> None:
        client = enter(cast[who])
        assert filled.number not in client.get(reverse("dossiers:list")).content.decode()
        found = client.post(reverse("dossiers:search"), {"text": "Morel"}).content.decode()
        assert filled.number not in found

    @pytest.mark.parametrize("who", ["omar", "paul"])
    def test_a_row_of_the_dossier_is_not_found_by_its_own_address(
        self, cast: dict[str, Membership], filled: Dossier, no_gate: Any, enter: Enter, who: str
    ) -> None:
        with wall.acting_as(filled.referent.user_id):
            need, expectation = Need.objects.get().pk, Expectation.objects.get().pk
        no_gate(cast[who])
        client = enter(cast[who])
        for route, row in (
            ("needs:need", need),
            ("needs:need_meet", need),
            ("dossiers:expectation-end", expectation),
        ):
            assert client.get(reverse(route, args=[filled.pk, row])).status_code == 404

    def test_the_same_pages_speak_to_who_has_a_key(
        self, nadia: Membership, filled: Dossier, no_gate: Any, enter: Enter
    ) -> None:
        """Else the tests above would pass on pages that are always empty."""
        no_gate(nadia)
        assert (
            "Secret de la note"
            in enter(nadia).get(reverse("dossiers:notes", args=[filled.pk])).content.decode()
        )


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


WALLED = """
  SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'dossier_id'
   WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
     AND c.relname NOT LIKE 'journal%' UNION SELECT 'dossiers_dossier'
"""
POLICY = "(acl && ( SELECT my_perimeters() AS my_perimeters))"
# What the application may remove: what one was writing, and the tokens of a former name.
ERASABLE = {"dossiers_draft", "dossiers_nametoken"}


@pytest.mark.django_db
class TestTheCatalogue:
    """Read from the database itself, as the application's role."""

    def test_every_row_of_a_dossier_is_behind_the_wall(self) -> None:
        found = _rows(
            f"SELECT relname FROM pg_class WHERE relname IN ({WALLED}) "
            "AND NOT (relrowsecurity AND relforcerowsecurity)"
        )
        complain([name for (name,) in found], "Tables with a dossier_id and no wall:")

    def test_every_policy_has_the_measured_shape_and_no_other_lets_in(self) -> None:
        policies: dict[str, set[tuple[Any, ...]]] = {}
        for table, *policy in _rows(
            "SELECT tablename, policyname, permissive, roles::text[], cmd, qual, with_check FROM pg_policies"
        ):
            name, permissive, roles, command, using, check = policy
            policies.setdefault(table, set()).add((name, permissive, tuple(roles), command, using, check))
        wanted = {
            ("wall", "PERMISSIVE", ("public",), "ALL", POLICY, POLICY),
            ("keeper", "PERMISSIVE", ("croisee_owner",), "ALL", "true", "true"),
        }
        walled = {name for (name,) in _rows(WALLED)}
        complain(
            [f"{name}: {policies.get(name)}" for name in walled if policies.get(name) != wanted], "Policies:"
        )
        assert set(policies) == walled

    def test_every_walled_table_keeps_its_own_arrays(self) -> None:
        triggers = {(table, name) for table, name in _rows(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgenabled = 'O'"
        )}  # fmt: skip
        missing = [
            name for (name,) in _rows(WALLED)
            if (name, "wall_dossier" if name == "dossiers_dossier" else "wall_child") not in triggers
        ]  # fmt: skip
        complain(missing, "Walled tables whose acl the application could write:")

    def test_the_role_of_the_application_owns_nothing_and_passes_no_wall(self) -> None:
        assert _rows("SELECT current_user") == [("croisee_app",)]
        assert _rows(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles "
            "WHERE rolname = current_user"
        ) == [(False,) * 5]
        assert _rows("SELECT 1 FROM pg_auth_members WHERE member = 'croisee_app'::regrole") == []
        assert (
            _rows(
                "SELECT relname::text FROM pg_class WHERE relowner = 'croisee_app'::regrole UNION ALL "
                "SELECT proname::text FROM pg_proc WHERE proowner = 'croisee_app'::regrole"
            )
            == []
        )
        assert _rows("SELECT has_schema_privilege('public', 'CREATE')") == [(False,)]

    def test_no_view_reads_with_its_owners_eyes(self) -> None:
        found = _rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace "
            "AND NOT (relkind = 'v' AND COALESCE(reloptions::text, '') LIKE '%security_invoker=true%')"
        )
        complain([name for (name,) in found], "Views without security_invoker, or materialised:")

    def test_every_function_that_runs_as_the_owner_has_a_fixed_path_and_is_closed_to_strangers(self) -> None:
        found = _rows(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace "
            "AND p.proowner = 'croisee_owner'::regrole AND (has_function_privilege('public', p.oid, 'EXECUTE') "
            "OR (p.prosecdef AND NOT COALESCE(p.proconfig::text, '') LIKE '%search_path=public, pg_temp%'))"
        )
        # procrastinate's own run as their caller.
        complain([name for (name,) in found if not name.startswith("procrastinate_")], "Functions:")

    def test_only_drafts_and_tokens_are_deleted(self) -> None:
        may = {name for (name,) in _rows(
            f"SELECT relname FROM pg_class WHERE relname IN ({WALLED}) AND has_table_privilege(oid, 'DELETE')"
        )}  # fmt: skip
        assert may == ERASABLE
        truncated = _rows(
            f"SELECT relname FROM pg_class WHERE relname IN ({WALLED}) AND has_table_privilege(oid, 'TRUNCATE')"
        )
        assert truncated == []

    @pytest.mark.parametrize(
        ("statement", "says"),
        [
            (
                "INSERT INTO accounts_perimetergrant (membership_id, until) VALUES (1, now())",
                "permission denied",
            ),
            ("UPDATE accounts_perimetergrant SET membership_id = 1", "permission denied"),
            ("DELETE FROM dossiers_emergencyaccess", "permission denied"),
            ("SELECT wall_learn()", "permission denied"),
            ("ALTER TABLE dossiers_note DISABLE ROW LEVEL SECURITY", "must be owner"),
            ("SET ROLE croisee_owner", "permission denied"),
            ("SET SESSION AUTHORIZATION croisee_owner", "permission denied"),
            ("SET row_security = off; SELECT * FROM dossiers_note", "row-level security"),
            ("SET session_replication_role = replica", "permission denied"),
            (
                "CREATE FUNCTION public.my_perimeters() RETURNS int[] LANGUAGE sql AS 'SELECT NULL'",
                "permission denied",
            ),
        ],
    )
    def test_the_application_cannot_open_it(self, statement: str, says: str) -> None:
        with pytest.raises(Error, match=says), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_a_temporary_key_is_never_prolonged(self, dossier: Dossier, omar: Membership) -> None:
        with wall.acting_as(omar.user_id):
            open_emergency(
                dossier_id=dossier.pk, referent=dossier.referent, by=omar, at=timezone.now(),
                reason="Elle ne répond plus au téléphone",
            )  # fmt: skip
        grant = PerimeterGrant.objects.get()
        with pytest.raises(DatabaseError, match="never prolonged"), transaction.atomic():
            PerimeterGrant.objects.update(until=grant.until + dt.timedelta(hours=1))


def _walled_models() -> list[type[Model]]:
    names = {name for (name,) in _rows(WALLED)}
    return [model for model in apps.get_models() if model._meta.db_table in names]


@pytest.mark.django_db
class TestEveryTable:
    """No table of a dossier returns a row to who holds no key, nor without an actor."""

    @pytest.mark.parametrize("who", ["omar", "paul", "claire", None])
    def test_is_empty_for(self, cast: dict[str, Membership], filled: Dossier, who: str | None) -> None:
        with wall.acting_as(cast[who].user_id if who else None):
            seen = [model._meta.db_table for model in _walled_models() if model._default_manager.exists()]
        complain(seen, f"Tables that show rows to {who}:")

    def test_is_empty_for_a_membership_that_ended(self, filled: Dossier, lea: Membership) -> None:
        Membership.objects.filter(pk=lea.pk).update(ended_date=timezone.localdate())
        with wall.acting_as(lea.user_id):
            assert not [model for model in _walled_models() if model._default_manager.exists()]
