"""Runs inside the installation's settings: finds the dossier to open and counts the queries of each page.

Started as a program of its own (`python -m tests.bench.counting`), because the settings belong to one data folder.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup(set_prefix=False)

from django.db import connection, connections  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from croisee.foundation.accounts import wall  # noqa: E402
from croisee.foundation.accounts.models import User  # noqa: E402
from croisee.person.dossiers.models import Dossier, Note  # noqa: E402
from croisee.person.needs.models import Need  # noqa: E402
from tests.bench import pages  # noqa: E402
from tests.bench.installation import HOST  # noqa: E402


def told() -> tuple[str, str]:
    """The dossier of Mme Morel: of those told in full the one with most notes; and its oldest need."""
    user = User.objects.get(email=pages.PROFESSIONAL)
    with wall.acting_as(user.pk):
        first = Dossier.objects.filter(referent__user=user, number__endswith="-00001").order_by("pk")
        notes = Note.objects.filter(dossier__in=first).values("dossier").annotate(count=Count("pk"))
        dossier = notes.order_by("-count", "dossier").values_list("dossier", flat=True)[0]
        need = Need.objects.filter(dossier=dossier).order_by("noted_at", "pk")[0]
    return str(dossier), str(need.pk)


def visible(email: str) -> int:
    with wall.acting_as(User.objects.get(email=email).pk):
        return Dossier.objects.count()


def queries_of(page: pages.Page) -> int:
    client = Client(headers={"host": HOST})
    client.force_login(User.objects.get(email=page.who))
    count = 0
    # The second time: the first one fills what a process keeps.
    for _ in range(2):
        with (
            CaptureQueriesContext(connection) as main,
            CaptureQueriesContext(connections["vault"]) as vault,
        ):
            if page.fields is None:
                client.get(page.path)
            else:
                client.post(page.path, page.fields)
        count = len([*main, *vault])
    return count


def main() -> None:
    dossier, need = told()
    found: dict[str, Any] = {"dossier": dossier, "need": need}
    found["visible"] = {email: visible(email) for email in (pages.PROFESSIONAL, pages.COORDINATOR)}
    asked = [*pages.pages(dossier, need)]
    found["queries"] = {f"{page.name} {page.who}": queries_of(page) for page in asked}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
