"""The front door and the health of the process."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where one lands after logging in: the files one works on."""
    return redirect("dossiers:list")


def health(request: HttpRequest) -> HttpResponse:
    """For the supervisor and a proxy: the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
