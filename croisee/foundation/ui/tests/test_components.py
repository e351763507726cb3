"""The gallery shows every component, without anything the content security policy would refuse."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from croisee.config import navigation
from croisee.foundation.ui import assets

TEMPLATES = Path(__file__).parents[1] / "templates"


def render(source: str, **context: Any) -> str:
    request = RequestFactory().get("/")
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_runs_or_styles_inline(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|hx-on|javascript:", source)
    for tag in re.findall(r"<script\b[^>]*>", source):
        assert "src=" in tag or 'type="application/json"' in tag


class TestTag:
    def test_icons_are_silent_unless_labelled(self) -> None:
        assert 'aria-hidden="true"' in render('{% icon "key" %}')
        assert 'aria-label="Clé"' in render('{% icon "key" "lg" "Clé" %}')

    def test_a_culture_is_a_word_and_an_icon(self) -> None:
        html = render('{% culture "medical" %}')
        assert "Médical" in html
        assert "#heart-pulse" in html

    def test_texts_are_escaped(self) -> None:
        source = "{% chip x %}{% person x x %}{% initials x %}{% card title=x %}{{ x }}{% endcard %}{% empty x x %}"
        assert "<b>" not in render(source, x="<b>")

    def test_a_token_is_new_each_time(self) -> None:
        assert render("{% idempotency_token %}") != render("{% idempotency_token %}")

    def test_progress_of_nothing_is_no_division_by_zero(self) -> None:
        assert "0\u00a0%" in render("{% progress 0 0 %}").replace(" ", "\u00a0")

    def test_a_card_holds_what_stands_between(self) -> None:
        assert "<p>Ana</p>" in render('{% card title="Qui" %}<p>Ana</p>{% endcard %}')


def test_the_sprite_holds_the_icons_of_the_navigation() -> None:
    if not assets.MANIFEST.exists():
        pytest.skip("the front end is not built")
    sprite = (assets.MANIFEST.parents[2] / assets.path("icons.svg")).read_text()
    modules = [*navigation.MODULES, *navigation.DOSSIER_TABS, *navigation.ACCOUNT]
    assert [module.icon for module in modules if f'id="{module.icon}"' not in sprite] == []


def test_every_line_of_the_navigation_leads_somewhere() -> None:
    dead = []
    for module in [*navigation.MODULES, *navigation.ACCOUNT, *navigation.DOSSIER_TABS]:
        kwargs = (
            {"dossier_id": "00000000-0000-0000-0000-000000000000"}
            if module in navigation.DOSSIER_TABS
            else None
        )
        try:
            reverse(module.route, kwargs=kwargs)
        except NoReverseMatch:
            dead.append(module.route)
    assert dead == []
