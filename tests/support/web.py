"""The test client: Django's, that also reads every page it gets as a browser under our policy would."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.support import html


class PageRefused(AssertionError):
    """The page holds something the content security policy refuses."""


class StrictClient(Client):
    """Refuses inline scripts and styles, resources of third parties and ids used twice, in every answer."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and (found := html.faults(response.content.decode(response.charset))):
            raise PageRefused(f"{request.get('PATH_INFO')}: {'; '.join(found)}")
        return response
