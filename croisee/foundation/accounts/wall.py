"""The wall: PostgreSQL returns only the rows that the acting person holds a key to.

The middleware opens the one transaction of a request and names the actor in it; policies compare each row's `acl`
with `my_perimeters()`. Without an actor every query on a walled table returns no row.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.migrations.operations import RunSQL
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from croisee.foundation.accounts.models import Membership, User
from croisee.foundation.ui import errors
from croisee.foundation.vault import keyring

logger = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]


def _set_actor(user_id: int | None) -> str:
    """Name the actor; answers the journal's position, from which the page's live stream will start."""
    # Local to the transaction: a session-level setting would leak to the next user of a pooled connection.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('croisee.actor', %s, true), pg_snapshot_xmin(pg_current_snapshot())::text",
            [str(user_id or "")],
        )
        row = cursor.fetchone()
    return str(row[1]) if row else "0"


def current_actor() -> int | None:
    """The user id that the wall sees at this moment, if any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT NULLIF(current_setting('croisee.actor', true), '')::int")
        row = cursor.fetchone()
    return row[0] if row else None


@contextmanager
def acting_as(user_id: int | None) -> Iterator[None]:
    """A transaction in which the wall sees this user: for jobs, commands and tests."""
    with transaction.atomic(), keyring.scope():
        before = current_actor()
        _set_actor(user_id)
        yield
        _set_actor(before)


class WallMiddleware:
    """One transaction per request, committed before the answer leaves, rolled back when we failed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic(), keyring.scope():
            response = self.get_response(request)
            if connection.needs_rollback and response.status_code < 500:
                # A statement failed and somebody swallowed it: nothing will be written, so nothing may be acknowledged.
                logger.error("answer %s given up: the transaction was broken", response.status_code)
                response = errors.server_error(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif hasattr(request, "membership"):
                _set_actor(None)
        return response


class ActorMiddleware:
    """Names the actor to the wall and puts the membership they act in on the request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        # Views behind `require` or the gate always find a membership; others may find None.
        request.membership = cast("Membership", None)
        request.memberships = []
        if isinstance(user, User) and not isinstance(user, AnonymousUser):
            request.META["croisee.live_position"] = _set_actor(user.pk)
            request.memberships = active_memberships(user)
            request.membership = cast("Membership", _chosen(request))
        return self.get_response(request)


def active_memberships(user: User) -> list[Membership]:
    """The memberships of today, the oldest first, with what every page shows of them."""
    active = Membership.objects.active(timezone.localdate()).filter(user=user)
    memberships = list(active.select_related("organisation", "team").order_by("pk"))
    for membership in memberships:
        membership.user = user
    return memberships


def _chosen(request: HttpRequest) -> Membership | None:
    wanted = request.session.get("membership")
    for membership in request.memberships:
        if membership.pk == wanted:
            return membership
    return request.memberships[0] if request.memberships else None


ACL = "acl && (SELECT my_perimeters())"


class Walled(RunSQL):
    """Migration operation: puts a table of a person's rows behind the wall.

    The table's model is a `WalledModel`: it has `dossier_id`, `compartment` and `acl`. The owner of the tables keeps
    a policy of its own, for migrations and for the functions that maintain `acl`; nobody logs in as the owner.
    """

    def __init__(self, table: str, *, trigger: bool = True, gin: bool = True) -> None:
        sql: list[str | tuple[str, Any]] = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY wall ON {table} USING ({ACL}) WITH CHECK ({ACL})",
            f"CREATE POLICY keeper ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)",
        ]
        # What is written of a person ends with its date or its key; a table whose rows do go is given the right back.
        revoke = f"REVOKE DELETE ON {table} FROM croisee_app"
        condition = "IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'croisee_app')"
        sql.append(f"DO $$ BEGIN {condition} THEN {revoke}; END IF; END $$")
        if gin:
            sql.append(f"CREATE INDEX {table}_acl ON {table} USING gin (acl)")
        if trigger:
            sql.append(
                f"CREATE TRIGGER wall_child BEFORE INSERT OR UPDATE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION wall_child()"
            )
            # From now on a change of the dossier's keys reaches this table.
            sql.append("SELECT wall_learn()")
        super().__init__(sql, reverse_sql=RunSQL.noop)
        self.table, self.trigger, self.gin = table, trigger, gin

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return type(self).__name__, [self.table], {"trigger": self.trigger, "gin": self.gin}
