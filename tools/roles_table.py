"""Writes docs/roles.md: who may do what, from the one page of code that decides it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PATH = Path(__file__).resolve().parent.parent / "docs" / "roles.md"
INTRODUCTION = """\
# Rôles et permissions

Ce tableau est produit par `make fix` à partir de `croisee/foundation/accounts/permissions.py` ; ne le modifiez pas à la
main. Une permission ne suffit jamais pour un dossier : il faut aussi être dans le cercle de la personne et avoir son
accord (voir `docs/architecture.md`, « the gate »).
"""


def render() -> str:
    from croisee.foundation.accounts.permissions import ROLES, Permission, Role

    lines = [
        "| Permission | " + " | ".join(str(role.label) for role in Role) + " |",
        "|---|" + ":-:|" * len(Role),
    ]
    for permission in Permission:
        marks = ["✓" if permission in ROLES[role] else "" for role in Role]
        lines.append(f"| `{permission.value}` {permission.label} | " + " | ".join(marks) + " |")
    return INTRODUCTION + "\n" + "\n".join(lines) + "\n"


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "croisee.config.settings")
    if "--write" in arguments:
        PATH.parent.mkdir(exist_ok=True)
        PATH.write_text(render())
    else:
        print(render(), end="")


if __name__ == "__main__":
    main(sys.argv[1:])
