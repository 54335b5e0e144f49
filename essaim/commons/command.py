"""`essaim commons …`: the catalogue from a terminal."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.commons.domain import exporting
from essaim.commons.domain.importing import import_commons
from essaim.commons.domain.reporting import Report, as_json, as_table
from essaim.commons.enums import Standing
from essaim.commons.exports.formats import ALSO, FORMATS, SITE
from essaim.commons.exports.told import Export, latest, published
from essaim.commons.formats.opening import OURS, kind_in, records_in
from essaim.commons.formats.own import Line, lines_in
from essaim.kit.refusal import Refused


def commons(options: argparse.Namespace) -> int:
    """What was asked of the catalogue is done."""
    if options.action == "export":
        export(options.format, Path(options.out) if options.out else None)
        return 0
    report = imported(Path(options.file), options)
    if options.report:
        Path(options.report).write_text(json.dumps(as_json(report), ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(as_table(report) + "\n")
    return 0


def export(asked: str, out: Path | None) -> None:
    """The catalogue stands in the file, or on the standard output: all of it in our own format, else what is public."""
    kind = ALSO.get(asked.lower(), asked.lower())
    if kind == "site":
        from essaim.commons.exports.site import write_site

        if out is None:
            raise Refused(_("Un site est un dossier : dites lequel par --out."), code="no-folder", status=422)
        count = write_site(out)
        sys.stdout.write(f"{count} communs dans {out} : ouvrez {out / 'index.html'}.\n")
        return
    if kind not in {OURS, "skos", *FORMATS}:
        sentence = _("« %(kind)s » n’est pas un format d’export. Choisissez parmi : %(names)s.")
        names = ", ".join([OURS, *FORMATS, "skos", "site"])
        raise Refused(sentence % {"kind": asked, "names": names}, code="unknown-format", status=422)
    save(written(kind), out)


def written(kind: str) -> Iterator[bytes]:
    if kind == OURS:
        return (line.encode() for line in exporting.exported())
    if kind == "skos":
        from essaim.commons.exports.graph import lists_as_turtle

        return lists_as_turtle(settings.BASE_URL)
    return FORMATS[kind].write(Export(latest() if kind == "atom" else published(), settings.BASE_URL))


def save(parts: Iterable[bytes], out: Path | None) -> None:
    """The file takes its name once it is whole."""
    if out is None:
        sys.stdout.buffer.writelines(parts)
        return
    part = out.with_name(out.name + ".part")
    with part.open("wb") as file:
        file.writelines(parts)
    part.replace(out)


def imported(path: Path, options: argparse.Namespace) -> Report:
    """The records of the file are commons, or would be; a site that Essaim exported is its folder."""
    path = path / SITE if path.is_dir() else path
    now, kind = timezone.now(), kind_in(path, options.format)
    if kind == OURS:
        return exporting.take_back(lines=lambda: lines_of(path), now=now, is_dry_run=options.dry_run)
    return import_commons(
        records=records_in(path, kind, forms=path_of(options.forms), lists=path_of(options.lists)),
        by=None,
        now=now,
        is_dry_run=options.dry_run,
        standing=Standing.PUBLISHED if options.publish else Standing.PROPOSED,
    )


def lines_of(path: Path) -> Iterator[Line]:
    with path.open("rb") as file:
        yield from lines_in(file)


def path_of(name: str | None) -> Path | None:
    return Path(name) if name else None
