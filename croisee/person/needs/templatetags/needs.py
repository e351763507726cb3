"""What pages say of needs: `{% load needs %}`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from croisee.foundation.ui.templatetags.ui import CULTURES, icon
from croisee.person.needs.rules import signs

register = template.Library()


@register.simple_tag
def reading_mark(culture: str) -> SafeString:
    """The icon of a culture, whose word a screen reader says and a pointer shows."""
    word, symbol = CULTURES.get(str(culture), ("La personne", "person"))
    return format_html(
        '<span class="reading-mark" title="{}">{}<span class="visually-hidden">{} : </span></span>',
        word,
        icon(symbol),
        word,
    )


@register.simple_tag
def reason_icon(about: str) -> SafeString:
    return icon(signs.REASONS[about].icon)
