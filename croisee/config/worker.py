"""The worker process: `python -m croisee.config.worker` runs the jobs and seals the journal."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
from contextlib import suppress

import django

_LOG = logging.getLogger(__name__)
LONGEST_PAUSE = 10.0


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "croisee.config.settings")
    parser = argparse.ArgumentParser(prog="croisee.config.worker", description=__doc__)
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time")
    parser.add_argument("--shutdown-graceful-timeout", type=float, default=15.0, help="seconds left to jobs")
    options = parser.parse_args()
    django.setup()
    asyncio.run(run(options.concurrency, options.shutdown_graceful_timeout))


async def run(concurrency: int, grace: float) -> None:
    """Run jobs until a signal; the sealer starts before them and ends after them."""
    # Imported here: they need the applications to be ready.
    from croisee.config.sealing import Sealer

    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    sealer = Sealer()
    sealer.start()
    try:
        await _prepare()
        await _work_until(stopping, concurrency, grace)
    finally:
        await asyncio.to_thread(sealer.stop)


async def _work_until(stopping: asyncio.Event, concurrency: int, grace: float) -> None:
    """Keep a job runner going: when the database goes away it ends, and starts again when it is back."""
    pause = 0.5
    while not stopping.is_set():
        runner = asyncio.create_task(_jobs(concurrency, grace))
        stop = asyncio.create_task(stopping.wait())
        await asyncio.wait({runner, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if stopping.is_set():
            # A cancelled runner ends its jobs within the grace it was given.
            runner.cancel()
        try:
            with suppress(asyncio.CancelledError):
                await runner
            pause = 0.5
        except Exception as error:
            _LOG.warning("The jobs have stopped (%s); they start again in %s s", type(error).__name__, pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE)


async def _jobs(concurrency: int, grace: float) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("The jobs' connector is Django's")
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=concurrency,
                shutdown_graceful_timeout=grace,
                install_signal_handlers=False,
                # A killed worker's jobs are visible to `config.retry_interrupted` once it is silent.
                update_heartbeat_interval=10.0,
            )


async def _prepare() -> None:
    """After a long stop the months ahead may be missing; the daily job comes too late for today."""
    from django.db import Error, connections

    from croisee.foundation.journal import make_partitions

    def make() -> None:
        try:
            make_partitions()
        except Error as error:
            _LOG.warning("The journal's partitions could not be made (%s)", type(error).__name__)
        finally:
            connections.close_all()

    await asyncio.to_thread(make)


if __name__ == "__main__":
    main()
