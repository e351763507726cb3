"""What surrounds every page: security headers, refusals as pages, a lost database, messages in fragments."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from croisee.foundation.ui import errors

Handler = Callable[[HttpRequest], HttpResponseBase]

# The drawing that authenticator applications read is a `data:` image.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; "
    "form-action 'self'"
)
PERMISSIONS_POLICY = (
    "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), publickey-credentials-get=(self)"
)


def form_targets() -> list[str]:
    """Where our forms may lead beside us: identity providers, since browsers check the redirect after the POST."""
    found = set(getattr(settings, "CSP_FORM_ACTION", ()))
    for provider in getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}).values():
        for app in provider.get("APPS", []):
            url = urlsplit(app.get("settings", {}).get("server_url", ""))
            if url.netloc:
                found.add(f"{url.scheme}://{url.netloc}")
    return sorted(found)


class SecurityHeadersMiddleware:
    """Only our own files run on our pages, and a page about a person stays in no cache."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.policy = " ".join([CONTENT_SECURITY_POLICY, *form_targets()])

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if response.get("Content-Type", "").startswith("text/html"):
            # After logging out on a shared computer, « précédent » must not show a dossier.
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class DatabaseAwayMiddleware:
    """A view that loses its database answers the page which says so and tries again by itself."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return errors.answer(request, 503) if errors.database_away(exception) else None


class RefusedMiddleware:
    """Turns `Refused` into its page, and gives HTMX fragments the messages that a page would have shown."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and self._takes_messages(request, response):
            messages = list(get_messages(request))
            if messages:
                oob = render_to_string("ui/_flash_oob.html", {"messages": messages})
                response.content += oob.encode(response.charset or "utf-8")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ObjectDoesNotExist):
            # A row that an operation looks for under its lock is gone, or was never open to this person.
            return errors.page_not_found(request, exception)
        return errors.refused(request, exception) if isinstance(exception, errors.Refused) else None

    @staticmethod
    def _takes_messages(request: HttpRequest, response: HttpResponse) -> bool:
        return (
            errors.is_fragment(request)
            and request.headers.get("X-Croisee-Refresh") != "1"
            and response.status_code in {200, 422}
            and response.get("Content-Type", "").startswith("text/html")
            and not any(name in response for name in ("HX-Redirect", "HX-Refresh", "HX-Location"))
        )
