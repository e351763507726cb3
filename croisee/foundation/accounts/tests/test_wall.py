"""The transaction of a request, and the actor it names."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership, Organisation
from croisee.person.dossiers.models import Dossier, Person

pytestmark = pytest.mark.django_db


class TestTheWall:
    def test_without_an_actor_no_row_is_seen(self, dossier: Dossier) -> None:
        assert not Dossier.objects.exists()
        assert not Person.objects.exists()

    def test_the_actor_ends_with_the_block(self, nadia: Membership) -> None:
        with wall.acting_as(nadia.user_id):
            assert wall.current_actor() == nadia.user_id
        assert wall.current_actor() is None

    def test_the_suite_runs_as_a_role_that_owns_nothing_and_bypasses_nothing(self, db: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper, rolbypassrls, (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid)"
                " FROM pg_roles WHERE rolname = current_user"
            )
            assert cursor.fetchone() == (False, False, 0)

    def test_an_ended_membership_opens_nothing_at_once(self, dossier: Dossier, ines: Membership) -> None:
        with wall.acting_as(ines.user_id):
            assert Dossier.objects.exists()
        Membership.objects.filter(pk=ines.pk).update(ended_date=ines.started_date)
        with wall.acting_as(ines.user_id):
            assert not Dossier.objects.exists()


class TestTheMiddleware:
    def test_an_answer_of_ours_that_failed_leaves_nothing_written(self, rf: Any) -> None:
        def view(request: Any) -> HttpResponse:
            Organisation.objects.create(name="Écrite puis perdue", kind="other")
            return HttpResponse(status=500)

        wall.WallMiddleware(view)(rf.get("/"))
        assert not Organisation.objects.filter(name="Écrite puis perdue").exists()

    def test_a_swallowed_database_error_is_not_acknowledged(self, rf: Any) -> None:
        def view(request: Any) -> HttpResponse:
            connection.needs_rollback = True
            return HttpResponse("fait")

        request = rf.get("/")
        assert wall.WallMiddleware(view)(request).status_code == 500
        connection.needs_rollback = False

    def test_a_refusal_keeps_its_trace(self, rf: Any) -> None:
        def view(request: Any) -> HttpResponse:
            Organisation.objects.create(name="Tracée", kind="other")
            return HttpResponse(status=403)

        wall.WallMiddleware(view)(rf.get("/"))
        assert Organisation.objects.filter(name="Tracée").exists()
