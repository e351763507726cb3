"""The slice's access table: who gets what from each of its routes. Its two halves are tried beside their pages."""

from croisee.person.dossiers.tests.access_content import CONTENT
from croisee.person.dossiers.tests.test_file_access import ACCESS as FILE
from tests.support.access import Table, routes_of

ACCESS: Table = {**FILE, **CONTENT}


def test_every_route_has_its_line() -> None:
    named = {route.rpartition(" ")[2] for route in ACCESS}
    assert routes_of("croisee.person.dossiers.urls") - named == set()
