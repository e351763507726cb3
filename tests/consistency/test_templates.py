"""No template holds what the content security policy refuses, nor calls a third party."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.consistency.code import ROOT, Place, complain, templates

DJANGO_COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}", re.DOTALL)
REFUSED = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "JavaScript in an attribute": re.compile(r"=\s*[\"']\s*(javascript:|js:)", re.IGNORECASE),
    "a resource of a third party": re.compile(
        r"<(?!a\b)\w+[^>]*\b(src|href|srcset|data|action)\s*=\s*[\"'](https?:)?//", re.IGNORECASE
    ),
    "a value marked safe": re.compile(r"\|\s*safe\b|{%\s*autoescape off"),
}


def refusals(source: str) -> list[tuple[int, str]]:
    source = DJANGO_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    return [
        (source.count("\n", 0, found.start()) + 1, f"{what}: {found[0].strip()}")
        for what, pattern in REFUSED.items()
        for found in pattern.finditer(source)
    ]


def test_no_template_holds_what_the_policy_refuses() -> None:
    found = [Place(path, line, what) for path in templates() for line, what in refusals(path.read_text())]
    complain(found, "The content security policy, or plain caution, refuses this:")


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>f()</script>",
        "<script type='module'>f()</script>",
        '<button onclick="f()">',
        '<div hx-on::after-request="f()">',
        "<div hx-vals='js:{a: 1}'>",
        '<a href="javascript:f()">',
        '<script src="https://cdn.example/a.js"></script>',
        '<img src="//cdn.example/a.png">',
        "{{ words|safe }}",
    ],
)
def test_what_is_refused_is_found(source: str) -> None:
    assert refusals(f"\n{source}")[0][0] == 2


@pytest.mark.parametrize(
    "source",
    [
        "<script src=\"{% static 'ui/dist/app.js' %}\"></script>",
        '{{ data|json_script:"data" }}<script type="application/json">{}</script>',
        '<a href="https://www.service-public.fr/">',
        '{# <p style="x"> #}<p class="style">one=1',
    ],
)
def test_what_is_allowed_is_left_alone(source: str) -> None:
    assert refusals(source) == []


# --- The front end's own sources ------------------------------------------------------------------

ADDRESS = re.compile(r"(?:import\s[^;\n]*|url\(|fetch\(|from\s)\s*[\"']?(https?:)?//", re.IGNORECASE)


def front_sources() -> list[Path]:
    return sorted(
        path for kind in ("*.ts", "*.scss", "*.css", "*.mjs") for path in (ROOT / "frontend").rglob(kind)
    )


def test_the_front_end_loads_nothing_from_elsewhere() -> None:
    found = [
        Place(path, number, line.strip())
        for path in front_sources()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if ADDRESS.search(line)
    ]
    complain(found, "A page must not tell a third party that somebody reads it:")
