"""Forms already submitted, so that a double click or a resent page does nothing twice."""

from django.db import models


class SubmittedForm(models.Model):
    """One form of one user that succeeded, and where its answer led. Kept for a day (`operations.forget`).

    The fingerprint is an HMAC of user, token, address and content: nothing of the content can be read back.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    user_id = models.BigIntegerField()
    status = models.PositiveSmallIntegerField()
    location = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "formulaire envoyé"

    class Retention:
        kept = {
            "fingerprint": "empreinte sans contenu, effacée au bout d'un jour",
            "user_id": "numéro du compte, effacé au bout d'un jour",
            "location": "adresse de la page affichée ensuite, effacée au bout d'un jour",
        }

    def __str__(self) -> str:
        return self.fingerprint[:8]
