"""The guards bite."""

import socket

import pytest
from django.template import engines

from tests.support import html
from tests.support.guards import NetworkRefused, UndefinedVariable


def rendered(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def test_an_undefined_variable_stops_the_test() -> None:
    with pytest.raises(UndefinedVariable, match="nowhere"):
        rendered("{{ nowhere }}")


def test_an_undefined_attribute_stops_the_test() -> None:
    with pytest.raises(UndefinedVariable, match=r"somewhere\.else"):
        rendered("{{ somewhere.else }}", somewhere=object())


def test_a_condition_on_an_undefined_variable_is_allowed() -> None:
    assert rendered("{% if nowhere %}yes{% else %}no{% endif %}") == "no"


def test_the_network_is_refused() -> None:
    with socket.socket() as opened, pytest.raises(NetworkRefused):
        opened.connect(("192.0.2.1", 443))


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<p style='color:red'>", "<p style=…>"),
        ("<button onclick='f()'>", "<button onclick=…>"),
        ("<div hx-on:click='f()'>", "<div hx-on:click=…>"),
        ("<div hx-vals='js:{a: 1}'>", "<div hx-vals=…>"),
        ("<a href='javascript:f()'>", "<a href=…>"),
        ("<script>f()</script>", "inline <script>"),
        ("<style>p {}</style>", "<style>"),
        ("<script src='https://cdn.example/x.js'></script>", "<script> loads https://cdn.example/x.js"),
        ("<img src='//cdn.example/x.png'>", "<img> loads //cdn.example/x.png"),
        ("<p id='a'></p><p id='a'></p>", "id « a » used twice"),
    ],
)
def test_what_the_policy_refuses_is_found(source: str, fault: str) -> None:
    assert html.faults(source) == [fault]


def test_data_and_files_of_ours_are_allowed() -> None:
    source = (
        '<script type="application/json">{}</script><script src="/static/a.js"></script><a href="https://x">'
    )
    assert html.faults(source) == []


def test_two_trees_that_differ_by_spaces_tokens_and_order_are_the_same() -> None:
    first = html.one('<p id="x"  class="b a">Un  mot<input name="csrfmiddlewaretoken" value="1"></p>', "p")
    second = html.one('<p class="a b" id="x">\n Un mot <input value="2" name="csrfmiddlewaretoken"></p>', "p")
    html.assert_same(first, second, "tokens")


def test_two_trees_with_other_words_differ() -> None:
    with pytest.raises(AssertionError, match="Deux"):
        html.assert_same(html.one("<p>Un</p>", "p"), html.one("<p>Deux</p>", "p"), "words")
