"""What to bring, computed from the plan. The reasons are those that World Café hosts give."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from essaim.workshops.paper.kit import Kit

SPARE_TABLES = 1  # a work table for the team: santacruzpermaculture, "café supplies list"
FLIPCHARTS_PER_TABLE = 2  # the same list
PENS_PER_TABLE = 5  # the same list: at least five, so that nobody waits for one
VOICE_CARRIES = 35  # above this many people a microphone is needed: the same list
SPARE_SHARE = 10  # one in ten more: walk-ins are certain, and stickers tear


@dataclass(frozen=True)
class Supply:
    thing: str
    count: int
    why: str


def material_of(kit: Kit) -> list[Supply]:
    """Everything to bring, with how many and why."""
    tables, people = len(kit.places), kit.people
    team = max(len(kit.questions), 1) + 1
    supplies = [
        Supply(
            _("tables"),
            tables + SPARE_TABLES,
            _("une par groupe, et une table de travail pour l’équipe"),
        ),
        Supply(_("chaises"), people + team, _("une par personne attendue, et celles de l’équipe")),
        Supply(
            _("feuilles de paperboard"),
            FLIPCHARTS_PER_TABLE * tables + len(kit.questions),
            _("deux par table, à poser en nappe, et une par question pour la plénière"),
        ),
        Supply(_("feutres"), pens(kit), _("au moins cinq par table, et un par personne : personne n’attend son tour")),
        Supply(_("badges"), spare(people), _("un par personne, et un dixième en plus pour les arrivées imprévues")),
    ]
    if dots(kit):
        supplies.append(
            Supply(_("gommettes"), spare(dots(kit)), _("pour chaque personne à chaque vote, et un dixième en plus"))
        )
    if people > VOICE_CARRIES:
        supplies.append(
            Supply(
                _("micros"),
                2,
                _("au-delà de %(limit)s personnes : un pour l’animation, un qui circule") % {"limit": VOICE_CARRIES},
            )
        )
    supplies.extend(
        [
            Supply(
                _("rouleaux d’adhésif repositionnable"), max(1, -(-tables // 5)), _("pour les affiches et les nappes")
            ),
            Supply(_("vidéoprojecteur"), 1, _("pour le mur de notes et la plénière ; prévoyez une rallonge")),
            Supply(_("horloge ou cloche"), 1, _("que toute la salle voit ou entend, même si le réseau tombe")),
        ]
    )
    return supplies


def pens(kit: Kit) -> int:
    return sum(max(PENS_PER_TABLE, *place.people, 0) for place in kit.places)


def dots(kit: Kit) -> int:
    """Dots that people may stick on paper, all votes together."""
    return sum(
        place.people[round - 1] * place.questions[round - 1].dots_each
        for place in kit.places
        for round in kit.vote_rounds
    )


def spare(count: int) -> int:
    return count + -(-count // SPARE_SHARE)
