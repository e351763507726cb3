"""The same form sent twice is done once and answered twice.

Forms carry `{% idempotency_token %}`. The middleware takes a lock on the fingerprint of (user, token, address,
content) inside the request's transaction: a second click waits until the first has committed, then gets the
address the first was sent to. A form corrected after « précédent » has another content, so it is a new one.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac

from croisee.foundation.ui import errors, operations
from croisee.foundation.ui.models import SubmittedForm

FIELD = "idempotency_token"
_NOT_CONTENT = {"csrfmiddlewaretoken"}


def fingerprint(request: HttpRequest, token: str, user_id: int) -> str:
    hasher = salted_hmac("croisee.idempotency", f"{user_id}\0{token}\0{request.path}", algorithm="sha256")
    for name in sorted(request.POST):
        if name not in _NOT_CONTENT:
            hasher.update(repr((name, request.POST.getlist(name))).encode("utf-8", "surrogatepass"))
    for name, file in sorted(request.FILES.items()):
        hasher.update(repr((name, getattr(file, "name", ""), getattr(file, "size", 0))).encode())
    return hasher.hexdigest()


def _lock(key: str) -> None:
    """Held until the transaction ends: the second of two clicks waits here for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(key[:15], 16)])


def _same_answer(request: HttpRequest, done: SubmittedForm) -> HttpResponse:
    if errors.is_fragment(request):
        # The fragment itself is not kept, it may speak of a person: the page is asked to show its state.
        response = HttpResponse(status=200)
        if done.location:
            response["HX-Redirect"] = done.location
        else:
            response["HX-Refresh"] = "true"
        return response
    redirect = HttpResponseRedirect(done.location or request.path)
    redirect.status_code = 303
    return redirect


def _location(response: HttpResponseBase) -> str:
    return str(response.get("Location", "") or response.get("HX-Redirect", ""))


class IdempotencyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST":
            return self.get_response(request)
        token = request.POST.get(FIELD, "")
        user_id = request.user.pk if token and request.user.is_authenticated else None
        if user_id is None:
            return self.get_response(request)
        with transaction.atomic():
            response = self._once(request, fingerprint(request, token, user_id), user_id)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def _once(self, request: HttpRequest, key: str, user_id: int) -> HttpResponseBase:
        _lock(key)
        if done := SubmittedForm.objects.filter(fingerprint=key, user_id=user_id).first():
            return _same_answer(request, done)
        response = self.get_response(request)
        if response.status_code < 400:
            operations.remember(
                fingerprint=key,
                user_id=user_id,
                status=response.status_code,
                location=_location(response),
                at=timezone.now(),
            )
        return response
