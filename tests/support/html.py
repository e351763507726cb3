"""HTML read as a tree: what a page holds, and whether a refreshed fragment equals a fresh page."""

from __future__ import annotations

import difflib
import re
from typing import Any

from django.http import HttpResponse
from selectolax.lexbor import LexborHTMLParser, LexborNode

# What differs at each answer without changing what one sees.
CHANGING = {"csrfmiddlewaretoken", "idempotency_token"}


def parse(page: str | bytes | HttpResponse | Any) -> LexborHTMLParser:
    if hasattr(page, "content"):
        page = page.content
    return LexborHTMLParser(page.decode() if isinstance(page, bytes) else str(page))


def one(page: Any, selector: str) -> LexborNode:
    """The only element of the page that the selector finds."""
    tree = page if isinstance(page, LexborHTMLParser) else parse(page)
    found = tree.css(selector)
    assert len(found) == 1, f"{len(found)} elements for « {selector} » instead of one"
    return found[0]


def text(node: LexborNode) -> str:
    """What one reads, with ordinary spaces."""
    return re.sub(r"\s+", " ", node.text(separator=" ")).strip()


def normalised(node: LexborNode, depth: int = 0) -> list[str]:
    """One line per element or text, attributes sorted, without spaces nor one-time tokens."""
    pad = "  " * depth
    if node.tag == "-text":
        words = re.sub(r"\s+", " ", node.text(deep=True)).strip()
        return [pad + words] if words else []
    if (node.tag or "").startswith(("-", "_")):
        return []
    lines = [f"{pad}<{node.tag}{_attributes(node)}>"]
    for child in node.iter(include_text=True):
        lines += normalised(child, depth + 1)
    return lines


def _attributes(node: LexborNode) -> str:
    values = {name: value or "" for name, value in node.attributes.items()}
    if values.get("name") in CHANGING:
        values.pop("value", None)
    if "class" in values:
        values["class"] = " ".join(sorted((values["class"]).split()))
    if "hx-headers" in values:
        values["hx-headers"] = "…"
    return "".join(f' {name}="{value}"' for name, value in sorted(values.items()))


def assert_same(first: LexborNode, second: LexborNode, what: str) -> None:
    ours, theirs = normalised(first), normalised(second)
    if ours != theirs:
        difference = "\n".join(difflib.unified_diff(ours, theirs, "swapped", "reloaded", lineterm=""))
        raise AssertionError(f"{what}\n{difference}")


def fragment_equals_reload(
    client: Any, page_url: str, fragment_url: str, selector: str, *, headers: dict[str, str] | None = None
) -> None:
    """Swap equals reload: the fragment that a live event makes the page pull is the one a fresh page shows."""
    asked = {"HX-Request": "true", "X-Croisee-Refresh": "1", **(headers or {})}
    fragment = client.get(fragment_url, headers=asked)
    assert fragment.status_code == 200, f"{fragment_url} answered {fragment.status_code}"
    page = client.get(page_url)
    assert page.status_code == 200, f"{page_url} answered {page.status_code}"
    assert not parse(fragment).css("nav, header.app-header"), "the fragment is a whole page"
    what = f"« {selector} » of {fragment_url} differs from the one of {page_url}"
    assert_same(one(fragment, selector), one(page, selector), what)


# --- What no page may hold ------------------------------------------------------------------------

DATA_SCRIPTS = {"application/json", "application/ld+json", "importmap"}


def faults(source: str) -> list[str]:
    """What the content security policy would refuse, or an assistive technology stumble on."""
    tree = LexborHTMLParser(source)
    found = [fault for node in tree.css("*") for fault in _faults_of(node)]
    ids = [identifier for node in tree.css("[id]") if (identifier := node.attributes.get("id"))]
    found += [f"id « {name} » used twice" for name in sorted({name for name in ids if ids.count(name) > 1})]
    return found


def _faults_of(node: LexborNode) -> list[str]:
    attributes = {name: value or "" for name, value in node.attributes.items()}
    found = [f"<{node.tag} {name}=…>" for name in attributes if _is_inline(name, attributes[name])]
    if node.tag == "style":
        found.append("<style>")
    if node.tag == "script" and "src" not in attributes and attributes.get("type") not in DATA_SCRIPTS:
        found.append("inline <script>")
    source = attributes.get("src") or (attributes.get("href", "") if node.tag in {"link", "use"} else "")
    if re.match(r"(https?:)?//", source):
        found.append(f"<{node.tag}> loads {source.split('?')[0]}")
    return found


def _is_inline(name: str, value: str) -> bool:
    if name == "style" or re.match(r"on[a-z]+$", name) or name.startswith("hx-on"):
        return True
    return value.strip().lower().startswith(("javascript:", "js:"))
