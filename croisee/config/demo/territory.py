"""Services of the territory: invented structures in the real communes around Grenoble, imported like any file."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from croisee.config.demo.people import siret
from croisee.foundation.directory.models import Commune, ImportRun
from croisee.foundation.directory.operations.importing import import_file

DEPARTMENT = "38"
SOURCE = "demo-croisee"

# name of the structure, network, then its services: name, description, type, thematics, publics, fee, modes
_KINDS: tuple[
    tuple[str, str, tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...], str], ...]], ...
] = (
    (
        "Centre social {place}",
        "fcsf",
        (
            (
                "Jardin partagé et cuisine du mardi",
                "Un petit groupe cultive, cuisine et déjeune ensemble. Sans inscription la première fois.",
                "atelier",
                ("remobilisation--lien-social", "remobilisation--bien-etre-confiance-en-soi"),
                ("tous-publics",),
                "gratuit",
            ),
            (
                "Soutien aux parents",
                "Un accueil sans rendez-vous pour parler des enfants, de l'école, des écrans et de la fatigue.",
                "accompagnement",
                ("famille--soutien-a-la-parentalite-et-a-leducation",),
                ("familles",),
                "gratuit",
            ),
        ),
    ),
    (
        "Espace France services {place}",
        "france-service",
        (
            (
                "Aide aux démarches en ligne",
                "Un agent accompagne chaque démarche : déclaration de ressources, retraite, carte grise, impôts.",
                "accompagnement",
                (
                    "numerique--acceder-a-des-services-en-ligne",
                    "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
                ),
                ("tous-publics",),
                "gratuit",
            ),
            (
                "Permanence d'accès aux droits",
                "Point complet sur les droits et les aides, avec un juriste une fois par mois.",
                "information",
                ("difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",),
                ("tous-publics",),
                "gratuit",
            ),
        ),
    ),
    (
        "Point conseil budget {place}",
        "points-conseil-budget",
        (
            (
                "Rendez-vous budget",
                "Un conseiller regarde les comptes avec la personne, sans jugement, et prépare un plan.",
                "accompagnement",
                (
                    "difficultes-financieres--ameliorer-sa-gestion-budgetaire",
                    "difficultes-financieres--situation-dendettement-surendettement",
                ),
                ("tous-publics",),
                "gratuit",
            ),
        ),
    ),
    (
        "Maison de santé {place}",
        "cpam",
        (
            (
                "Médecins généralistes, secteur 1",
                "Accepte de nouveaux patients ; consultation longue possible pour un premier rendez-vous.",
                "accompagnement",
                ("sante--acces-aux-soins",),
                ("tous-publics",),
                "payant",
            ),
            (
                "Accompagnement aux rendez-vous de soin",
                "Une médiatrice en santé accompagne aux consultations et à l'hôpital.",
                "accompagnement",
                ("sante--acces-aux-soins", "sante--sante-mentale"),
                ("personnes-exilees", "seniors"),
                "gratuit",
            ),
        ),
    ),
    (
        "Agence logement solidaire {place}",
        "federation-des-acteurs-de-la-solidarite",
        (
            (
                "Prévention des impayés",
                "Médiation avec le bailleur, plan d'apurement, demande au fonds de solidarité pour le logement.",
                "accompagnement",
                (
                    "logement-hebergement--reduire-les-impayes-de-loyer",
                    "logement-hebergement--se-maintenir-dans-le-logement",
                ),
                ("tous-publics",),
                "gratuit",
            ),
            (
                "Adapter son logement",
                "Visite d'un ergothérapeute et montage des aides pour les travaux.",
                "information",
                ("logement-hebergement--se-maintenir-dans-le-logement",),
                ("seniors", "personnes-en-situation-de-handicap"),
                "gratuit",
            ),
        ),
    ),
    (
        "Plateforme de répit {place}",
        "unaf",
        (
            (
                "Répit des aidants, le jeudi après-midi",
                "Accueil de la personne aidée, café des aidants, relais à domicile ponctuel.",
                "accompagnement",
                ("famille--soutien-aidants", "famille--prise-en-charge-personne-dependante"),
                ("seniors", "familles"),
                "payant",
            ),
        ),
    ),
    (
        "Atelier mobilité {place}",
        "mobin",
        (
            (
                "Apprendre ses trajets",
                "Accompagnement individuel sur les transports, location de vélos et de scooters à petit prix.",
                "accompagnement",
                (
                    "mobilite--etre-accompagne-dans-son-parcours-mobilite",
                    "mobilite--mobilite-douce-partagee-collective",
                ),
                ("demandeurs-emploi", "jeunes"),
                "payant",
            ),
            (
                "Transport à la demande",
                "Un minibus sur réservation la veille, pour les courses et les rendez-vous.",
                "aide-materielle",
                ("mobilite--etre-accompagne-dans-son-parcours-mobilite",),
                ("seniors",),
                "payant",
            ),
        ),
    ),
    (
        "Épicerie solidaire {place}",
        "banques-alimentaires",
        (
            (
                "Panier de la semaine",
                "Produits frais à 10 % du prix, sur orientation d'un travailleur social.",
                "aide-materielle",
                ("equipement-et-alimentation--alimentation",),
                ("tous-publics",),
                "payant",
            ),
        ),
    ),
)
_STREETS = ("de la République", "des Écoles", "du Marché", "Pasteur", "des Lilas")
_PLACES = (
    "du Drac",
    "des Tilleuls",
    "de la Gare",
    "du Vieux-Bourg",
    "Jean-Moulin",
    "des Alpes",
    "du Parc",
    "Rosa-Parks",
)


def _communes(count: int) -> list[Commune]:
    """The communes of the département, the most populated first, all of them for a large territory."""
    communes = Commune.objects.filter(department=DEPARTMENT, kind="commune", retired_at__isnull=True)
    return list(communes.exclude(latitude=None).order_by("-population", "code")[:count])


def rows(
    services: int, today: dt.date, rng: random.Random
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """About `services` services and the structures that hold them, as data.inclusion rows."""
    communes = _communes(30 if services < 2_000 else 512)
    structures: list[dict[str, Any]] = []
    offered: list[dict[str, Any]] = []
    for number in _endless():
        if len(offered) >= services:
            return structures, offered
        # Large communes first and more often: the square leans towards the beginning of the list.
        commune = communes[int(len(communes) * rng.random() ** 2)]
        name, network, services_of_it = _KINDS[number % len(_KINDS)]
        structure = _structure(number, name.format(place=rng.choice(_PLACES)), network, commune, today, rng)
        structures.append(structure)
        offered += [
            _service(structure, f"{structure['id']}-{place}", values, commune, today, rng)
            for place, values in enumerate(services_of_it, start=1)
        ]
    return structures, offered


def _endless() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


def _where(commune: Commune, rng: random.Random) -> dict[str, Any]:
    # Around the town hall, within a kilometre or so.
    return {
        "commune": commune.name,
        "code_postal": commune.postcodes[0],
        "code_insee": commune.code,
        "adresse": f"{rng.randint(1, 120)} rue {rng.choice(_STREETS)}",
        "latitude": round((commune.latitude or 0.0) + rng.uniform(-0.009, 0.009), 6),
        "longitude": round((commune.longitude or 0.0) + rng.uniform(-0.012, 0.012), 6),
        "telephone": f"04 76 00 {rng.randint(0, 99):02d} {rng.randint(0, 99):02d}",
    }


def _structure(
    number: int, name: str, network: str, commune: Commune, today: dt.date, rng: random.Random
) -> dict[str, Any]:
    return {
        "source": SOURCE,
        "id": f"{SOURCE}--structure-{number:06d}",
        "nom": f"{name} de {commune.name}"[:150],
        "date_maj": (today - dt.timedelta(days=rng.choice([5, 20, 60, 120, 300, 500]))).isoformat(),
        "description": "Structure inventée pour la démonstration.",
        "siret": siret(1_000_000 + number % 8_000_000),
        "horaires_accueil": rng.choice(
            ["Mo-Fr 09:00-12:00,14:00-17:00", "Mo,We 08:30-12:30", "Tu 13:30-18:00"]
        ),
        "reseaux_porteurs": [network],
        **_where(commune, rng),
    }


def _service(
    structure: dict[str, Any],
    identifier: str,
    values: tuple[str, str, str, tuple[str, ...], tuple[str, ...], str],
    commune: Commune,
    today: dt.date,
    rng: random.Random,
) -> dict[str, Any]:
    name, description, kind, thematics, publics, fee = values
    place = (
        "commune",
        "adresse",
        "code_postal",
        "code_insee",
        "latitude",
        "longitude",
        "telephone",
        "horaires_accueil",
    )
    zone = rng.choice([[DEPARTMENT], [DEPARTMENT], [commune.code], ["france"]])
    return {
        "source": SOURCE,
        "id": identifier,
        "structure_id": structure["id"],
        "nom": name,
        "description": description,
        "type": kind,
        "date_maj": (today - dt.timedelta(days=rng.choice([3, 15, 45, 100, 250, 700]))).isoformat(),
        "thematiques": list(thematics),
        "publics": list(publics),
        "frais": fee,
        "modes_accueil": rng.choice([["en-presentiel"], ["en-presentiel"], ["en-presentiel", "a-distance"]]),
        "modes_mobilisation": rng.choice(
            [["telephoner"], ["se-presenter", "telephoner"], ["envoyer-un-courriel"]]
        ),
        "zone_eligibilite": zone,
        **{key: structure[key] for key in place},
    }


def load_services(*, services: int, at: dt.datetime, rng: random.Random) -> list[ImportRun]:
    """Writes the two files and imports them, structures first, by the same door as anybody's file."""
    structures, offered = rows(services, at.date(), rng)
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("structures", structures), ("services", offered)):
            path = Path(folder) / f"{name}.parquet"
            pq.write_table(pa.Table.from_pylist(content), path)
            runs.append(import_file(path, at=at))
    return runs
