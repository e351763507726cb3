"""The suite works as the application's role, in transactions that leave nothing."""

import pytest
from django.db import connection, connections, transaction

from croisee.foundation.accounts.models import Organisation
from tests.support.queries import assert_queries, shape


@pytest.mark.django_db
@pytest.mark.parametrize("alias", ["default", "vault"])
def test_the_role_can_neither_pass_the_wall_nor_own_a_table(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("croisee_app", False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
class TestCommits:
    def test_callbacks_run_when_the_outermost_block_ends(self) -> None:
        done: list[str] = []
        with transaction.atomic():
            with transaction.atomic():
                transaction.on_commit(lambda: done.append("said"))
            assert done == []
        assert done == ["said"]

    def test_callbacks_of_a_block_that_failed_do_not_run(self) -> None:
        done: list[str] = []
        with transaction.atomic():
            transaction.on_commit(lambda: done.append("said"))
            transaction.set_rollback(True)
        assert done == []

    def test_the_actor_is_forgotten_at_the_end_of_the_outermost_block(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('croisee.actor', '7', true)")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('croisee.actor', true)")
            assert cursor.fetchone() == ("",)


@pytest.mark.django_db(transaction=True)
class TestTestsThatCommit:
    def test_write_for_good(self) -> None:
        Organisation.objects.create(kind="ccas", name="Seule")
        assert Organisation.objects.count() == 1

    test_and_leave_nothing_to_the_next = test_write_for_good


@pytest.mark.django_db
def test_a_queryset_without_order_is_shuffled() -> None:
    names = [f"{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    Organisation.objects.bulk_create([Organisation(kind="ccas", name=name) for name in names])
    assert list(Organisation.objects.order_by("name").values_list("name", flat=True)) == names
    assert list(Organisation.objects.values_list("name", flat=True)) != names


@pytest.mark.django_db
def test_queries_are_counted_and_listed() -> None:
    with pytest.raises(AssertionError, match="1 queries instead of 0"), assert_queries(0):
        Organisation.objects.count()


def test_the_shape_of_a_query_holds_no_value() -> None:
    assert (
        shape("SELECT 1 FROM a WHERE b = 'O''Neil'::text AND c IN (1,  2)")
        == "SELECT ? FROM a WHERE b = ? AND c IN (?…)"
    )


def test_no_installation_runs_beside_a_test_that_commits(
    transactional_db: None, request: pytest.FixtureRequest
) -> None:
    assert request.getfixturevalue("stack_keeper").current is None
