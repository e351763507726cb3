"""What a verification read and found."""

from __future__ import annotations

from dataclasses import dataclass, field

from croisee.foundation.journal.seals.chain import Link

MOST_FINDINGS = 200


@dataclass
class Report:
    """What was read and what was found; `findings` are French sentences."""

    lines: int = 0
    seals: int = 0
    unsealed: int = 0
    erased_months: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    found: int = 0

    def find(self, sentence: str) -> None:
        self.found += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(sentence)


def difference(
    link: Link, month: str, sealed: list[int | str] | None, present: list[int | str] | None
) -> str:
    """The sentence for a month of a seal whose lines are not those that were sealed."""
    before, now = int(sealed[0]) if sealed else 0, int(present[0]) if present else 0
    where = f"Sceau n° {link.number}, mois {month}"
    if now < before:
        return f"{where} : {before - now} ligne(s) retirée(s) ({before} scellées, {now} présentes)."
    if now > before:
        return f"{where} : {now - before} ligne(s) ajoutée(s) ({before} scellées, {now} présentes)."
    return f"{where} : des lignes ont été modifiées, remplacées ou changées d’ordre."
