"""`essaim commons …`: the catalogue from a terminal."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from essaim.commons.domain import exporting
from essaim.commons.domain.reporting import as_json, as_table
from essaim.commons.formats.own import Line, lines_in


def commons(options: argparse.Namespace) -> int:
    """What was asked of the catalogue is done."""
    if options.action == "export":
        sys.stdout.writelines(exporting.exported())
        return 0
    path = Path(options.file)
    report = exporting.take_back(lines=lambda: lines_of(path), now=timezone.now(), is_dry_run=options.dry_run)
    if options.report:
        Path(options.report).write_text(json.dumps(as_json(report), ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(as_table(report) + "\n")
    return 0


def lines_of(path: Path) -> Iterator[Line]:
    with path.open("rb") as file:
        yield from lines_in(file)
