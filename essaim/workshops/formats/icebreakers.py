"""Short openings that work standing up, with strangers, and leave nobody out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Icebreaker:
    key: str
    title: str
    minutes: int
    how: str


ICEBREAKERS = (
    Icebreaker(
        "meteo",
        "La météo du jour",
        5,
        "Chaque personne dit son prénom et la météo de son humeur, en une phrase.",
    ),
    Icebreaker(
        "carte",
        "La carte de France imaginaire",
        5,
        "Le sol devient une carte : chacun et chacune se place d’où il ou elle vient, assis ou debout, et se présente "
        "à son voisinage.",
    ),
    Icebreaker(
        "objet",
        "L’objet de la poche",
        6,
        "Sortez un objet que vous avez sur vous : en quoi parle-t-il de la question du jour ?",
    ),
    Icebreaker(
        "fierte",
        "Une fierté, un caillou",
        8,
        "Par deux, deux minutes chacun : une réussite récente sur le sujet, et le caillou dans la chaussure.",
    ),
    Icebreaker(
        "pas-d-accord",
        "D’accord, pas d’accord",
        6,
        "L’animation lit une affirmation ; on lève une main ou une carte. Deux personnes expliquent leur choix.",
    ),
)

BY_KEY = {icebreaker.key: icebreaker for icebreaker in ICEBREAKERS}
