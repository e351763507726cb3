"""The four professional cultures, and the professions that carry them."""

from django.db import models


class Culture(models.TextChoices):
    MEDICAL = "medical", "médicale"
    PSYCHOLOGICAL = "psychological", "psychologique"
    EDUCATIONAL = "educational", "éducative"
    SOCIAL = "social", "sociale"


class Profession(models.TextChoices):
    SOCIAL_WORKER = "social_worker", "Assistant·e de service social"
    FAMILY_ECONOMIST = "family_economist", "Conseiller·ère en économie sociale et familiale"
    SPECIAL_EDUCATOR = "special_educator", "Éducateur·rice spécialisé·e"
    SOCIAL_EDUCATOR = "social_educator", "Moniteur·rice-éducateur·rice"
    FAMILY_WORKER = "family_worker", "Technicien·ne de l'intervention sociale et familiale"
    HOME_CARER = "home_carer", "Aide à domicile"
    SUPPORT_WORKER = "support_worker", "Accompagnant·e éducatif·ve et social·e"
    NURSE = "nurse", "Infirmier·ère"
    PHYSICIAN = "physician", "Médecin"
    CARE_ASSISTANT = "care_assistant", "Aide-soignant·e"
    OCCUPATIONAL_THERAPIST = "occupational_therapist", "Ergothérapeute"
    PSYCHOLOGIST = "psychologist", "Psychologue"
    RECEPTIONIST = "receptionist", "Chargé·e d'accueil"
    MANAGER = "manager", "Responsable"
    OTHER = "other", "Autre profession"


_CULTURES: dict[Culture, tuple[Profession, ...]] = {
    Culture.MEDICAL: (
        Profession.NURSE,
        Profession.PHYSICIAN,
        Profession.CARE_ASSISTANT,
        Profession.OCCUPATIONAL_THERAPIST,
    ),
    Culture.PSYCHOLOGICAL: (Profession.PSYCHOLOGIST,),
    Culture.EDUCATIONAL: (
        Profession.SPECIAL_EDUCATOR,
        Profession.SOCIAL_EDUCATOR,
        Profession.FAMILY_WORKER,
        Profession.SUPPORT_WORKER,
    ),
}
CULTURE_OF: dict[str, Culture] = {
    profession.value: culture for culture, professions in _CULTURES.items() for profession in professions
}


def culture_of(profession: str) -> Culture:
    """The culture a profession carries; professions that are in no list belong to the social culture."""
    return CULTURE_OF.get(profession, Culture.SOCIAL)
