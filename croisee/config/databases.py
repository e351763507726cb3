"""Where the two databases are and which model lives in which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
import environ
from django.db import models

from croisee.config import embedded

VAULT = "vault"


def _options(alias: str) -> dict[str, Any]:
    """The application's own connections are pooled; the owner's serve migrations only."""
    if alias in {"default", VAULT}:
        # Short waits: while the database is away people get the page that says so, not a worker that hangs; and a
        # pool that keeps trying by itself doubles its pauses, so it would find the database back minutes late.
        return {"pool": {"min_size": 1, "max_size": 8, "timeout": 4, "reconnect_timeout": 2}}
    return {}


def databases_from(env: environ.Env, data_dir: Path) -> dict[str, dict[str, Any]]:
    """The four connections: application and owner roles on the main and the vault databases.

    Without `DATABASE_URL` the embedded servers of `data_dir` are used, even before their first start.
    """
    urls = {
        "default": env.str("DATABASE_URL", ""),
        "owner": env.str("DATABASE_OWNER_URL", ""),
        VAULT: env.str("VAULT_DATABASE_URL", ""),
        "vault_owner": env.str("VAULT_DATABASE_OWNER_URL", ""),
    }
    if not urls["default"] and (endpoints := embedded.endpoints(data_dir)):
        urls = {
            "default": endpoints.url("main", "app"),
            "owner": endpoints.url("main", "owner"),
            VAULT: endpoints.url("vault", "app"),
            "vault_owner": endpoints.url("vault", "owner"),
        }
    databases: dict[str, dict[str, Any]] = {}
    for alias, url in urls.items():
        config: dict[str, Any] = dict(dj_database_url.parse(url or "postgres:///croisee"))
        # A connection that a restarted server dropped is replaced before it is used.
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = {**(config.get("OPTIONS") or {}), **_options(alias)}
        # The wall compares dates with the day people live in.
        config["TIME_ZONE"] = env.str("CROISEE_TIME_ZONE", "Europe/Paris")
        databases[alias] = config
    return databases


class Router:
    """The vault's models live in the vault's database, all others in the main one; owners migrate."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        return VAULT if model._meta.app_label == VAULT else "default"

    db_for_write = db_for_read

    def allow_relation(self, obj1: models.Model, obj2: models.Model, **hints: Any) -> bool | None:
        return (obj1._meta.app_label == VAULT) == (obj2._meta.app_label == VAULT)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return {"owner": app_label != VAULT, "vault_owner": app_label == VAULT}.get(db, False)
