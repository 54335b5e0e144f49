"""`essaim synthesise`: a draft of notes, from a file to a file, with no database and no network."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from essaim.synthesis.encoders import NoEncoder, named
from essaim.synthesis.exchange import Unreadable, coverage_of, lines_of, read_headings, read_notes, written
from essaim.synthesis.lexicon import pairs_of
from essaim.synthesis.sense import MANY, Progress, silent
from essaim.synthesis.values import Draft, Note, Options
from essaim.terminal import Parser, WrongUse

MOST = 200_000  # notes: 2 GB of memory for half of them


def synthesise(argv: Sequence[str]) -> int:
    """The draft is in the file, whole; or one line on standard error, a non-zero answer, and no file changed."""
    try:
        asked = parser().parse_args(argv)
        notes = read_notes(lines_of(read(asked.notes)))
        if len(notes) > MOST:
            raise Unreadable(
                f"Ce fichier contient {len(notes)} notes ; cette version en lit {MOST} au plus. Coupez-le par question."
            )
        options = options_of(asked)
        encoder = named(asked.encoder)
        from essaim.synthesis.drafting import draft

        found = draft(notes, options, encoder, progress_of(notes))
        write(written(found, notes), asked.out)
    except KeyboardInterrupt:
        return failed("Arrêté : rien n’a été écrit.", 130)
    except WrongUse as error:
        return failed(f"Commande mal écrite : {error} (voir essaim synthesise --help)", 2)
    except (Unreadable, NoEncoder) as error:
        return failed(str(error))
    except OSError as error:
        return failed(f"Le fichier « {error.filename} » ne se lit ou ne s’écrit pas : {error.strerror}.")
    if asked.stats:
        sys.stderr.write(stats(found, notes))
    return 0


def parser() -> argparse.ArgumentParser:
    found = Parser(prog="essaim synthesise", description="Propose des thèmes pour des notes ; les personnes décident.")
    found.add_argument("notes", metavar="NOTES.jsonl", help='une note par ligne : {"id", "text", "theme"?…}')
    found.add_argument("--out", metavar="BROUILLON.json", help="sortie standard sinon")
    found.add_argument(
        "--themes", type=number, metavar="N", help="nombre de thèmes à proposer (une règle choisit sinon)"
    )
    found.add_argument("--headings", metavar="FICHIER", help="titres donnés par des personnes, un par ligne")
    found.add_argument("--lexicon", metavar="FICHIER", help="sigles en plus, un par ligne : SIGLE = mots")
    found.add_argument("--encoder", default="bundled", metavar="NOM", help="bundled, second, none, ou module:fonction")
    found.add_argument("--stats", action="store_true", help="dit la couverture sur la sortie d’erreur")
    return found


def options_of(asked: argparse.Namespace) -> Options:
    headings = read_headings(lines_of(read(asked.headings))) if asked.headings else ()
    lexicon = pairs_of(lines_of(read(asked.lexicon))) if asked.lexicon else ()
    return Options(themes=asked.themes, headings=headings, lexicon=lexicon)


def number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 999):
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas un nombre de 1 à 999.")
    return int(text)


def read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(f"Le fichier « {path} » n’est pas en UTF-8. Enregistrez-le dans ce codage.") from None


def write(text: str, path: str | None) -> None:
    """Whole or not at all: a reader never meets half a draft."""
    if path is None:
        sys.stdout.write(text)
        return
    target = Path(path)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def progress_of(notes: list[Note]) -> Progress:
    """A line that says how far a large file has got; nothing for a board, which is there in a second."""
    if len(notes) <= MANY:
        return silent

    def tell(done: int, all_of_them: int) -> None:
        sys.stderr.write(f"\r{done} notes lues sur {all_of_them}" + ("\n" if done == all_of_them else ""))
        sys.stderr.flush()

    return tell


def failed(sentence: str, code: int = 1) -> int:
    sys.stderr.write(sentence.replace("\n", " ") + "\n")
    return code


def stats(draft: Draft, notes: list[Note]) -> str:
    cover = coverage_of(draft, notes)
    lines = [
        f"{cover['received']} notes reçues, {cover['in_themes']} dans {len(draft.themes)} thèmes, "
        f"{cover['outside']} en dehors ; {cover['repeated']} répètent une autre.",
        f"Encodeur : {draft.encoder}." + (" Racines des mots seules." if draft.is_stems_alone else ""),
        *(f"{len(theme.notes):5}  {theme.heading}" for theme in draft.themes),
    ]
    return "\n".join(lines) + "\n"
