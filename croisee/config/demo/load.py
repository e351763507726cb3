"""The whole territory, in the order in which things depend on each other."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from django.db import transaction

from croisee.config.demo import stories
from croisee.config.demo.files import Loader
from croisee.config.demo.people import Cast, create_cast
from croisee.config.demo.territory import DEPARTMENT, load_services
from croisee.foundation.directory.models import Commune, Service

# 100,000 dossiers for 500 professionals: crews of five share about a thousand.
DOSSIERS_A_CREW = 1000


def load_territory(
    *,
    count: int,
    services: int,
    notes: int,
    at: dt.datetime,
    on_progress: Callable[[int], None],
    seed: int = 2026,
) -> Cast:
    """The cast, the directory, the told stories, then as many ordinary dossiers as asked."""
    rng = random.Random(seed)
    with transaction.atomic():
        cast = create_cast(extra_crews=max(0, count // DOSSIERS_A_CREW - 3))
    load_services(services=services, at=at, rng=rng)
    communes = Commune.objects.filter(department=DEPARTMENT, kind="commune", retired_at__isnull=True)
    loader = Loader(
        at=at,
        rng=rng,
        communes=list(communes.exclude(latitude=None).order_by("-population", "code")[:40]),
        services=list(Service.objects.order_by("pk").values_list("external_id", "nom", "thematiques")[:2000]),
        notes=notes,
    )
    told = stories.tell(cast, loader, at=at)
    on_progress(told)
    loader.load(cast.crews, max(0, count - told), on_progress)
    return cast
