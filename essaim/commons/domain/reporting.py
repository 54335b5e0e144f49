"""What an import did, or would do: told as a table for people, and as JSON for programs."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from essaim.commons.enums import Became
from essaim.commons.formats.found import Found
from essaim.commons.formats.mapping import Understood
from essaim.commons.formats.sheet import written
from essaim.kit.likeness import plain

SHOWN = 20  # titles or sentences of each sort: a hundred would be read by nobody


@dataclass(slots=True)
class Field:
    """A field of the system that was read: where it went, how often, and the characters that it held."""

    to: Counter[str] = field(default_factory=Counter)
    became: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    lost: int = 0


@dataclass(slots=True)
class Report:
    is_dry_run: bool
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    redirects: int = 0
    left: list[str] = field(default_factory=list)  # titles that people changed here
    aside: Counter[int] = field(default_factory=Counter)  # namespace → pages of another nature
    troubles: list[str] = field(default_factory=list)
    more_troubles: int = 0
    fields: dict[str, Field] = field(default_factory=dict)

    def read(self, page: Understood) -> None:
        """The fields of this page are counted; what its sheet does not hold any more is counted as lost."""
        here = tokens(written(page.sheet))
        for fate, one in zip(page.fates, page.found.fields, strict=True):
            entry = self.fields.setdefault(fate.name, Field())
            entry.became[fate.became] += 1
            entry.characters += fate.characters
            if fate.to:
                entry.to[fate.to] += 1
            if fate.became != Became.EMPTY:
                entry.lost += sum(len(word) for word in tokens(one.raw) - here)
        for sentence in page.found.troubles:
            self.tell(f"{page.found.title} : {sentence}")

    def tell(self, sentence: str) -> None:
        if len(self.troubles) < SHOWN:
            self.troubles.append(sentence)
        else:
            self.more_troubles += 1

    def put_aside(self, found: Found) -> None:
        self.aside[found.namespace] += 1

    def twice(self, found: Found) -> None:
        self.tell(f"{found.title} : cette page est deux fois dans le fichier ; la première est retenue.")

    def same_title(self, found: Found) -> None:
        self.tell(f"{found.title} : plusieurs pages portent ce titre ; chacune a son adresse.")

    def left_to_people(self, found: Found) -> None:
        self.left.append(found.title)


def tokens(text: str) -> set[str]:
    """The words and figures of a text, without accents nor capitals."""
    return set(plain(text).split())


def as_json(report: Report) -> dict[str, Any]:
    return {
        "dry_run": report.is_dry_run,
        "created": report.created,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "redirects": report.redirects,
        "left_to_people": report.left,
        "aside": dict(sorted(report.aside.items())),
        "fields": [
            {
                "name": name,
                "to": one.to.most_common(1)[0][0] if one.to else None,
                "mapped": one.became[Became.MAPPED],
                "raw": one.became[Became.RAW],
                "empty": one.became[Became.EMPTY],
                "characters": one.characters,
                "lost": one.lost,
            }
            for name, one in report.fields.items()
        ],
        "troubles": report.troubles,
        "more_troubles": report.more_troubles,
    }


def as_table(report: Report) -> str:
    """The report as people read it in a terminal."""
    told = [
        f"{report.created} communs nouveaux, {report.changed} mis à jour, {report.unchanged} sans changement, "
        f"{report.redirects} anciennes adresses."
    ]
    if report.fields:
        rows: list[tuple[str, ...]] = [("Champ", "Devient", "Repris", "Tel quel", "Vides", "Caractères", "Perdus")]
        for one in as_json(report)["fields"]:
            figures = (one["mapped"], one["raw"], one["empty"], one["characters"], one["lost"])
            rows.append((one["name"], one["to"] or "—", *(str(figure) for figure in figures)))
        told += ["", *aligned(rows)]
    if report.aside:
        told += ["", f"{report.aside.total()} pages d’une autre nature (modèles, catégories…) laissées de côté."]
    if report.left:
        told += ["", f"Modifiés ici depuis, laissés tels quels : {', '.join(report.left[:SHOWN])}."]
    if report.troubles:
        told += ["", "À regarder :", *(f"  {sentence}" for sentence in report.troubles)]
        if report.more_troubles:
            told.append(f"  … et {report.more_troubles} autres.")
    if report.is_dry_run:
        told += ["", "À blanc : rien n’a été enregistré."]
    return "\n".join(told)


def aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
