"""Pages: the croisée, swap equals reload, double submits, two people at once, bad input."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier
from croisee.person.needs.models import Answer, Need
from croisee.person.needs.operations import needs as operations
from croisee.person.needs.tests import factories
from tests.support import html
from tests.support.cast import Enter
from tests.support.queries import captured_queries

TODAY = timezone.localdate()


@pytest.fixture
def address(url_arguments: dict[str, Any]) -> Any:
    """`address("need")` with the ids of the fixtures."""

    def of(name: str, *arguments: str) -> str:
        return reverse(
            f"needs:{name}", kwargs={key: url_arguments[key] for key in ("dossier_id", *arguments)}
        )

    return of


class TestCrossing:
    def test_each_crossing_says_where_it_stands(
        self, need: Need, nadia: Membership, enter: Enter, address: Any
    ) -> None:
        factories.answer(need, "partly", "Portage de repas")
        page = enter(nadia).get(address("crossing"))
        knot = html.one(page, ".knot-good")
        assert "Portage de repas" in html.text(knot)
        assert "En partie" in html.text(knot)
        assert "À nous de compléter" in html.text(knot)
        assert (
            html.text(html.one(page, "tbody th[scope=rowgroup] a.weave-need-words")) == "Quelqu'un le matin"
        )

    def test_an_empty_dossier_invites(self, dossier: Dossier, nadia: Membership, enter: Enter) -> None:
        page = enter(nadia).get(reverse("needs:crossing", args=[dossier.pk]))
        assert "Aucun besoin décrit" in html.text(html.one(page, ".empty"))

    def test_the_table_names_its_headers(self, address: Any, nadia: Membership, enter: Enter) -> None:
        page = html.parse(enter(nadia).get(address("crossing")))
        assert all(cell.attributes.get("scope") == "col" for cell in page.css(".weave thead th"))
        assert html.one(page, ".weave caption")
        assert html.one(page, ".weave-wrap").attributes["tabindex"] == "0"

    def test_a_carer_sees_and_changes_nothing(self, address: Any, lea: Membership, enter: Enter) -> None:
        page = html.parse(enter(lea).get(address("crossing")))
        assert not page.css(".weave-propose")
        assert page.css(".knot")

    def test_the_number_of_queries_does_not_grow(
        self, dossier: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        client, url = enter(nadia), reverse("needs:crossing", args=[dossier.pk])
        self._fill(dossier, 1)
        client.get(url)
        with captured_queries() as few:
            client.get(url)
        self._fill(dossier, 29)
        with captured_queries() as many:
            page = client.get(url)
        assert len(html.parse(page).css("tbody")) == 30
        assert len(many) == len(few)

    def _fill(self, dossier: Dossier, count: int) -> None:
        for number in range(count):
            need = factories.need(
                dossier, f"Besoin {number}", thematic="sante--acces-aux-soins", serafin_code="1.1.1"
            )
            factories.answer(need, "under_way", f"Moyen {number}")


class TestSwap:
    @pytest.mark.parametrize(
        ("name", "arguments", "selector"),
        [
            ("crossing", (), "#board"),
            ("need", ("need_id",), "#need"),
            ("answer", ("answer_id",), "#answer"),
            ("reviews", (), "#reviews"),
        ],
    )
    def test_equals_reload(
        self,
        name: str,
        arguments: tuple[str, ...],
        selector: str,
        nadia: Membership,
        enter: Enter,
        address: Any,
    ) -> None:
        url = address(name, *arguments)
        html.fragment_equals_reload(enter(nadia), url, url, selector)


class TestForms:
    def test_the_same_need_sent_twice_is_one(self, dossier: Dossier, nadia: Membership, enter: Enter) -> None:
        client, url = enter(nadia), reverse("needs:need_add", args=[dossier.pk])
        sent = {"words": "Un lit", "idempotency_token": "0b8e8f3e-1c55-4d53-9a43-9b3a2a5d7d11"}
        first, second = client.post(url, sent), client.post(url, sent)
        assert (first.status_code, second.status_code) == (303, 303)
        assert first["Location"] == second["Location"]
        with wall.acting_as(nadia.user_id):
            assert Need.objects.filter(dossier=dossier).count() == 1

    @pytest.mark.parametrize(
        "words",
        ["", "   ", "x" * 1_000_000, "avec un \x00 nul"],
        ids=["nothing", "spaces", "one megabyte", "NUL"],
    )
    def test_bad_words_are_said_at_the_field(
        self, words: str, dossier: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        page = enter(nadia).post(reverse("needs:need_add", args=[dossier.pk]), {"words": words})
        assert page.status_code == 422
        assert html.text(html.one(page, "#id_words_error"))
        with wall.acting_as(nadia.user_id):
            assert not Need.objects.filter(dossier=dossier).exists()

    def test_two_people_at_once_lose_nothing(
        self, need: Need, dossier: Dossier, nadia: Membership, karim: Membership, enter: Enter, address: Any
    ) -> None:
        with wall.acting_as(karim.user_id):
            operations.edit_need(
                need_id=need.pk, dossier=dossier, description=operations.Description("Celle de Karim"), version=1,
                by=karim, at=timezone.now(),
            )  # fmt: skip
        client, url = enter(nadia), address("need_edit", "need_id")
        page = client.post(url, {"words": "Celle de Nadia", "version": "1"})
        assert page.status_code == 409
        assert "Celle de Karim" in html.text(html.one(page, ".compare"))
        assert "Celle de Nadia" in html.text(html.one(page, ".compare"))
        field = html.text(html.one(page, "textarea[name=words]"))
        assert "Celle de Karim" in field
        assert "Celle de Nadia" in field
        again = client.post(
            url, {"words": "Les deux", "version": html.one(page, "input[name=version]").attributes["value"]}
        )
        assert again.status_code == 303

    @pytest.mark.parametrize("happened", ["2999-01-01", "0001-01-01", "2026-02-30", "hier"])
    def test_impossible_dates(self, happened: str, nadia: Membership, enter: Enter, address: Any) -> None:
        sent = {"to": "agreed", "after": "1", "happened_date": happened}
        page = enter(nadia).post(address("answer_step", "answer_id"), sent)
        assert page.status_code == 422
        assert html.text(html.one(page, "#id_happened_date_error"))

    def test_a_step_is_noted(self, answer: Answer, nadia: Membership, enter: Enter, address: Any) -> None:
        client = enter(nadia)
        sent = {
            "to": "refused:service",
            "after": "1",
            "happened_date": TODAY.isoformat(),
            "professional_words": "Complet",
        }
        assert client.post(address("answer_step", "answer_id"), sent).status_code == 303
        page = client.get(address("answer", "answer_id"))
        assert "Refusé par le service" in html.text(html.one(page, "#answer"))

    def test_a_step_written_on_an_old_page_is_refused(
        self, answer: Answer, nadia: Membership, enter: Enter, address: Any
    ) -> None:
        client, url = enter(nadia), address("answer_step", "answer_id")
        sent = {"to": "thinking", "after": "1", "happened_date": TODAY.isoformat()}
        assert client.post(url, sent).status_code == 303
        page = client.post(url, {**sent, "to": "agreed"})
        assert page.status_code == 409
        assert "a avancé pendant que vous écriviez" in page.content.decode()

    def test_another_dossiers_need_is_not_found(
        self, dossier: Dossier, nadia: Membership, enter: Enter
    ) -> None:
        from croisee.person.dossiers.tests import factories as dossiers

        other = factories.need(dossiers.dossier(nadia, last_name="Autre", birth_date=dt.date(1990, 1, 1)))
        url = reverse("needs:need", args=[dossier.pk, other.pk])
        assert enter(nadia).get(url).status_code == 404

    def test_a_means_by_hand(self, need: Need, nadia: Membership, enter: Enter, address: Any) -> None:
        client, url = enter(nadia), address("means_add", "need_id")
        sent = {"kind": "own", "label": "La chorale", "happened_date": TODAY.isoformat()}
        assert client.post(url, {"happened_date": TODAY.isoformat()}).status_code == 422
        answer = client.post(url, sent)
        assert answer.status_code == 303
        assert "La chorale" in client.get(answer["Location"]).content.decode()


class TestReviews:
    def test_what_is_typed_is_kept_until_sent(self, nadia: Membership, enter: Enter, address: Any) -> None:
        client = enter(nadia)
        assert client.post(address("review_draft"), {"text": "On avance bien"}).status_code == 204
        assert "On avance bien" in html.text(
            html.one(client.get(address("review_hold")), "textarea[name=text]")
        )
        sent = {
            "held_date": TODAY.isoformat(),
            "next_date": (TODAY + dt.timedelta(days=90)).isoformat(),
            "text": "On a avancé",
        }
        assert client.post(address("review_hold"), sent).status_code == 303
        assert not html.text(html.one(client.get(address("review_hold")), "textarea[name=text]"))
        assert "On a avancé" in html.text(html.one(client.get(address("reviews")), "article.card"))
