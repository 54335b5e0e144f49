"""The lists of terms that an instance begins with; its administration changes them afterwards.

Themes and competences are one thesaurus of 24 terms, challenges are those of a national call for commons.
A term is written with its branch: “Vulnérabilités/Sociale”.
"""

from essaim.commons.enums import Scheme

LISTS: dict[Scheme, tuple[str, ...]] = {
    Scheme.THEME: (
        "Général",
        "Général/Modèles",
        "Général/Approches",
        "Général/Enjeux",
        "Général/Domaines",
        "Vulnérabilités",
        "Vulnérabilités/Concept",
        "Vulnérabilités/Ecosystémique",
        "Vulnérabilités/Socio-biologique",
        "Vulnérabilités/Sociale",
        "Vulnérabilités/Energétique",
        "Vulnérabilités/Economique",
        "Vulnérabilités/Culturelle",
        "Facteurs de résilience",
        "Facteurs de résilience/Gouvernance",
        "Facteurs de résilience/Culture",
        "Facteurs de résilience/Economie",
        "Facteurs de résilience/Infrastructure",
        "Facteurs de résilience/Urbanisme",
        "Facteurs de résilience/Agriculture",
        "Anticipation",
        "Anticipation/Prospective",
        "Regénération",
        "Regénération/Innovation",
    ),
    Scheme.CHALLENGE: (
        "1- Connaissances - Ressources",
        "2- Mise en récits",
        "3- Gouvernance",
        "4- Modèle économique",
        "A- Ecosystèmes et gestion des ressources naturelles",
        "B- Planification et aménagement",
        "C- Alimentation",
        "D- Energie et réseaux",
        "E- Mobilités",
        "F- Bâtiment",
    ),
    Scheme.KIND: ("Connaissance", "Matériel", "Licence", "Données", "Logiciel", "Outil pédagogique", "Méthode"),
    Scheme.NEED: ("Mentorat", "Financement", "Conseil Expertise", "Contributeur - Communauté"),
    Scheme.MATURITY: (
        "Idée",
        "Concept",
        "Prototype",
        "Preuve Concept & 1er client",
        "En service",
        "Largement repris",
        "Arrêté",
    ),
    Scheme.AUDIENCE: (
        "Personnel des collectivités",
        "Élues et élus",
        "Acteurs privés",
        "Associations",
        "Grand public",
        "Jeunesse",
        "Seniors",
    ),
}
