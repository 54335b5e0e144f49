"""What the demonstration says: an invented day in an invented territory, written for it."""

from dataclasses import dataclass

PROGRAMME = "Étés vivables"
PURPOSE = (
    "Douze communes et leur intercommunalité apprennent ensemble à rester vivables pendant les canicules : "
    "ombre, eau, entraide, bâtiments. Chaque saison, on se réunit, on essaie, on partage ce qui marche."
)
SEASON = "Saison 1 : se préparer"
GATHERING = "Première rencontre"
PLACE = "Halle aux grains, Montreval-sur-Orne"
TITLE = "Garder nos communes vivables en été"
WORKSHOP_PURPOSE = (
    "Partager ce que chacune et chacun fait déjà, dire franchement ce qui bloque, et repartir avec des besoins "
    "précis à porter ensemble."
)
HARVEST = "Une restitution en plénière, puis un compte rendu remis à toutes les personnes présentes."
ROOMS = (
    ("Salle des mariages", "1er étage, ascenseur à droite de l’entrée", True),
    ("Salle du conseil", "1er étage, au bout du couloir", True),
    ("La Verrière", "rez-de-chaussée, côté jardin", True),
)
FACILITATORS = ("Inès Morvan", "Paul Guérin", "Awa Diallo")
INTRODUCTION = (
    "Vingt-quatre personnes se sont réunies pendant une matinée. Trois salles, trois questions, trois séquences : les "
    "groupes sont restés assis, l’animation a changé de salle avec la mémoire de sa question."
)
ACTORS = ("collectivite", "elu", "association", "collectivite", "habitant", "entreprise", "etat", "recherche")


@dataclass(frozen=True)
class Said:
    """A note of the demonstration: in which round, what, and how it relates to the relay."""

    round: int
    text: str
    stance: str = ""
    count: int = 1


@dataclass(frozen=True)
class Heading:
    title: str
    notes: tuple[Said, ...]


@dataclass(frozen=True)
class Strong:
    text: str
    reason: str
    conditions: str
    heading: int
    reactions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    title: str
    text: str
    headings: tuple[Heading, ...]
    outside: tuple[Said, ...]
    aside: tuple[tuple[Said, str], ...]
    strong: tuple[Strong, ...]
    summary: str = ""


DOING = Asked(
    "Ce que nous faisons",
    "Que faisons-nous déjà, chacun chez nous, pour que nos communes restent vivables en été ?",
    (
        Heading(
            "Faire de l’ombre là où l’on attend",
            (
                Said(1, "Des arbres à haute tige devant l’école et l’arrêt de car"),
                Said(1, "On a tendu des voiles sur la place du marché, démontables en octobre"),
                Said(1, "Voiles d’ombrage sur la place du marché"),
                Said(2, "Les voiles tiennent si on prévoit les points d’accroche dès les travaux", "nuances"),
                Said(2, "Garder les vieux platanes, même s’ils gênent le stationnement", "enriches"),
                Said(3, "Commencer par l’ombre aux arrêts : c’est là que l’on reste debout", "enriches"),
            ),
        ),
        Heading(
            "Rendre le sol à la pluie",
            (
                Said(1, "La cour de l’école Jean-Zay est passée de 90 % de bitume à 35 %"),
                Said(1, "Pavés à joints enherbés sur le parking de la salle des fêtes"),
                Said(1, "Une cuve de 20 m³ sous le gymnase pour arroser"),
                Said(2, "Faire entretenir les noues par les agents, pas par une entreprise", "nuances"),
                Said(2, "Former les agents d’espaces verts à la tonte tardive", "enriches"),
            ),
        ),
        Heading(
            "Ouvrir des lieux frais",
            (
                Said(1, "L’église reste ouverte de 13 h à 18 h en vigilance orange"),
                Said(1, "La médiathèque ouvre à 8 h tout l’été"),
                Said(1, "Une carte des lieux frais affichée chez les commerçants"),
                Said(2, "Demander au cinéma : il est vide l’après-midi et climatisé", "new"),
                Said(3, "Dire sur la carte si l’on peut venir en fauteuil", "enriches"),
            ),
        ),
        Heading(
            "Prendre des nouvelles",
            (
                Said(1, "Registre des personnes fragiles, appelé par des bénévoles"),
                Said(1, "Le facteur signale les volets fermés depuis deux jours"),
                Said(2, "Le registre ne contient que 40 noms sur 600 personnes âgées", "opposes"),
                Said(2, "Passer par les aides à domicile pour tenir le registre", "enriches", 2),
                Said(3, "Un parrainage par rue plutôt qu’un registre", "new"),
            ),
        ),
    ),
    (Said(1, "Parler aussi des hivers trop doux"),),
    ((Said(1, "Interdire les barbecues"), "Hors de la question : c’est déjà réglé par arrêté préfectoral"),),
    (
        Strong(
            "Une carte des lieux frais commune aux douze communes",
            "Les gens ne s’arrêtent pas aux limites communales, et chaque lieu existe déjà.",
            "Qu’une personne la tienne à jour chaque mai, et qu’elle dise l’accès en fauteuil.",
            2,
            ("L’office de tourisme peut l’imprimer", "Et en braille, pour l’association des aveugles ?"),
        ),
        Strong(
            "Désimperméabiliser une cour d’école par an et par commune",
            "C’est visible, les enfants le racontent à la maison.",
            "Que l’entretien soit décidé avec les agents avant les travaux.",
            1,
            ("Prévoir un jour de visite pour les autres communes",),
        ),
    ),
    summary="On agit déjà beaucoup, souvent sans le dire : ombre, sols, lieux frais, visites. "
    "Ce qui manque le plus est de relier ces gestes d’une commune à l’autre.",
)

BLOCKING = Asked(
    "Ce qui freine, ce qui aide",
    "Qu’est-ce qui freine nos actions contre la chaleur, et qu’est-ce qui les aide vraiment ?",
    (
        Heading(
            "Des budgets qui arrivent trop tard",
            (
                Said(1, "La subvention est notifiée en juin, les arbres se plantent en novembre"),
                Said(1, "On finance l’investissement, jamais l’arrosage des trois premières années"),
                Said(1, "Pas de ligne pour l’entretien"),
                Said(2, "Grouper les commandes d’arbres à l’échelle de l’intercommunalité", "enriches", 3),
                Said(2, "Le fonds vert a bien marché quand quelqu’un montait le dossier pour nous", "nuances"),
            ),
        ),
        Heading(
            "Personne dont c’est le métier",
            (
                Said(1, "Une seule secrétaire de mairie pour tout"),
                Said(1, "Nos agents découvrent la gestion de l’eau de pluie sur le tas"),
                Said(2, "Partager un ou une technicienne entre cinq communes", "new", 2),
                Said(3, "Le conseil d’architecture du département se déplace, il suffit d’appeler", "enriches"),
            ),
        ),
        Heading(
            "La peur du mécontentement",
            (
                Said(1, "Retirer des places de parking avant une élection, bon courage"),
                Said(1, "Les feuilles mortes : la première plainte en mairie"),
                Said(2, "Un essai de six mois, réversible, passe beaucoup mieux", "enriches"),
                Said(2, "Montrer les températures mesurées avant et après", "new"),
                Said(3, "Inviter les riverains à planter : on ne râle pas contre son arbre", "enriches"),
            ),
        ),
        Heading(
            "Ce qui aide : l’exemple du voisin",
            (
                Said(1, "C’est en visitant Saint-Aubin que mon conseil municipal a voté"),
                Said(1, "Avoir le contact direct de celle qui l’a fait ailleurs"),
                Said(1, "Un cahier des charges déjà écrit que l’on peut reprendre"),
                Said(2, "Visiter aussi ce qui a raté", "nuances", 2),
                Said(3, "Une demi-journée de visites chaque printemps", "enriches"),
            ),
        ),
    ),
    (Said(2, "Le bruit des climatiseurs la nuit"),),
    ((Said(1, "Tout ça c’est la faute du maire d’avant"), "Attaque une personne : l’idée n’est pas dite"),),
    (
        Strong(
            "Une technicienne ou un technicien de la fraîcheur pour cinq communes",
            "Sans personne pour monter les dossiers, les aides vont toujours aux mêmes.",
            "Un poste financé trois ans, employé par l’intercommunalité, avec un bureau dans chaque mairie.",
            1,
            ("Trois ans, c’est le minimum", "Qui décide de ses priorités ?"),
        ),
    ),
    summary="L’argent arrive trop tard et surtout sans personne pour l’employer. "
    "Ce qui débloque : voir chez le voisin, essayer de façon réversible, mesurer.",
)

NEEDING = Asked(
    "Ce dont nous avons besoin",
    "De quoi avons-nous besoin, en interne et auprès des autres, pour aller plus loin ?",
    (
        Heading(
            "Des mesures simples et à nous",
            (
                Said(1, "Vingt capteurs de température prêtés d’une commune à l’autre"),
                Said(1, "Une carte des îlots de chaleur lisible par une élue qui n’est pas du métier"),
                Said(1, "Savoir où il fait le plus chaud la nuit"),
                Said(2, "Faire mesurer par les collégiens, avec leur professeure de physique", "enriches", 2),
                Said(2, "Une mesure sans action décourage : décider avant quoi en faire", "nuances"),
            ),
        ),
        Heading(
            "Des modèles à reprendre",
            (
                Said(1, "Un arrêté type pour ouvrir les lieux frais"),
                Said(1, "Une convention type avec les paroisses et les cinémas"),
                Said(2, "Des plans de cour déjà chiffrés, pour 50, 100 et 200 enfants", "enriches"),
                Said(2, "Que les fichiers soient modifiables, pas des images", "nuances", 3),
                Said(3, "Dire dans chaque modèle qui l’a essayé et ce qui a changé", "enriches"),
            ),
        ),
        Heading(
            "Du temps pour se former",
            (
                Said(1, "Une journée par an pour les agents, remplacés ce jour-là"),
                Said(1, "Former les élus en même temps que les agents"),
                Said(2, "Sur le terrain, avec les mains, pas en salle", "nuances"),
                Said(3, "Un binôme entre une commune qui a fait et une qui commence", "new"),
            ),
        ),
        Heading(
            "La parole des habitants",
            (
                Said(1, "Demander aux enfants où ils ont chaud"),
                Said(1, "Aller voir les gens au pied des immeubles, pas seulement en réunion"),
                Said(2, "Les saisonniers agricoles ne viennent jamais : y aller à 5 heures", "new"),
                Said(3, "Rendre compte de ce qu’on a fait de leurs idées", "enriches", 2),
            ),
        ),
    ),
    (Said(1, "Un minibus à la demande"),),
    ((Said(2, "test test"), "Note d’essai"),),
    (
        Strong(
            "Une bibliothèque de modèles modifiables, essayés par au moins une commune",
            "Chacun réécrit le même arrêté dans son coin.",
            "Des fichiers modifiables, une licence claire, et le nom de qui l’a essayé.",
            1,
            ("Nous pouvons donner notre convention avec le cinéma",),
        ),
        Strong(
            "Un binôme entre une commune qui a fait et une qui commence",
            "On apprend mieux de quelqu’un qui a eu les mêmes ennuis.",
            "Deux visites par an, les trajets remboursés.",
            2,
        ),
    ),
    summary="Des modèles que l’on peut vraiment modifier, du temps pour se former sur le terrain, et la parole de "
    "celles et ceux qui ne viennent pas aux réunions.",
)

QUESTIONS = (DOING, BLOCKING, NEEDING)
