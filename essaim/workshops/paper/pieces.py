"""The pieces of the kit: their address, their title, what to do with them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from essaim.workshops.paper import building
from essaim.workshops.paper.kit import Kit
from essaim.workshops.paper.pages import Options, Page


@dataclass(frozen=True)
class Piece:
    key: str
    title: str | Promise
    tip: str | Promise
    pages: Callable[[Kit, Options], list[Page]]
    has_a3: bool = False
    needs_plan: bool = False


PIECES = (
    Piece(
        "materiel",
        _("Liste du matériel"),
        _("Une semaine avant : ce qu’il faut réserver et acheter, calculé sur votre plan."),
        building.material,
    ),
    Piece(
        "deroule",
        _("Déroulé de l’animation"),
        _("Un exemplaire par animateur ou animatrice : dire, faire, demander, et où aller."),
        building.script,
    ),
    Piece(
        "regles",
        _("Règles de l’intelligence collective"),
        _("À l’entrée et dans chaque salle. Lisez-les à voix haute à l’ouverture."),
        building.rules,
        has_a3=True,
    ),
    Piece(
        "affiches",
        _("Affiches"),
        _("Une à l’entrée pour rejoindre l’atelier, une par question dans sa salle. Préférez l’A3."),
        building.posters,
        has_a3=True,
    ),
    Piece(
        "tables",
        _("Feuilles de table"),
        _("Pour chaque table : son chevalet, puis des lignes pour les notes. Recto seul, pour saisir à plusieurs."),
        building.tables,
    ),
    Piece(
        "relais",
        _("Passages de témoin"),
        _("En A5, un par question et par séquence : remplis s’ils sont figés, sinon à écrire à la main."),
        building.relays,
    ),
    Piece(
        "gommettes",
        _("Feuilles de vote"),
        _("Une par table au moment du vote : une case par gommette, le compte se fait d’un coup d’œil."),
        building.dots,
    ),
    Piece(
        "presence",
        _("Feuille de présence"),
        _("À l’accueil : on coche un numéro, sans nom ni signature."),
        building.presence,
    ),
    Piece(
        "badges",
        _("Badges"),
        _("Huit par page, sur papier épais. Chacun ouvre la place de sa personne : remettez-le en main propre."),
        building.badges,
        needs_plan=True,
    ),
)
BY_KEY = {piece.key: piece for piece in PIECES}
WHOLE_KIT = "kit"


def pages_of(key: str, kit: Kit, options: Options) -> list[Page]:
    """The pages of a piece, or of them all; badges are left out of the whole while nobody has a path."""
    if key != WHOLE_KIT:
        return BY_KEY[key].pages(kit, options)
    ready = [piece for piece in PIECES if kit.is_planned or not piece.needs_plan]
    return [page for piece in ready for page in piece.pages(kit, options)]


def counts_of(kit: Kit, options: Options) -> list[tuple[Piece, int]]:
    """Each piece with its number of pages; none while it cannot be printed yet."""
    return [
        (piece, len(piece.pages(kit, options)) if kit.is_planned or not piece.needs_plan else 0) for piece in PIECES
    ]


def title_of(key: str) -> str:
    return str(BY_KEY[key].title if key in BY_KEY else _("Kit papier"))
