"""`make slice group=casework name=aids`: a slice that walks, placed on the map, with its address and its tests.

It has one page behind a permission; docs/guides/add-a-slice.md tells what comes next.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parent.parent
FILES = Path(__file__).resolve().parent / "slice_files"
GROUPS = ("foundation", "person", "teamwork", "casework", "across")
GROUP_DOCSTRINGS = {
    "foundation": "What everything stands on.",
    "person": "Who they are, what they agreed to, what they need.",
    "teamwork": "How colleagues work together.",
    "casework": "What is done for the person.",
    "across": "What sees many slices and is imported by none.",
}
NEXT = """\
Created croisee/{group}/{name}: one page at /{path}/ behind Permission.DOSSIER_LIST (choose yours in views.py).
Next, as the slice grows: models.py, rules.py, queries.py, operations.py, forms.py; words in docs/glossary.md;
a line in croisee/config/navigation.py if users reach it from the menu. See docs/guides/add-a-slice.md."""


class Impossible(Exception):
    """The slice cannot be created; the message says why."""


@dataclass(frozen=True)
class Slice:
    """What is asked for, checked."""

    root: Path
    group: str
    name: str

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise Impossible(f"group={self.group or '…'}: choose one of {', '.join(GROUPS)}.")
        if not re.fullmatch(r"[a-z][a-z_]{2,30}", self.name):
            raise Impossible(f"name={self.name or '…'}: lower-case letters, as in « aids ».")
        if self.folder.exists():
            raise Impossible(f"{self.folder.relative_to(self.root)} exists already.")
        if f'.{self.name}"' in self.settings.read_text():
            raise Impossible(f"Another slice is called {self.name}; labels are unique.")

    @property
    def folder(self) -> Path:
        return self.root / "croisee" / self.group / self.name

    @property
    def settings(self) -> Path:
        return self.root / "croisee" / "config" / "settings.py"

    def create(self) -> None:
        self._write_files()
        self._install()
        self._address()
        self._place_on_the_map()

    def _write_files(self) -> None:
        words = {
            "group": self.group,
            "name": self.name,
            "class_name": self.name.title().replace("_", ""),
            "title": self.name.replace("_", " ").capitalize(),
        }
        for source in sorted(path for path in FILES.rglob("*.txt")):
            relative = source.relative_to(FILES).with_suffix("")
            target = self.folder / str(relative).replace("templates/", f"templates/{self.name}/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(Template(source.read_text()).substitute(words))
        group = self.folder.parent / "__init__.py"
        if not group.exists():
            group.write_text(f'"""{GROUP_DOCSTRINGS[self.group]}"""\n')

    def _install(self) -> None:
        """After the last application of the same group, or of a group below."""
        lines = self.settings.read_text().splitlines(keepends=True)
        below = GROUPS[: GROUPS.index(self.group) + 1]
        places = [
            number
            for number, line in enumerate(lines)
            if any(line.startswith(f'    "croisee.{group}.') and line.endswith('",\n') for group in below)
            and "middleware" not in line
        ]
        installed = [
            number for number in places if re.fullmatch(r'    "croisee\.\w+\.\w+",\n', lines[number])
        ]
        lines.insert(installed[-1] + 1, f'    "croisee.{self.group}.{self.name}",\n')
        self.settings.write_text("".join(lines))

    def _address(self) -> None:
        urls = self.root / "croisee" / "config" / "urls.py"
        line = f'    path("{self.path}/", include("croisee.{self.group}.{self.name}.urls")),\n'
        lines = urls.read_text().splitlines(keepends=True)
        includes = [
            number for number, text in enumerate(lines) if text.startswith("    path(") and "include(" in text
        ]
        # Before the first include without prefix, which could take any address.
        open_ended = [number for number in includes if 'path("",' in lines[number]]
        lines.insert(open_ended[0] if open_ended else includes[-1] + 1, line)
        urls.write_text("".join(lines))

    @property
    def path(self) -> str:
        return self.name.replace("_", "-")

    def _place_on_the_map(self) -> None:
        pyproject = self.root / "pyproject.toml"
        text = pyproject.read_text()
        contract = re.search(
            rf'containers = \["croisee\.{self.group}"\]\nlayers = \[(?P<layers>[^\]]*)\]', text
        )
        if contract is None:
            text = text.replace("# --- djlint", self._new_contract() + "# --- djlint", 1)
        else:
            layers = self._with_it(re.findall(r'"([^"]+)"', contract["layers"]))
            written = ", ".join(f'"{layer}"' for layer in layers)
            text = text[: contract.start("layers")] + written + text[contract.end("layers") :]
        pyproject.write_text(text)

    def _with_it(self, layers: list[str]) -> list[str]:
        match self.group:
            case "person":
                return [self.name, *layers]
            case _:
                return [*layers[:-1], f"{layers[-1]} | {self.name}"]

    def _new_contract(self) -> str:
        return (
            "[[tool.importlinter.contracts]]\n"
            f'name = "{self.group}: slices do not know each other"\n'
            'type = "layers"\n'
            f'containers = ["croisee.{self.group}"]\n'
            f'layers = ["{self.name}"]\n'
            "exhaustive = true\n"
            'ignore_imports = ["croisee.**.tests.** -> croisee.**"]\n'
            'unmatched_ignore_imports_alerting = "none"\n\n'
        )


def main(arguments: list[str]) -> None:
    group, name = [*arguments, "", ""][:2]
    try:
        made = Slice(ROOT, group, name)
    except Impossible as reason:
        sys.exit(str(reason))
    made.create()
    print(NEXT.format(group=group, name=name, path=made.path))


if __name__ == "__main__":
    main(sys.argv[1:])
