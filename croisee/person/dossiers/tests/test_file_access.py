"""Who opens which page of the file."""

from __future__ import annotations

from typing import Any

import pytest

from croisee.person.dossiers.models import Dossier
from tests.support.access import Knock, each

# The circle reads; who accompanies changes; the coordination merges and erases.
EVERYONE = {
    "nadia": 200,
    "karim": 200,
    "yasmine": 200,
    "omar": 200,
    "paul": 200,
    "claire": 403,
    "visitor": 302,
}
READ = {
    "nadia": 200,
    "karim": 200,
    "lea": 200,
    "yasmine": 200,
    "omar": 403,
    "paul": 404,
    "claire": 404,
    "visitor": 302,
}
CHANGE = {**READ, "lea": 403}
COORDINATE = {**READ, "lea": 403, "nadia": 403, "yasmine": 403}
NOT_FOUND = {"omar": 403, "paul": 404, "claire": 404, "visitor": 302}
ACCESS = {
    "dossiers:list": {**EVERYONE, "lea": 200},
    "dossiers:search": {"nadia": 302, "lea": 302, "omar": 302, "claire": 403, "visitor": 302},
    "POST dossiers:search": {**EVERYONE, "lea": 200},
    "dossiers:open": {**EVERYONE, "lea": 403},
    "POST dossiers:open": {"nadia": 422, "omar": 422, "paul": 422, "lea": 403, "claire": 403, "visitor": 302},
    "dossiers:detail": READ,
    "dossiers:head": READ,
    "dossiers:timeline": READ,
    "dossiers:household": READ,
    "dossiers:show": READ,
    "dossiers:sheet": READ,
    "dossiers:identity": CHANGE,
    "POST dossiers:identity": {"nadia": 422, "yasmine": 422, "lea": 403, **NOT_FOUND},
    "dossiers:household-add": CHANGE,
    "POST dossiers:household-add": {"nadia": 422, "lea": 403, **NOT_FOUND},
    "dossiers:household-settle": CHANGE,
    "POST dossiers:household-settle": {"nadia": 422, "lea": 403, **NOT_FOUND},
    "dossiers:household-leave": CHANGE,
    "POST dossiers:household-leave": {"nadia": 422, "lea": 403, **NOT_FOUND},
    "dossiers:household-link": {"nadia": 405, "visitor": 405},
    "POST dossiers:household-link": {"nadia": 409, "lea": 403, **NOT_FOUND},
    "dossiers:close": CHANGE,
    "POST dossiers:close": {"nadia": 422, "lea": 403, **NOT_FOUND},
    "dossiers:reopen": CHANGE,
    "POST dossiers:reopen": {"nadia": 422, "lea": 403, **NOT_FOUND},
    # Of the circle, only the referent; and the coordination.
    "dossiers:hand-over": {**CHANGE, "yasmine": 403},
    "POST dossiers:hand-over": {"nadia": 422, "karim": 422, "yasmine": 403, "lea": 403, **NOT_FOUND},
    "dossiers:merge-choice": COORDINATE,
    "POST dossiers:merge-choice": {"karim": 422, "nadia": 403, "lea": 403, **NOT_FOUND},
    "dossiers:merge": COORDINATE,
    "POST dossiers:merge": {"karim": 422, "nadia": 403, "lea": 403, **NOT_FOUND},
    "dossiers:erase": COORDINATE,
    "POST dossiers:erase": {"karim": 422, "nadia": 403, "lea": 403, **NOT_FOUND},
}


@pytest.fixture
def url_arguments(dossier: Dossier) -> dict[str, Any]:
    # A member that is not there: the gate answers first, and a form is shown or refused before anything is looked for.
    return {"dossier_id": dossier.pk, "other_id": dossier.pk, "member_id": dossier.pk}


@each(ACCESS)
def test_access(route: str, who: str, status: int, knock: Knock) -> None:
    assert knock(route, who) == status
