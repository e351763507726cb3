"""The keys of the dossiers, in a database of their own."""

import uuid

from django.db import models


class DataKey(models.Model):
    """The key that seals one dossier's content, itself wrapped by the master key kept outside the databases.

    Its id is the dossier's. Deleting the row makes the content unreadable everywhere, backups included.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "clé de dossier"

    class Retention:
        kept = {"wrapped": "détruite à la fin de la conservation : c'est l'effacement du dossier"}

    def __str__(self) -> str:
        return str(self.pk)
