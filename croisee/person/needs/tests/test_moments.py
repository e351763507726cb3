"""What needs give to the timeline and to the person's sheet."""

from __future__ import annotations

from django.utils import timezone

from croisee.foundation.accounts import wall
from croisee.foundation.accounts.models import Membership
from croisee.person.dossiers.models import Dossier
from croisee.person.dossiers.queries.timeline import Ask, timeline
from croisee.person.needs.models import Need
from croisee.person.needs.operations import needs as operations
from croisee.person.needs.queries import moments
from croisee.person.needs.tests import factories


def told(dossier: Dossier, by: Membership, culture: str = "") -> list[str]:
    with wall.acting_as(by.user_id):
        return [moment.title for moment in timeline(Ask(dossier, by, True, 30, culture))]


class TestTimeline:
    def test_tells_the_chain(self, need: Need, dossier: Dossier, nadia: Membership) -> None:
        factories.answer(need, "under_way", "Portage de repas")
        factories.objective(need)
        titles = told(dossier, nadia)
        assert "Besoin décrit" in titles
        assert "Portage de repas : en cours" in titles
        assert "Objectif fixé" in titles

    def test_one_culture_alone_has_none_of_it(self, need: Need, dossier: Dossier, nadia: Membership) -> None:
        assert "Besoin décrit" not in told(dossier, nadia, "medical")

    def test_is_empty_behind_the_wall(self, need: Need, dossier: Dossier, omar: Membership) -> None:
        assert "Besoin décrit" not in told(dossier, omar)


class TestSheet:
    def test_says_what_is_being_tried(self, need: Need, dossier: Dossier, nadia: Membership) -> None:
        factories.answer(need, "under_way", "Portage de repas")
        factories.answer(need, "failed", "Table partagée")
        with wall.acting_as(nadia.user_id):
            (shown,) = moments.for_sheet(dossier)
        assert (shown.words, shown.answers) == ("Quelqu'un le matin", ["Portage de repas, c'est en cours"])

    def test_leaves_out_a_need_that_is_met(self, need: Need, dossier: Dossier, nadia: Membership) -> None:
        with wall.acting_as(nadia.user_id):
            operations.meet(
                need_id=need.pk, dossier=dossier, met_date=timezone.localdate(), by=nadia, at=timezone.now()
            )
            assert moments.for_sheet(dossier) == []
