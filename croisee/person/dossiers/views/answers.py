"""How a page of a dossier answers what was sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from croisee.foundation.ui.errors import is_fragment


def see_other(route: str, *args: Any) -> HttpResponse:
    """Done: the browser goes and reads the result."""
    answer = HttpResponseRedirect(reverse(route, args=args))
    answer.status_code = 303
    return answer


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is an answer too."""
    return request.POST if request.method == "POST" else None


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page, or the same page with what is to be corrected."""
    form = context.get("form")
    refused = request.method == "POST" and form is not None and form.is_bound and bool(form.errors)
    return render(request, template, context, status=422 if refused else 200)


def fragment_of(request: HttpRequest, template: str, section: str) -> str:
    """The template of a live section when the page refreshes it, else of the whole page: one view for both."""
    return f"{template}#{section}" if is_fragment(request) else template
