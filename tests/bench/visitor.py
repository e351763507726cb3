"""Somebody at a browser: cookies, forms, one kept connection."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

Fields = dict[str, str]


class _Forms(HTMLParser):
    """The fields that the forms of a page would send unchanged, by the action of the form."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self.current: Fields | None = None
        self.area = ""
        self.choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.current = self.forms.setdefault(values.get("action", ""), {})
        elif self.current is None:
            return
        elif tag == "option":
            # The browser sends the chosen one, else the first.
            if self.choice and ("selected" in values or self.choice not in self.current):
                self.current[self.choice] = values.get("value", "")
        elif not (name := values.get("name")):
            return
        elif tag == "select":
            self.choice = name
        elif tag == "textarea":
            self.area = name
            self.current[name] = ""
        elif tag == "input" and values.get("type") not in {"submit", "button"}:
            self._input(name, values)

    def _input(self, name: str, values: dict[str, str]) -> None:
        assert self.current is not None
        if values.get("type") in {"checkbox", "radio"} and "checked" not in values:
            return
        self.current[name] = values.get("value", "on" if values.get("type") == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.current = None
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.choice = ""

    def handle_data(self, data: str) -> None:
        if self.area and self.current is not None:
            self.current[self.area] += data.lstrip("\n")


@dataclass
class Answer:
    status: int
    body: str
    location: str
    size: int


@dataclass
class Visitor:
    """A session with the server."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def again(self) -> Visitor:
        """The same session on another connection."""
        return Visitor(self.host, self.port, dict(self.cookies))

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, method: str, path: str, fields: Fields | None = None) -> Answer:
        headers = {"Cookie": self.cookie, "Accept": "text/html", "Origin": f"http://{self.host}:{self.port}"}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers["Host"] = f"{self.host}:{self.port}"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(response.status, content.decode(), response.getheader("Location") or "", len(content))

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def form(self, path: str, action: str = "") -> Fields:
        """The fields of the form of a page that posts there."""
        parser = _Forms()
        parser.feed(self.get(path).body)
        wanted = action or path
        for found, fields in parser.forms.items():
            if found in {wanted, ""} and "csrfmiddlewaretoken" in fields:
                return fields
        raise LookupError(f"no form posting to {wanted} on {path}")

    def log_in(self, email: str, password: str) -> None:
        path = "/compte/login/"
        answer = self.ask("POST", path, {**self.form(path), "login": email, "password": password})
        if answer.status not in {302, 303}:
            raise LookupError(f"{email} could not log in: {answer.status}")

    def stream(self, path: str) -> str:
        """The address of the live stream of a page."""
        found = re.search(r'sse-connect="([^"]+)"', self.get(path).body)
        if not found:
            raise LookupError(f"no live stream on {path}")
        return unescape(found[1])
