"""Template tags and filters of the interface: `{% load ui %}`."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from croisee.foundation.ui import assets, french
from croisee.foundation.ui.pages import Page

register = template.Library()

# Value of `accounts.Culture` → word and icon. The slice stands below accounts, so it knows the values only.
CULTURES = {
    "medical": ("Médical", "heart-pulse"),
    "psychological": ("Psychologique", "chat-quote"),
    "educational": ("Éducatif", "compass"),
    "social": ("Social", "house-heart"),
    "common": ("Partagé", "people"),
    "minimal": ("Fiche minimale", "file-earmark-text"),
}


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file, whose name carries its content."""
    return assets.address(name)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """A Bootstrap icon (or one of ours). Decorative unless it has a label. Sizes: "", "lg", "xl"."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" {}><use href="{}#{}"></use></svg>',
        f" icon-{size}" if size else "",
        spoken,
        assets.address("icons.svg"),
        name,
    )


@register.simple_tag
def initials(name: Any, size: str = "") -> SafeString:
    """A round with the initials; silent for a screen reader, since the name stands beside it."""
    letters = french.initials(str(name))
    return format_html(
        '<span class="avatar{}" aria-hidden="true">{}</span>', f" avatar-{size}" if size else "", letters
    )


@register.simple_tag
def person(name: Any, detail: str = "", size: str = "") -> SafeString:
    """Round, name, and one line of detail."""
    extra = format_html('<span class="person-detail">{}</span>', detail) if detail else ""
    return format_html(
        '<span class="person">{}<span><span class="person-name">{}</span>{}</span></span>',
        initials(name, size),
        name,
        extra,
    )


@register.simple_tag
def culture(value: str) -> SafeString:
    """The chip of a professional culture: icon, word, colour."""
    word, symbol = CULTURES.get(str(value), (str(value), "circle"))
    return chip(word, icon_name=symbol, tone=str(value))


@register.simple_tag
def chip(label: str, icon_name: str = "", tone: str = "") -> SafeString:
    """A small state: an icon and a word. Tones: culture values, good, attention, trouble, accent, outline."""
    drawn = icon(icon_name) if icon_name else ""
    return format_html('<span class="chip{}">{}{}</span>', f" chip-{tone}" if tone else "", drawn, label)


@register.simple_tag
def idempotency_token() -> SafeString:
    """Hidden field: sending the same form twice does the thing once."""
    return format_html('<input type="hidden" name="idempotency_token" value="{}">', uuid.uuid4())


@register.inclusion_tag("ui/_form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """The list of what is to be corrected, each line leading to its field."""
    return {"form": form}


@register.inclusion_tag("ui/_sort_header.html", takes_context=True)
def sort_header(context: template.Context, page: Page[Any], name: str, label: str) -> dict[str, Any]:
    """The content of a `<th>` that sorts: `<th {% sort_state page "nom" %}>{% sort_header page "nom" "Nom" %}</th>`."""
    is_current = page.sort == name
    return {
        "page": page,
        "label": label,
        "is_current": is_current,
        "next_sort": f"-{name}" if is_current and not page.descending else name,
    }


@register.simple_tag
def sort_state(page: Page[Any], name: str) -> SafeString:
    if page.sort != name:
        return mark_safe("")
    return format_html('aria-sort="{}"', "descending" if page.descending else "ascending")


@register.inclusion_tag("ui/_empty.html")
def empty(
    title: str, text: str = "", icon_name: str = "grid", url: str = "", label: str = ""
) -> dict[str, str]:
    """What a list shows when it holds nothing: what could be here, and how to begin."""
    return {"title": title, "text": text, "icon_name": icon_name, "url": url, "label": label}


@register.inclusion_tag("ui/_progress.html")
def progress(done: int, total: int, label: str = "") -> dict[str, Any]:
    """A bar with what is done and what remains."""
    percent = min(100, round(100 * done / total)) if total else 0
    return {
        "done": done,
        "total": total,
        "label": label,
        "percent": percent,
        "remaining": max(0, total - done),
    }


@register.simple_block_tag
def card(content: str, title: str = "", icon_name: str = "", edge: str = "", id: str = "") -> SafeString:
    """`{% card title="…" %}…{% endcard %}`: a sheet of paper. `edge` is a culture."""
    head = ""
    if title:
        drawn = icon(icon_name) if icon_name else ""
        head = format_html('<div class="card-head"><h2>{} {}</h2></div>', drawn, title)
    return format_html(
        '<section class="card{}"{}>{}<div class="card-body">{}</div></section>',
        f" edge-{edge}" if edge else "",
        format_html(' id="{}"', id) if id else "",
        head,
        content,
    )


@register.simple_block_tag
def notice(content: str, tone: str = "", icon_name: str = "info-circle") -> SafeString:
    """`{% notice tone="neutral" %}…{% endnotice %}`: something to know. Tones: good, attention, trouble, neutral."""
    return format_html(
        '<div class="notice{}">{}<div>{}</div></div>',
        f" notice-{tone}" if tone else "",
        icon(icon_name),
        content,
    )


@register.filter
def day(value: dt.date | None) -> str:
    """lundi 3 mars 2026"""
    return french.day(value) if value else ""


@register.filter
def hour(value: dt.datetime | dt.time | None) -> str:
    """14 h 30"""
    return french.hour(value) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """lundi 3 mars 2026 à 14 h 30"""
    return french.moment(value) if value else ""


@register.filter
def since(value: dt.date | None) -> str:
    """aujourd'hui, hier, il y a 3 jours, dans 2 semaines"""
    return french.since(value) if value else ""


@register.filter
def nbsp(value: Any) -> str:
    """No-break spaces where French wants them: before : ; ! ? », after «."""
    return french.typography(str(value))


@register.filter
def number(value: float) -> str:
    """12 345"""
    return french.number(value)


@register.filter
def device(user_agent: str) -> str:
    """Firefox sur Windows, from what a browser says of itself."""
    return french.device(user_agent)
