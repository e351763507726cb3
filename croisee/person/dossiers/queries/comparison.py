"""One side of the page that compares two dossiers of what may be one person."""

from __future__ import annotations

from croisee.foundation.ui import french
from croisee.person.dossiers.models import CircleMember, Dossier, Note
from croisee.person.dossiers.queries.detail import commune_name

# Labels and values, in the order of the page; both sides have the same labels.
Side = list[tuple[str, str]]
TELLING = frozenset(
    {"Nom", "Prénom", "Nom de naissance", "Date de naissance", "Téléphone", "Adresse électronique", "Commune"}
)


def side_of(dossier: Dossier) -> Side:
    """What tells whether two dossiers are the same person's, and what each would bring."""
    person = dossier.person
    born, closed = person.birth_date, dossier.closed_date
    return [
        ("Nom", person.last_name),
        ("Prénom", person.first_name),
        ("Nom de naissance", person.birth_name),
        ("Date de naissance", french.day(born, weekday=False) if born else ""),
        ("Téléphone", person.phone),
        ("Adresse électronique", person.email),
        ("Adresse", person.address),
        ("Commune", commune_name(person.commune_code)),
        ("Ouvert le", french.day(dossier.opened_date, weekday=False)),
        ("Clos le", french.day(closed, weekday=False) if closed else ""),
        ("Référent·e", dossier.referent.user.full_name),
        ("Notes que vous pouvez lire", str(Note.objects.filter(dossier=dossier).count())),
        ("Personnes dans le cercle", str(CircleMember.objects.filter(dossier=dossier).count())),
    ]
