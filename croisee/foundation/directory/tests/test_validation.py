"""Each way a row can be wrong, and the sentence its author reads."""

from __future__ import annotations

from typing import Any

import pytest

from croisee.foundation.directory.tests.factories import HOUSING, service_row, structure_row
from croisee.foundation.directory.validation import Kind, check

REASONS: list[tuple[dict[str, Any], str, str]] = [
    ({"nom": "ab"}, "nom", "Le texte est trop court : 3 caractères au moins."),
    ({"nom": "x" * 151}, "nom", "Le texte est trop long : 150 caractères au plus."),
    ({"nom": None}, "nom", "Ce champ obligatoire est vide."),
    ({"nom": 12}, "nom", "Un texte est attendu."),
    ({"description": "  "}, "description", "Ce champ obligatoire est vide."),
    (
        {"date_maj": "hier"},
        "date_maj",
        "La date n’est pas lisible ; écrivez-la AAAA-MM-JJ, par exemple 2025-02-14.",
    ),
    ({"date_maj": "1999-12-31"}, "date_maj", "La date de dernière modification doit être au 21e siècle."),
    (
        {"date_maj": "2999-01-01"},
        "date_maj",
        "La date de dernière modification ne peut pas être dans le futur.",
    ),
    ({"frais": "cher"}, "frais", "« cher » n’est pas dans la liste des valeurs acceptées (gratuit, payant)."),
    (
        {"thematiques": [HOUSING[:-1]]},
        "thematiques",
        f"« {HOUSING[:-1]} » n’est pas dans la liste des valeurs acceptées ; vouliez-vous dire « {HOUSING} » ?",
    ),
    (
        {"publics": ["tous-publics", "jeunes"]},
        "publics",
        "`tous-publics` ne peut pas être utilisé avec d’autres valeurs.",
    ),
    ({"publics": "jeunes"}, "publics", "Une liste de valeurs est attendue."),
    ({"code_postal": "3800"}, "code_postal", "Un code postal a 5 chiffres."),
    ({"code_insee": "3818"}, "code_insee", "Un code de commune a 5 caractères, par exemple 38185 ou 2A004."),
    ({"courriel": "accueil"}, "courriel", "L’adresse électronique n’est pas valable."),
    (
        {"lien_source": "dora"},
        "lien_source",
        "Le lien n’est pas une adresse web complète, commençant par https://.",
    ),
    (
        {"zone_eligibilite": ["Isère entière"]},
        "zone_eligibilite",
        "La zone d’éligibilité attend des codes de communes, de départements ou d’intercommunalités, "
        "ou le mot france.",
    ),
    ({"nombre_semaines": 0}, "nombre_semaines", "Le nombre doit être au moins 1."),
    ({"nombre_semaines": 1.5}, "nombre_semaines", "Un nombre entier est attendu."),
    ({"volume_horaire_hebdomadaire": "dix"}, "volume_horaire_hebdomadaire", "Un nombre est attendu."),
    ({"latitude": 450.0}, "latitude", "La valeur doit être comprise entre −90 et 90."),
    ({"adresse": "rue\x00"}, "adresse", "Le texte contient un caractère interdit."),
    ({"adresse": "\ud800"}, "adresse", "Le texte contient un caractère interdit."),
    ({"adresse": "x" * 1_000_000}, "adresse", "Le texte dépasse 10000 caractères."),
]


@pytest.mark.parametrize(
    ("change", "field", "text"), REASONS, ids=[f"{r[1]}-{n}" for n, r in enumerate(REASONS)]
)
def test_a_wrong_value_is_explained(change: dict[str, Any], field: str, text: str) -> None:
    checked = check(Kind.SERVICE, service_row(**change), from_cells=False)
    assert checked.data is None
    assert [(reason.field, reason.text) for reason in checked.refusals][:1] == [(field, text)]


def test_a_final_full_stop_is_a_warning_and_the_row_is_good() -> None:
    checked = check(Kind.STRUCTURE, structure_row(nom="Maison de quartier."), from_cells=False)
    assert checked.data is not None
    assert [reason.text for reason in checked.warnings] == [
        "Le nom de la structure ne doit pas se terminer par un point."
    ]


@pytest.mark.parametrize(
    ("field", "cell", "stored"),
    [
        ("thematiques", f"{HOUSING}, sante--acces-aux-soins", [HOUSING, "sante--acces-aux-soins"]),
        ("publics", '["jeunes", "femmes"]', ["femmes", "jeunes"]),
        ("publics", "{jeunes,femmes}", ["femmes", "jeunes"]),
        ("publics", "['jeunes', 'femmes']", ["femmes", "jeunes"]),
        ("publics", "", []),
        ("code_postal", 1400, "01400"),
        ("code_postal", "38000.0", "38000"),
        ("date_maj", "14/02/2025", "2025-02-14"),
        ("date_maj", "2025-02-14T10:00:00", "2025-02-14"),
        ("latitude", "45,18", 45.18),
        ("telephone", 476000000, "476000000"),
        ("nombre_semaines", "", None),
    ],
)
def test_cells_as_people_type_them(field: str, cell: Any, stored: Any) -> None:
    checked = check(Kind.SERVICE, service_row(**{field: cell}), from_cells=True)
    assert checked.refusals == []
    assert checked.data is not None
    assert checked.data[field] == stored


def test_not_a_number_is_nothing() -> None:
    checked = check(Kind.SERVICE, service_row(latitude=float("nan"), nom="Atelier"), from_cells=False)
    assert checked.data is not None
    assert checked.data["latitude"] is None
