"""A file of another system is opened by the reader that knows it, loaded then: a server needs none of them."""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.utils.translation import gettext as _

from essaim.commons.formats.decoding import check_size
from essaim.commons.formats.found import Found
from essaim.kit.refusal import Refused

HEAD = 65_536  # bytes in which every kind shows itself
OURS = "essaim"
NAMES = ("mediawiki", "ask-json", "ask-csv", "turtle", "yeswiki", OURS)


def kind_in(path: Path, kind: str = "") -> str:
    """The kind of file that this is, or that somebody says it is; refuses one that nobody here reads."""
    from essaim.commons.formats.detecting import kind_of

    if not kind:
        with path.open("rb") as file:
            head = file.read(HEAD)
        kind = OURS if head.startswith(b'{"essaim":') else kind_of(head, path.name)
    if kind not in NAMES:
        raise Refused(
            _(
                "Le fichier « %(name)s » n’est d’aucun format connu : donnez un export de MediaWiki (XML), une réponse "
                "de Semantic MediaWiki (JSON ou CSV), des fiches Bazar (JSON), du Turtle, ou dites lequel par --format."
            )
            % {"name": path.name},
            code="unknown-format",
            status=422,
        )
    return kind


def records_in(
    path: Path, kind: str, *, forms: Path | None = None, lists: Path | None = None
) -> Callable[[], Iterable[Found]]:
    """What gives the records of a file of this kind, from its beginning each time."""
    if kind != "mediawiki":
        check_size(path.stat().st_size)

    def records() -> Iterable[Found]:
        if kind == "mediawiki":
            from essaim.commons.formats.wiki_export import read_export

            with path.open("rb") as file:
                yield from read_export(file)
        else:
            yield from whole(path.read_bytes(), kind, forms, lists)

    return records


def whole(content: bytes, kind: str, forms: Path | None, lists: Path | None) -> Iterable[Found]:
    """The records of a file that is read in one piece."""
    if kind == "ask-json":
        from essaim.commons.formats.wiki_answers import read_answers

        return read_answers(content)
    if kind == "ask-csv":
        from essaim.commons.formats.ask_tables import read_table

        return read_table(content)
    if kind == "turtle":
        from essaim.commons.formats.turtle import read_turtle

        return read_turtle(content)
    from essaim.commons.formats.yeswiki import read_entries

    return read_entries(content, forms=json_in(forms), lists=json_in(lists))


def json_in(path: Path | None) -> bytes:
    return path.read_bytes() if path else b""
