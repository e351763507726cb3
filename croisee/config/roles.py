"""No process works under a database role that could pass the wall, however it was started."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

LABELS = {"default": "base des dossiers", "vault": "base des clés"}
# What would let the application's role step over the wall: being it, owning a table, or being able to become either.
DANGERS = """
    SELECT rolsuper OR rolbypassrls
        OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p'))
        OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid)
    FROM pg_roles r WHERE rolname = current_user
"""

_safe: set[str] = set()


def refuse_dangerous_role(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """On the first connection of each database: refuse a superuser, BYPASSRLS, an owner, a member of another role."""
    alias = connection.alias
    if alias not in LABELS or alias in _safe:
        return
    with connection.cursor() as cursor:
        cursor.execute(DANGERS)
        dangerous = cursor.fetchone() != (False,)
    if dangerous:
        connection.close()
        raise ImproperlyConfigured(
            f"Le rôle {connection.settings_dict['USER']} de la {LABELS[alias]} pourrait lire tous les dossiers sans y "
            "être autorisé (superutilisateur, BYPASSRLS, propriétaire de tables ou membre d'un autre rôle). Croisée "
            "refuse de démarrer ainsi : voyez « croisee database sql-roles »."
        )
    _safe.add(alias)
