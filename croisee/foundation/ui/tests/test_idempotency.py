"""The same form twice is done once and answered twice."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.utils import timezone

from croisee.foundation.ui import operations
from croisee.foundation.ui.idempotency import FIELD, IdempotencyMiddleware
from croisee.foundation.ui.models import SubmittedForm

TOKEN = "6f0cb0a4-5d2b-4d4b-9e53-1f6d6a1c6f10"


class Deed:
    """A view that counts how often it really did something."""

    def __init__(self, answer: Callable[[], HttpResponseBase] | None = None) -> None:
        self.done = 0
        self.answer = answer or (lambda: HttpResponseRedirect("/fait/"))
        self.middleware = IdempotencyMiddleware(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        self.done += 1
        return self.answer()

    def send(
        self, *, user_id: int = 1, token: str = TOKEN, path: str = "/noter/", **extra: Any
    ) -> HttpResponseBase:
        request = RequestFactory().post(path, {FIELD: token, "text": "x", **extra.pop("data", {})}, **extra)
        request.user = SimpleNamespace(pk=user_id, is_authenticated=True)  # type: ignore[assignment]
        return self.middleware(request)


@pytest.mark.django_db
class TestSameFormTwice:
    def test_is_done_once_and_leads_to_the_same_place(self) -> None:
        deed = Deed()
        first, second = deed.send(), deed.send()
        assert deed.done == 1
        assert first["Location"] == second["Location"] == "/fait/"
        assert second.status_code == 303

    def test_as_a_fragment_asks_the_page_to_show_its_state(self) -> None:
        deed = Deed(lambda: HttpResponse("<p>fait</p>"))
        deed.send(headers={"HX-Request": "true"})
        second = deed.send(headers={"HX-Request": "true"})
        assert deed.done == 1
        assert second["HX-Refresh"] == "true"

    @pytest.mark.parametrize(
        "other",
        [
            {"user_id": 2},
            {"token": "autre"},
            {"path": "/ailleurs/"},
            {"data": {"text": "corrigé après « précédent »"}},
        ],
    )
    def test_differs_by_user_token_address_or_content(self, other: dict[str, Any]) -> None:
        deed = Deed()
        deed.send()
        deed.send(**other)
        assert deed.done == 2

    def test_that_was_refused_may_be_sent_again(self) -> None:
        deed = Deed(lambda: HttpResponse(status=422))
        deed.send()
        deed.send()
        assert deed.done == 2
        assert not SubmittedForm.objects.exists()

    def test_without_token_is_none_of_our_business(self) -> None:
        deed = Deed()
        deed.send(token="")
        deed.send(token="")
        assert deed.done == 2

    def test_keeps_nothing_of_what_was_written(self) -> None:
        Deed().send(data={"text": "un secret"})
        kept = SubmittedForm.objects.values().get()
        assert "secret" not in str(kept)
        assert TOKEN not in str(kept)

    def test_is_forgotten_after_a_day(self) -> None:
        Deed().send()
        assert operations.forget(before=timezone.now() - dt.timedelta(days=1)) == 0
        assert operations.forget(before=timezone.now() + dt.timedelta(seconds=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_do_one_thing() -> None:
    both = threading.Barrier(2)
    deed = Deed()
    answers: list[int] = []

    def click() -> None:
        both.wait()
        try:
            answers.append(deed.send().status_code)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join(timeout=20)
    assert deed.done == 1
    assert sorted(answers) == [302, 303]
