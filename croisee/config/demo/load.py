"""The whole territory, in the order in which things depend on each other."""

from __future__ import annotations

import random
from collections.abc import Callable

from django.db import transaction

from croisee.config.demo import side_by_side, stories
from croisee.config.demo.files import MEMORY, Loader, Share, plan
from croisee.config.demo.order import Order
from croisee.config.demo.people import Cast, create_cast, find_crews
from croisee.config.demo.territory import DEPARTMENT, load_services
from croisee.foundation.accounts.models import Membership
from croisee.foundation.directory.models import Commune, Service
from croisee.foundation.journal import operations as journal

TOLD = len(stories.STORIES)
OnProgress = Callable[[int], None]


def load_territory(order: Order, on_progress: OnProgress) -> None:
    """A territory in an empty installation: a small one whole or not at all, a large one to be resumed when cut."""
    with transaction.atomic():
        cast = _begin(order)
        on_progress(TOLD)
        if order.is_small:
            loader = loader_of(order)
            for share in shares_of(order, cast.crews):
                on_progress(loader.load(share, cast.crews[share.crew]))
    if not order.is_small:
        resume(order, on_progress)


def resume(order: Order, on_progress: OnProgress) -> None:
    """The ordinary dossiers that are not there yet."""
    side_by_side.load(order, len(shares_of(order, find_crews())), on_progress)


def loader_of(order: Order) -> Loader:
    communes = Commune.objects.filter(department=DEPARTMENT, kind="commune", retired_at__isnull=True)
    services = Service.objects.order_by("external_id").values_list("external_id", "nom", "thematiques")
    return Loader(
        at=order.at,
        communes=list(communes.exclude(latitude=None).order_by("-population", "code")[:40]),
        services=list(services[:2000]),
        notes=order.notes,
        seed=order.seed,
    )


def shares_of(order: Order, crews: list[list[Membership]]) -> list[Share]:
    return plan(crews, max(0, order.dossiers - TOLD))


def _begin(order: Order) -> Cast:
    """The cast, the directory and the told stories."""
    journal.make_partitions(since=(order.at - MEMORY).date())
    cast = create_cast(extra_crews=order.extra_crews)
    load_services(services=order.services, at=order.at, rng=random.Random(order.seed))
    stories.tell(cast, loader_of(order), at=order.at)
    return cast
