"""Structures and services valid by default, as rows of a file or as rows of the database."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from croisee.foundation.directory.models import Commune, Service, Structure

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
HOUSING = "logement-hebergement--se-maintenir-dans-le-logement"
HEALTH = "sante--acces-aux-soins"


def structure_row(number: int = 1, **changes: Any) -> dict[str, Any]:
    row = {
        "source": "dora",
        "id": f"dora--structure-{number}",
        "nom": f"Maison de quartier {number}",
        "date_maj": "2026-01-15",
        "commune": "Grenoble",
        "code_postal": "38000",
        "code_insee": "38185",
        "adresse": "1 rue des Alpes",
        "reseaux_porteurs": ["ccas-cias"],
    }
    return row | changes


def service_row(number: int = 1, **changes: Any) -> dict[str, Any]:
    row = {
        "source": "dora",
        "structure_id": "dora--structure-1",
        "id": f"dora--service-{number}",
        "nom": f"Permanence logement {number}",
        "description": "Une travailleuse sociale reçoit sans rendez-vous et aide aux démarches.",
        "date_maj": "2026-02-01",
        "type": "accompagnement",
        "thematiques": [HOUSING],
        "publics": ["tous-publics"],
        "frais": "gratuit",
        "modes_accueil": ["en-presentiel"],
        "modes_mobilisation": ["telephoner"],
        "mobilisable_par": ["usagers", "professionnels"],
        "zone_eligibilite": ["38"],
        "commune": "Grenoble",
        "code_postal": "38000",
        "code_insee": "38185",
        "telephone": "+33476000000",
        "horaires_accueil": "Mo-Fr 08:30-12:30; PH off",
    }
    return row | changes


def json_file(
    folder: Path, *, structures: list[Any] | None = None, services: list[Any] | None = None
) -> Path:
    path = folder / "annuaire.json"
    content = {"structures": structures or [], "services": services or []}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def structure(name: str = "CCAS de Grenoble", **changes: Any) -> Structure:
    fields = {
        "external_id": f"dora--{name}",
        "source": "dora",
        "nom": name,
        "date_maj": dt.date(2026, 1, 15),
        "imported_at": AT,
    }
    return Structure.objects.create(**(fields | changes))


def service(name: str = "Permanence logement", *, of: Structure | None = None, **changes: Any) -> Service:
    """Placed at the town hall of its commune (Grenoble) unless told otherwise."""
    owner = of or Structure.objects.filter(nom="CCAS de Grenoble").first() or structure()
    code = changes.get("code_insee", "38185")
    commune = Commune.objects.get(code=code)
    fields = {
        "external_id": f"dora--{name}",
        "source": "dora",
        "structure": owner,
        "structure_name": owner.nom,
        "nom": name,
        "description": "On y reçoit sans rendez-vous.",
        "date_maj": dt.date(2026, 2, 1),
        "thematiques": [HOUSING],
        "publics": ["tous-publics"],
        "frais": "gratuit",
        "modes_accueil": ["en-presentiel"],
        "commune": commune.name,
        "code_postal": commune.postcodes[0],
        "code_insee": code,
        "place_latitude": commune.latitude,
        "place_longitude": commune.longitude,
        "imported_at": AT,
    }
    return Service.objects.create(**(fields | changes))
