"""The element around the live sections of a page."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

TEMPLATE = Template("{% load live %}{% live_stream topics %}<p>ici</p>{% endlive_stream %}")


class TestTheElement:
    def test_opens_one_stream_from_the_position_of_the_request(self) -> None:
        request = RequestFactory().get("/")
        request.META["croisee.live_position"] = "812"
        html = TEMPLATE.render(Context({"topics": ["user-1", "user-2"], "request": request}))
        assert 'sse-connect="/live/?t=user-1&amp;t=user-2&amp;since=812"' in html
        assert 'hx-ext="sse"' in html
        assert 'sse-close="closed"' in html
        assert "<p>ici</p>" in html

    def test_takes_topics_separated_by_spaces(self) -> None:
        request = RequestFactory().get("/")
        request.META["croisee.live_position"] = "812"
        assert "t=user-1&amp;t=user-2" in TEMPLATE.render(
            Context({"topics": "user-1 user-2", "request": request})
        )

    def test_is_not_there_without_a_topic(self) -> None:
        assert TEMPLATE.render(Context({"topics": []})) == "<p>ici</p>"

    @pytest.mark.django_db
    def test_asks_the_database_when_nobody_did(self) -> None:
        html = TEMPLATE.render(Context({"topics": ["user-1"]}))
        assert "since=" in html
        assert "since=0" not in html
