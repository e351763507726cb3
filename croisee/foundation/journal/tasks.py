"""Jobs of the worker: the journal's months, made ahead and erased at the end of their retention."""

from django.utils import timezone
from procrastinate.contrib.django import app

from croisee.foundation.journal.operations import make_partitions
from croisee.foundation.journal.seals.erasing import erase_expired


@app.periodic(cron="10 1 * * *")
@app.task(name="journal.make_partitions", queueing_lock="journal.make_partitions", pass_context=False)
def make_partitions_ahead(timestamp: int) -> None:
    make_partitions()


@app.periodic(cron="20 1 * * *")
@app.task(name="journal.erase_expired", queueing_lock="journal.erase_expired", pass_context=False)
def erase_expired_months(timestamp: int) -> None:
    erase_expired(at=timezone.now())
