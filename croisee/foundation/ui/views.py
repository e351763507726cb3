"""The gallery of components: every one of them in every state, with long names, empty and full."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from croisee.foundation.ui import errors
from croisee.foundation.ui.context import Link
from croisee.foundation.ui.fields import ChoiceCards, ChoiceChecks, Combobox, DateField, NarrativeField
from croisee.foundation.ui.forms import Form
from croisee.foundation.ui.pages import Page

LONG = "Marie-Antoinette Delacroix-Vandenbroucke de la Tour-du-Pin-Montauban"
COMMUNES = {
    "38185": "Grenoble (38000)",
    "38421": "Saint-Martin-d'Hères (38400)",
    "38151": "Échirolles (38130)",
}
BROKEN = {"broken-name": "", "broken-born_date": "2999-01-01", "broken-how": "desk", "broken-story": "a\x00b"}
SWATCHES = ["paper", "surface", "sunken", "ink", "ink-soft", "line", "accent", "accent-soft", "thread"]
SWATCHES += ["medical", "psychological", "educational", "social", "good", "attention", "trouble", "neutral"]
ANSWERS = [("yes", "Oui"), ("partly", "En partie"), ("not_now", "Pas maintenant"), ("no", "Non")]


class Specimen(Form):
    name = django_forms.CharField(label="Nom d'usage", max_length=80)
    phone = django_forms.CharField(
        label="Téléphone", required=False, help_text="Celui où l'on peut laisser un message"
    )
    born_date = DateField(label="Date de naissance", past=True)
    commune = django_forms.CharField(
        label="Commune",
        required=False,
        widget=Combobox(url=reverse_lazy("ui:communes")),
        help_text="Tapez deux lettres",
    )
    how = django_forms.ChoiceField(label="Comment", choices=[("desk", "Accueil"), ("phone", "Téléphone")])
    answer = django_forms.ChoiceField(
        label="Sa réponse",
        choices=ANSWERS,
        widget=ChoiceCards(
            hints={
                "yes": "Pour tous les destinataires et toutes les raisons",
                "partly": "Vous direz lesquels",
                "not_now": "On en reparlera : rien ne presse",
                "no": "L'accompagnement continue avec la fiche minimale",
            },
            icons={"yes": "check2-circle", "partly": "circle", "not_now": "clock", "no": "dash-circle"},
        ),
    )
    subjects = django_forms.MultipleChoiceField(
        label="Sujets",
        required=False,
        choices=[("housing", "Logement"), ("health", "Santé"), ("rights", "Droits")],
        widget=ChoiceChecks(),
    )
    story = NarrativeField(
        label="L'entretien",
        required=False,
        draft_url="/ui/brouillon/",
        help_text="Écrivez d'abord librement. Les besoins se repèrent ensuite dans le texte.",
    )
    third_party = django_forms.BooleanField(label="Ce passage vient d'un tiers", required=False)


def _timeline(now: dt.datetime) -> list[dict[str, Any]]:
    return [
        {
            "at": now - dt.timedelta(hours=2),
            "title": "Entretien à domicile",
            "culture": "social",
            "by": "Nadia Benali",
        },
        {"at": now - dt.timedelta(days=3), "title": "Suivi infirmier", "culture": "medical", "by": LONG},
        {
            "at": now - dt.timedelta(days=40),
            "title": "Temps éducatif",
            "culture": "educational",
            "by": "Karim Haddad",
        },
    ]


def gallery(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        form = Specimen(request.POST)
        if form.is_valid():
            messages.success(request, "Le formulaire est enregistré.")
            return redirect("ui:gallery")
    else:
        form = Specimen(initial={"name": LONG})
    now = timezone.now()
    people = [
        {"name": name, "at": now - dt.timedelta(days=i)} for i, name in enumerate(["Ana Morel", LONG] * 14)
    ]
    context = {
        "form": form,
        "broken": Specimen(BROKEN, prefix="broken"),
        "page": Page.of(request, people, sorts={"nom": ["name"], "date": ["at"]}, default="nom", size=6),
        "timeline": _timeline(now),
        "now": now,
        "long": LONG,
        "tabs": [
            Link(label, icon, "/ui/", i == 1, label)
            for i, (label, icon) in enumerate(
                [
                    ("Fiche", "person-vcard"),
                    ("La croisée", "croisee"),
                    ("Notes", "journal-text"),
                    ("Accord", "chat-quote"),
                    ("Qui a la clé ?", "key"),
                ]
            )
        ],
        "cultures": ["medical", "psychological", "educational", "social", "common", "minimal"],
        "statuses": sorted(errors.TITLES),
        "swatches": SWATCHES,
        "steps": [("Dossiers", "/ui/"), ("Morel Ana", "/ui/"), ("La croisée", "")],
    }
    return render(request, "ui/gallery.html", context, status=422 if request.method == "POST" else 200)


def communes(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").lower()
    found = [(code, name) for code, name in COMMUNES.items() if asked in name.lower()]
    return HttpResponse(format_html_join("", '<li role="option" data-value="{}">{}</li>', found))


def draft(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def refusal(request: HttpRequest) -> HttpResponse:
    raise errors.Refused(
        "Cette réponse a déjà été notée par Karim Haddad.",
        help="Rechargez la page pour voir ce qu'il a écrit.",
    )


def error(request: HttpRequest, status: int) -> HttpResponse:
    if status not in errors.TITLES:
        return HttpResponse(format_html("<p>{}</p>", "Pas de page pour ce code."), status=404)
    if status != 403:
        return errors.answer(request, status)
    reason, help = (
        "Vous n'êtes pas dans le cercle de cette personne.",
        "Karim Haddad, référent, peut vous y faire entrer.",
    )
    return errors.answer(request, status, reason=reason, help=help)
