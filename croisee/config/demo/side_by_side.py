"""The shares of a large territory, in as many processes as there are cores.

Models are imported in the functions: a new process has no Django until it is set up.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable
from typing import Any

from croisee.config.demo.order import Order

MOST_PROCESSES = 4


def load(order: Order, shares: int, on_progress: Callable[[int], None]) -> None:
    """Every share that is not there yet."""
    # Begun anew, not forked: connections and keys are not shared.
    context = multiprocessing.get_context("spawn")
    processes = min(MOST_PROCESSES, os.cpu_count() or 1)
    with context.Pool(processes, _set_up, [order]) as pool:
        for made in pool.imap_unordered(_load, range(shares)):
            on_progress(made)
        pool.close()
        pool.join()


# What a process keeps from one share to the next: the loader, the shares, the crews.
_mine: list[Any] = []


def _set_up(order: Order) -> None:
    import django

    django.setup(set_prefix=False)
    from croisee.config.demo.load import loader_of, shares_of
    from croisee.config.demo.people import find_crews

    crews = find_crews()
    _mine[:] = [loader_of(order), shares_of(order, crews), crews]
    # Rows live for one share and hold no cycles: looking for some all the time costs a tenth of it.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _load(number: int) -> int:
    loader, shares, crews = _mine
    share = shares[number]
    return int(loader.load(share, crews[share.crew]))
