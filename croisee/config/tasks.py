"""Jobs that see the whole installation: interrupted jobs, the wall's due dates, what is left lying about."""

import logging
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from croisee.foundation.ui import operations as ui
from croisee.person.dossiers.operations import erasing

_LOG = logging.getLogger(__name__)
# A worker says it is alive every ten seconds; this long without a word, it was killed.
SILENT_SECONDS = 45
# A job that was interrupted this often may well be what kills the worker.
MOST_ATTEMPTS = 5


@app.periodic(cron="* * * * *")
@app.task(name="config.retry_interrupted", queueing_lock="config.retry_interrupted", pass_context=True)
async def retry_interrupted_jobs(context: JobContext, timestamp: int) -> None:
    await retry_stalled(context.app)


async def retry_stalled(jobs: App) -> None:
    """Take up again the jobs of a killed worker: they are idempotent and start from the beginning."""
    manager = jobs.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        if job.attempts >= MOST_ATTEMPTS:
            _LOG.error("Job %s (%s) given up after %s attempts", job.id, job.task_name, job.attempts)
            continue
        await manager.retry_job(job)


# At the first minute of each hour, hence just after midnight in every time zone: agreements, places in a circle
# and memberships end at a date, and the arrays of the wall must follow.
@app.periodic(cron="1 * * * *")
@app.task(name="config.refresh_wall", queueing_lock="config.refresh_wall", pass_context=False)
def refresh_wall(timestamp: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_refresh_due()")


@app.periodic(cron="11 * * * *")
@app.task(name="config.destroy_keys", queueing_lock="config.destroy_keys", pass_context=False)
def destroy_keys(timestamp: int) -> None:
    """Finish what a vault that was away left: the keys of erased dossiers."""
    erasing.destroy_due_keys(at=timezone.now())


@app.periodic(cron="30 1 * * *")
@app.task(name="config.tidy", queueing_lock="config.tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    """Forget ended sessions and the fingerprints of forms sent days ago."""
    call_command("clearsessions")
    ui.forget(before=timezone.now() - timedelta(days=2))


@app.periodic(cron="40 1 * * *")
@app.task(name="config.forget_jobs", queueing_lock="config.forget_jobs", pass_context=True)
async def forget_finished_jobs(context: JobContext, timestamp: int) -> None:
    await context.app.job_manager.delete_old_jobs(nb_hours=72, include_cancelled=True, include_aborted=True)
