"""What the demonstration's catalogue holds: commons of the same invented territory, written for it."""

from datetime import datetime

from essaim.commons.domain import writing
from essaim.commons.enums import Standing
from essaim.commons.formats.sheet import Sheet
from essaim.commons.models import Common
from essaim.people.models import Person
from essaim.programmes.models import Programme

SHEETS: tuple[Sheet, ...] = (
    {
        "title": "Le carnet des abris frais",
        "summary": "Un carnet de poche où chaque commune dit où se rafraîchir, à quelle heure, et qui ouvre.",
        "description": (
            "Pendant une canicule, on cherche un lieu frais à moins de dix minutes à pied. Le carnet tient sur une "
            "feuille pliée en huit, distribuée avec le bulletin municipal.\n\n"
            "## Ce qu’il contient\n\n"
            "* les lieux ouverts, avec leurs horaires d’été ;\n"
            "* les points d’eau et les bancs à l’ombre ;\n"
            "* le nom de la personne qui tient la clé.\n\n"
            "## Comment le refaire chez vous\n\n"
            "1. Faites le tour des lieux avec les habitantes et les habitants du quartier, un après-midi de juin.\n"
            "2. Notez la température à l’intérieur à 17 heures.\n"
            "3. Remplissez le gabarit, imprimez, pliez."
        ),
        "kinds": ["methode", "outil-pedagogique"],
        "themes": ["vulnerabilites/sociale", "facteurs-de-resilience/urbanisme"],
        "challenges": ["1-connaissances-ressources"],
        "audiences": ["grand-public", "elues-et-elus"],
        "tags": ["canicule", "fraîcheur", "ombre"],
        "maturity": "en-service",
        "licence": "CC-BY-SA-4.0",
        "needs": ["contributeur-communaute"],
        "organisations": [{"name": "Communauté de communes de l’Orne aux Bois", "role": "producer"}],
    },
    {
        "title": "La brigade des volets",
        "summary": "Des voisines et des voisins passent fermer les volets et prendre des nouvelles, à heures fixes.",
        "description": (
            "Beaucoup de personnes âgées vivent seules. La brigade réunit des volontaires par rue : deux passages par "
            "jour, un registre papier, et un numéro à appeler quand une porte reste close.\n\n"
            "Le kit comprend l’affiche d’appel, le registre, la fiche des bons gestes et le déroulé d’une réunion."
        ),
        "kinds": ["methode"],
        "themes": ["vulnerabilites/sociale", "facteurs-de-resilience/gouvernance"],
        "challenges": ["3-gouvernance"],
        "audiences": ["associations", "seniors"],
        "tags": ["canicule", "entraide", "isolement"],
        "maturity": "largement-repris",
        "licence": "CC-BY-4.0",
        "organisations": [{"name": "Association des Deux Rives", "role": "producer"}],
    },
    {
        "title": "Mesurer la chaleur des classes",
        "summary": "Un relevé que les enfants tiennent eux-mêmes, et un tableau partagé entre les écoles.",
        "description": (
            "Chaque classe reçoit un thermomètre et une grille. Les relevés du matin, de midi et de 16 heures sont "
            "recopiés dans un tableau commun : on compare les orientations, les stores, les courants d’air.\n\n"
            "Trois étés de mesures sont publiés avec le tableau."
        ),
        "kinds": ["donnees", "outil-pedagogique"],
        "themes": ["general/enjeux", "facteurs-de-resilience/infrastructure"],
        "challenges": ["f-batiment"],
        "audiences": ["jeunesse", "personnel-des-collectivites"],
        "tags": ["école", "mesures", "bâtiment"],
        "maturity": "prototype",
        "licence": "etalab-2.0",
        "needs": ["conseil-expertise"],
    },
    {
        "title": "Le cahier des ombrières",
        "summary": "Plans cotés et liste de courses d’une ombrière en bois local, montée en deux jours.",
        "description": (
            "Six poteaux, une toile, aucune fondation. Le cahier donne les plans, les coupes, le coût de chaque pièce "
            "et l’organisation du chantier avec une équipe de huit personnes.\n\n"
            "Déjà monté devant deux écoles et une halle."
        ),
        "kinds": ["materiel"],
        "themes": ["facteurs-de-resilience/urbanisme"],
        "challenges": ["f-batiment", "a-ecosystemes-et-gestion-des-ressources-naturelles"],
        "audiences": ["personnel-des-collectivites", "acteurs-prives"],
        "tags": ["ombre", "bois", "chantier"],
        "maturity": "preuve-concept-1er-client",
        "licence": "CERN-OHL-S-2.0",
        "needs": ["financement", "mentorat"],
    },
    {
        "title": "Arroser moins, arroser mieux",
        "summary": "Un calendrier d’arrosage et des panneaux pour les massifs d’une petite commune.",
        "description": (
            "Trois ans d’essais sur douze massifs : quelles plantes tiennent, à quelle heure arroser, ce que le "
            "paillage change. Le calendrier se lit d’un coup d’œil au dépôt des services techniques."
        ),
        "kinds": ["connaissance"],
        "themes": ["regeneration/innovation", "vulnerabilites/ecosystemique"],
        "challenges": ["a-ecosystemes-et-gestion-des-ressources-naturelles"],
        "audiences": ["personnel-des-collectivites"],
        "tags": ["eau", "jardin", "sécheresse"],
        "maturity": "en-service",
        "licence": "CC-BY-SA-4.0",
    },
)


def fill_catalogue(*, programme: Programme, by: Person, now: datetime) -> None:
    """The programme's commons are published, once."""
    if not Common.objects.filter(programme=programme).exists():
        writing.add(sheets=SHEETS, by=by, now=now, standing=Standing.PUBLISHED, programme=programme)
