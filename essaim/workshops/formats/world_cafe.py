"""The World Café in three sequences and a plenary (Cerema 2022: 25, 20 and 20 minutes, then 5 per group)."""

from essaim.workshops.enums import Act, Kind
from essaim.workshops.formats.sequences import Format, Sequence

EMERGING = frozenset({Act.WRITE, Act.GROUP})
ENRICHING = EMERGING | {Act.RECAP}
CONCLUDING = ENRICHING | {Act.VOTE, Act.CHOOSE_SPEAKER, Act.MARK_STRONG}
REPORTING = frozenset({Act.REPORT_BACK, Act.WRITE})

# World Café hosts ask for time to walk between rounds (interpole.xyz: "prévoir un délai entre chaque tour").
WALK = 3

WORLD_CAFE = Format(
    key="world-cafe",
    title="World Café",
    minutes_per_group=5,
    sequences=(
        Sequence(
            "Faire émerger",
            25,
            EMERGING,
            round=1,
            icebreaker="meteo",
            say="Bienvenue. Pendant cette première séquence, nous cherchons le plus d’idées possible : "
            "aucune n’est écartée, chacune compte.",
            do="Lancez le brise-glace (5 minutes). Laissez ensuite deux minutes de silence pour écrire, puis un tour "
            "de table. Regroupez les notes au fil de l’eau.",
            ask="Qu’avez-vous déjà vu marcher ? Qu’est-ce qui vous empêche d’agir ?",
        ),
        Sequence(
            "Passage de témoin",
            WALK,
            kind=Kind.TRANSITION,
            say="Merci à toutes et tous. C’est la cloche : votre badge ou votre téléphone dit où vous allez.",
            do="Figez le passage de témoin. Si vous changez de salle, emportez-le ; sinon, affichez-le et accueillez "
            "le groupe suivant.",
        ),
        Sequence(
            "Enrichir",
            20,
            ENRICHING,
            round=2,
            say="Voici ce que le groupe précédent vous confie. Prenez une minute pour le lire.",
            do="Présentez le passage de témoin en une minute, puis ouvrez l’écriture : on enrichit, on nuance, "
            "on s’oppose, on ajoute.",
            ask="Qu’est-ce qui manque ? Avec quoi n’êtes-vous pas d’accord ?",
        ),
        Sequence(
            "Passage de témoin",
            WALK,
            kind=Kind.TRANSITION,
            say="Dernière cloche avant la plénière : votre badge ou votre téléphone dit où vous allez.",
            do="Figez le passage de témoin : il réunit tout ce qui s’est dit jusqu’ici.",
        ),
        Sequence(
            "Conclure",
            20,
            CONCLUDING,
            round=3,
            say="Dernière séquence : il s’agit de choisir ce que nous porterons en plénière.",
            do="Présentez en une minute ce que les groupes précédents ont laissé. Faites désigner un rapporteur ou une "
            "rapporteuse, puis retenez une ou deux idées fortes : pourquoi, et à quelles conditions.",
            ask="S’il ne fallait garder qu’une idée, laquelle ? Que faudrait-il pour qu’elle réussisse ?",
        ),
        Sequence("Retour en salle plénière", 5, kind=Kind.TRANSITION, say="Nous nous retrouvons en plénière."),
        Sequence(
            "Plénière",
            15,
            REPORTING,
            kind=Kind.PLENARY,
            say="Chaque groupe dispose de cinq minutes pour partager ses idées fortes.",
            do="Appelez les groupes dans l’ordre de la file. Recueillez les réactions sur chaque idée.",
        ),
    ),
)
