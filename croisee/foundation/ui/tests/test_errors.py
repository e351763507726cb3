"""Refusals and failures: the reason in words, as a page or as a message."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from croisee.foundation.ui import errors
from croisee.foundation.ui.middleware import (
    DatabaseAwayMiddleware,
    RefusedMiddleware,
    SecurityHeadersMiddleware,
)


class Taken(errors.Refused):
    message = "Cette réponse est déjà notée."
    help = "Karim peut la reprendre."


def text(response: HttpResponse | None) -> str:
    assert response is not None
    return response.content.decode()


def ask(**headers: str) -> HttpRequest:
    return RequestFactory().get("/", headers=headers)


class TestRefusal:
    def test_is_a_page_with_its_reason_and_who_can_help(self) -> None:
        response = errors.refused(ask(), Taken())
        assert response.status_code == 409
        assert "Cette réponse est déjà notée." in text(response)
        assert "Karim peut la reprendre." in text(response)
        assert text(response).startswith("<!doctype html>")

    def test_is_a_message_for_a_fragment(self) -> None:
        response = errors.refused(ask(**{"HX-Request": "true"}), Taken("Autre phrase."))
        assert response["HX-Retarget"] == "#flash"
        assert "Autre phrase." in text(response)
        assert "<html" not in text(response)

    def test_of_a_right_is_a_permission_denied(self) -> None:
        assert issubclass(errors.Denied, PermissionDenied)
        response = errors.permission_denied(ask(), errors.Denied("Hors du cercle."))
        assert response.status_code == 403
        assert "Hors du cercle." in text(response)

    def test_raised_by_a_view_becomes_its_page(self) -> None:
        middleware = RefusedMiddleware(lambda request: HttpResponse())
        assert middleware.process_exception(ask(), Taken()) is not None
        assert middleware.process_exception(ask(), ValueError()) is None


class TestFailure:
    @pytest.mark.parametrize("status", sorted(errors.TITLES))
    def test_every_page_has_a_title_and_asks_nothing_of_the_database(self, status: int) -> None:
        response = errors.answer(ask(), status)
        assert response.status_code == status
        assert errors.TITLES[status].replace("'", "&#x27;") in text(response)

    def test_of_the_database_is_said_and_tried_again(self) -> None:
        middleware = DatabaseAwayMiddleware(lambda request: HttpResponse())
        wrapped = RuntimeError()
        wrapped.__cause__ = OperationalError("connection refused on host 10.0.0.1")
        response = middleware.process_exception(ask(), wrapped)
        assert response is not None
        assert response.status_code == 503
        assert response["Retry-After"] == "5"
        assert "data-retry" in text(response)
        assert "10.0.0.1" not in text(response)

    def test_during_a_post_does_not_send_it_again_by_itself(self) -> None:
        response = errors.answer(RequestFactory().post("/"), 503)
        assert "data-retry" not in text(response)
        assert "http-equiv" not in text(response)

    def test_in_a_handler_finds_the_cause(self) -> None:
        try:
            raise OperationalError
        except OperationalError:
            assert errors.server_error(ask()).status_code == 503
        assert errors.server_error(ask()).status_code == 500

    def test_of_size_is_told_apart(self) -> None:
        assert errors.bad_request(ask(), RequestDataTooBig()).status_code == 413
        assert errors.bad_request(ask(), SuspiciousOperation()).status_code == 400


def test_a_form_may_lead_to_the_identity_providers_only(settings: Any) -> None:
    app = {"settings": {"server_url": "https://identite.exemple.fr/realms/a"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    response = SecurityHeadersMiddleware(lambda request: HttpResponse())(ask())
    assert response["Content-Security-Policy"].endswith("form-action 'self' https://identite.exemple.fr")


def test_a_page_runs_only_our_own_files_and_stays_in_no_cache() -> None:
    response = SecurityHeadersMiddleware(lambda request: HttpResponse("<p>"))(ask())
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["Cache-Control"] == "no-store"
