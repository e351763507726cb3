"""How long things are kept: each period with its legal source and the default that an organisation may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import TextChoices


class Basis(TextChoices):
    """Why the law lets us hold data (RGPD, articles 6 and 9)."""

    CONSENT = "consent", "Consentement de la personne"
    PUBLIC_INTEREST = "public_interest", "Mission d’intérêt public"
    LEGAL_OBLIGATION = "legal_obligation", "Obligation légale"
    VITAL_INTEREST = "vital_interest", "Sauvegarde des intérêts vitaux"
    CONTRACT = "contract", "Exécution du contrat de travail"


class Fate(TextChoices):
    """What becomes of data at the end of a period."""

    ERASED = "erased", "Effacé"
    ANONYMISED = "anonymised", "Rendu anonyme"
    ARCHIVED = "archived", "Archive intermédiaire à accès restreint"


@dataclass(frozen=True)
class Period:
    """A length in months from a starting point said in French, as the settings page shows it."""

    code: str
    label: str
    months: int
    starts: str
    source: str
    least: int = 0
    most: int | None = None

    def length(self) -> int:
        """The organisation's choice (`RETENTION_MONTHS`), held within what the source allows."""
        chosen = int(getattr(settings, "RETENTION_MONTHS", {}).get(self.code, self.months))
        chosen = max(chosen, self.least)
        return chosen if self.most is None else min(chosen, self.most)

    def end(self, start: date) -> date:
        """The day the period is over: the same day of the month, or the last one of a shorter month."""
        count = start.year * 12 + start.month - 1 + self.length()
        year, month = divmod(count, 12)
        for day in range(start.day, start.day - 4, -1):
            try:
                return date(year, month + 1, day)
            except ValueError:
                continue
        raise ValueError("no such month")


ACTIVE_FILE = Period(
    "active_file",
    "Dossier en base active",
    24,
    "dernier contact venant de la personne",
    "CNIL, référentiel social et médico-social (délibération 2021-028)",
    least=1,
)
INTERMEDIATE_ARCHIVE = Period(
    "intermediate_archive",
    "Archive intermédiaire, si une obligation l’exige",
    36,
    "fin de la base active",
    "CNIL, référentiel social et médico-social ; code du patrimoine L212-2 (visa d’élimination)",
)
ACCESS_JOURNAL = Period(
    "access_journal",
    "Journal des accès",
    12,
    "mois de la ligne",
    "CNIL, délibération 2021-122 : six mois à un an",
    least=6,
    # Longer only where a particular risk is shown; then the organisation documents it.
    most=36,
)
POSITIONS = Period(
    "positions",
    "Lieux d’arrivée et de départ des visites",
    2,
    "visite",
    "CNIL, norme 51 ; Conseil d’État 403776",
    most=2,
)
VISIT_PROOFS = Period(
    "visit_proofs",
    "Preuve du service fait, quand rien d’autre ne le prouve",
    12,
    "visite",
    "CNIL, norme 51",
    most=12,
)
PERIODS: dict[str, Period] = {
    period.code: period
    for period in (ACTIVE_FILE, INTERMEDIATE_ARCHIVE, ACCESS_JOURNAL, POSITIONS, VISIT_PROOFS)
}
