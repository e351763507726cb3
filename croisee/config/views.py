"""The front door and the health of the process."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from croisee.config.navigation import MODULES
from croisee.foundation.ui.errors import Denied


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where one lands after logging in: the first module one's role opens."""
    member = request.membership
    for module in MODULES if member else ():
        if member.may(module.permission):
            return redirect(module.route)
    raise Denied(
        "Votre compte n'appartient à aucune équipe aujourd'hui.",
        help="La personne qui gère les comptes de votre organisation peut vous y inscrire.",
    )


def health(request: HttpRequest) -> HttpResponse:
    """For the supervisor and a proxy: the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
