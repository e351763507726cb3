"""What every form refuses, and how it says so."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms as django_forms
from django.http import QueryDict

from croisee.foundation.ui import validators
from croisee.foundation.ui.errors import Refused
from croisee.foundation.ui.fields import ChoiceCards, DateField, NarrativeField
from croisee.foundation.ui.forms import Form


class Contact(Form):
    name = django_forms.CharField(label="Nom", max_length=10)
    story = NarrativeField(label="Récit", required=False)
    born_date = DateField(label="Naissance", past=True, required=False)
    count = django_forms.IntegerField(label="Nombre", required=False)
    how = django_forms.ChoiceField(
        label="Comment",
        choices=[("desk", "Accueil")],
        required=False,
        widget=ChoiceCards(hints={"desk": "Au guichet"}),
    )


def contact(**data: str) -> Contact:
    post = QueryDict(mutable=True)
    post.update({"name": "Ana", **data})
    return Contact(post)


class TestText:
    @pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b", "\udfff"])
    @pytest.mark.parametrize("field", ["name", "story", "how"])
    def test_that_no_database_keeps_is_refused_with_a_sentence(self, field: str, bad: str) -> None:
        form = contact(**{field: bad})
        assert form.errors == {field: [validators.UNREADABLE]}

    def test_that_was_refused_is_shown_again_without_what_was_unreadable(self) -> None:
        html = str(contact(story="avant\x00après"))
        assert "avantaprès" in html
        assert "\x00" not in html

    def test_too_long_says_how_long_and_how_long_it_may_be(self) -> None:
        form = contact(story="x" * 1_048_576)
        assert form.errors["story"] == [
            "Ce texte est trop long\u00a0: 1\u202f048\u202f576 caractères, "
            "alors que 100\u202f000 au plus peuvent être gardés ici."
        ]
        assert "10 au plus" in contact(name="x" * 11).errors["name"][0]

    def test_is_never_cut_by_the_browser(self) -> None:
        assert "maxlength" not in str(Contact())


class TestDate:
    @pytest.mark.parametrize("date", ["2999-01-01", "1066-10-14", "2023-02-30", "hier"])
    def test_impossible_or_future_is_refused(self, date: str) -> None:
        assert "born_date" in contact(born_date=date).errors

    @pytest.mark.parametrize("date", ["1961-05-04", "04/05/1961"])
    def test_is_read_from_the_browser_and_from_the_hand(self, date: str) -> None:
        form = contact(born_date=date)
        assert form.is_valid()
        assert form.cleaned_data["born_date"] == dt.date(1961, 5, 4)


class TestNumber:
    @pytest.mark.parametrize("number", ["99999999999", "-99999999999", "9" * 5000, "\uff11\uff12x"])
    def test_that_no_column_holds_is_refused(self, number: str) -> None:
        assert "count" in contact(count=number).errors


class TestErrors:
    def test_are_tied_to_their_field_and_listed_first_with_a_link(self) -> None:
        html = str(contact(name=""))
        assert html.index("À reprendre") < html.index('id="id_name"')
        assert 'href="#id_name"' in html
        assert 'aria-describedby="id_name_error"' in html
        assert 'aria-invalid="true"' in html
        assert "is-invalid" in html

    def test_of_an_operation_stand_at_the_top(self) -> None:
        form = contact()
        form.refuse(Refused("Ce dossier est clos."))
        assert "Ce dossier est clos." in str(form)

    def test_have_no_summary_while_nothing_was_sent(self) -> None:
        assert "À reprendre" not in str(Contact())


def test_choice_cards_show_their_hint() -> None:
    assert "Au guichet" in str(Contact())


def test_an_optional_field_says_so() -> None:
    html = str(Contact())
    assert html.count("(facultatif)") == 4
