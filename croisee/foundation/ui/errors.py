"""Refusals with their reason, and the pages shown when something cannot be done."""

from __future__ import annotations

import sys
from typing import ClassVar

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


class Refused(Exception):
    """Something the rules do not allow; the message is the French sentence shown, `help` says who can help."""

    status: ClassVar[int] = 409
    message: ClassVar[str] = "Cette action n'est pas possible."
    help: str = ""

    def __init__(self, message: str = "", *, help: str = "") -> None:
        self.sentence = message or self.message
        self.help = help or self.help
        super().__init__(self.sentence)


class Denied(Refused, PermissionDenied):
    """Visible but not allowed: says why and who can help (a `PermissionDenied` for Django)."""

    status = 403
    message = "Votre rôle ne permet pas cette action."


class Invalid(Refused):
    """What was sent cannot be accepted as it is."""

    status = 422


TITLES = {
    400: "Cette demande n'a pas été comprise",
    403: "Vous ne pouvez pas ouvrir cette page",
    404: "Cette page n'existe pas ou ne vous est pas ouverte",
    409: "Cela n'a pas pu être fait",
    413: "L'envoi est trop volumineux",
    422: "Ce qui a été envoyé est à reprendre",
    429: "Trop d'essais en peu de temps",
    500: "Une erreur s'est produite de notre côté",
    503: "La base de données ne répond pas",
}


def is_fragment(request: HttpRequest) -> bool:
    """Whether HTMX asked for a piece of page: it gets a message, a browser gets a whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-Boosted") != "true"


def answer(request: HttpRequest, status: int, *, reason: str = "", help: str = "") -> HttpResponse:
    """The page of an error; it asks nothing of the database, which may be what is missing.

    An HTMX request gets the same words as a message, wherever on the page it came from.
    """
    context = {
        "title": TITLES[status],
        "status": status,
        "reason": reason,
        "help": help,
        "retry": request.method in {"GET", "HEAD"},
    }
    fragment = is_fragment(request)
    body = render_to_string("ui/_refused.html" if fragment else f"{status}.html", context)
    response = HttpResponse(body, status=status)
    if fragment:
        response["HX-Retarget"], response["HX-Reswap"] = "#flash", "beforeend"
    if status == 503:
        response["Retry-After"] = "5"
    response["Cache-Control"] = "no-store"
    return response


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The clear page of a refusal: what was not done, why, who can help."""
    return answer(request, refusal.status, reason=refusal.sentence, help=refusal.help)


def database_away(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, is a lost database connection."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return answer(request, 413, reason="Un texte ou un formulaire ne peut dépasser 5 Mo.")
    if isinstance(exception, TooManyFieldsSent):
        return answer(request, 413, reason="Ce formulaire contient trop de champs.")
    return answer(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, Refused):
        return refused(request, exception)
    return answer(request, 403, reason=str(exception) if exception.args else "")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, 503 if database_away(sys.exc_info()[1]) else 500)


def too_many_attempts(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 429)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = (
        "Cette page est restée ouverte trop longtemps, ou vous vous êtes connecté·e depuis dans un autre onglet. "
        "Rien n'a été enregistré."
    )
    return answer(
        request, 403, reason=sentence, help="Revenez à la page précédente, rechargez-la, puis recommencez."
    )
