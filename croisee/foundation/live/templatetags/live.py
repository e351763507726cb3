"""`{% live_stream topics %}…{% endlive_stream %}`: the one stream of a page, around its live sections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.db import connection
from django.http import HttpRequest
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html

register = template.Library()


class _LiveStream(template.Node):
    def __init__(self, topics: FilterExpression, nodelist: NodeList) -> None:
        self.topics = topics
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        topics = self.topics.resolve(context)
        names = topics.split() if isinstance(topics, str) else _strings(topics)
        if not names:
            return self.nodelist.render(context)
        query = urlencode([("t", name) for name in names] + [("since", _position(context))])
        # `closed` is what the live process says when a right ended: the page must not insist.
        return format_html(
            '<div class="live" hx-ext="sse" sse-connect="/live/?{}" sse-close="closed" data-live>{}</div>',
            query,
            self.nodelist.render(context),
        )


@register.tag
def live_stream(parser: Parser, token: Token) -> _LiveStream:
    """Takes a list of topics, or one string of topics separated by spaces."""
    _, argument = token.split_contents()
    nodelist = parser.parse(("endlive_stream",))
    parser.delete_first_token()
    return _LiveStream(parser.compile_filter(argument), nodelist)


def _strings(topics: Iterable[Any]) -> list[str]:
    return [str(topic) for topic in topics]


def _position(context: Context) -> str:
    """The journal's position before this page read its first row.

    The middleware that names the actor keeps it on the request for free; asked here, at the end of the view,
    it would miss a change committed between the view's reading and this line.
    """
    request = context.get("request")
    if isinstance(request, HttpRequest) and (known := request.META.get("croisee.live_position")):
        return str(known)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        row = cursor.fetchone()
    return str(row[0]) if row else "0"
