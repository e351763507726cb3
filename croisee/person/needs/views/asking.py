"""One page with one form: shown, sent again with its errors, or done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from croisee.foundation.ui.errors import Refused
from croisee.foundation.ui.forms import Form
from croisee.person.dossiers.models import Dossier


def done(request: HttpRequest, message: str, address: str) -> HttpResponse:
    """The thing is done: the address to look at it, by 303 so that reloading does nothing twice."""
    messages.success(request, message)
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def ask(
    request: HttpRequest,
    dossier: Dossier,
    form: Form,
    act: Callable[[], HttpResponse],
    *,
    template: str = "needs/form.html",
    **page: Any,
) -> HttpResponse:
    """`act` runs when the form is well sent; what it refuses is shown at the top of the same page.

    `page` gives title, submit, back and whatever the template needs. A refusal that carries `current` is a conflict:
    its page is the caller's, who catches it.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return act()
            except Refused as refusal:
                if getattr(refusal, "current", None) is not None:
                    raise
                form.refuse(refusal)
                status = refusal.status
    return render(request, template, {"dossier": dossier, "form": form, **page}, status=status)


def both(
    request: HttpRequest, dossier: Dossier, form: Any, stale: Any, field: str, theirs: str, back: str
) -> HttpResponse:
    """Both texts side by side, and a field that begins with both: nothing is lost, a person decides."""
    mine = form.cleaned_data[field]
    data = form.data.copy()
    data[field] = mine if mine == theirs else f"{theirs}\n\n{mine}"
    data["version"] = stale.current.version
    form.data = data
    form.refuse(stale)
    context = {
        "dossier": dossier, "form": form, "back": back, "mine": mine, "theirs": theirs,
        "title": "Deux versions à réunir", "submit": "Enregistrer ce texte",
    }  # fmt: skip
    return render(request, "needs/conflict.html", context, status=stale.status)
