"""Jobs of the worker."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from croisee.foundation.directory.models import ImportRun
from croisee.foundation.directory.operations import run_import


# One file at a time; a job left by a killed worker is retried and begins again, nothing having changed.
@app.task(
    name="directory.import",
    queue="imports",
    lock="directory.import",
    retry=RetryStrategy(max_attempts=4, exponential_wait=5),
)
def import_uploaded(run_id: int) -> None:
    run_import(run=ImportRun.objects.get(pk=run_id), at=timezone.now())
