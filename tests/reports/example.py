"""A day of three questions, and a day of many more notes."""

import io
from dataclasses import replace
from datetime import date

from PIL import Image

from essaim.reports.source import (
    AmendmentPart,
    AttendancePart,
    GatheringPart,
    LicencePart,
    NotePart,
    PhotoPart,
    PlenaryPart,
    QuestionPart,
    ReportSource,
    SequencePart,
    SetAsidePart,
    StrongIdeaPart,
    ThemePart,
    VotesPart,
)

OPENING, ENRICHING, CONCLUDING = "Faire émerger", "Enrichir", "Conclure"


def picture(colour: str = "#fcefb4") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (320, 200), colour).save(file, "JPEG", quality=70)
    return file.getvalue()


def note(number: int, text: str, voices: int = 1, merged: tuple[NotePart, ...] = (), **more) -> NotePart:
    more.setdefault("sequence", OPENING)
    more.setdefault("table", f"Table {number % 3 + 1}")
    return NotePart(number=number, text=text, key=f"note-{number}", voices=voices, merged=merged, **more)


def schoolyards() -> QuestionPart:
    shade = ThemePart(
        key="ombre",
        title="De l’ombre avant la prochaine canicule",
        key_quote=3,
        votes=VotesPart(phones=9, hands=4, paper=2),
        notes=(
            note(1, "Planter des arbres déjà grands, côté sud, pour avoir de l’ombre dès juin", 2),
            note(
                3,
                "En juin on ne peut plus sortir : il fait 43 °C sur le goudron, les petits restent en classe",
                merged=(
                    note(8, "la cour est intenable dès 14 h", 3),
                    note(11, "43 degrés mesurés sur l’enrobé par les CM2", table="Table 1"),
                ),
            ),
            note(6, "Des voiles tendues entre les deux préaux, en attendant que les arbres poussent"),
            note(14, "Ouvrir la cour le soir aux familles du quartier quand il fait trop chaud dedans", 2),
        ),
        photos=(
            PhotoPart(
                alt="Paperboard de la table 1 : plan de la cour, avec l’ombre portée à 14 h",
                caption="Le plan de l’ombre, tracé à la table 1",
                address="/photos/cour-ombre.jpg",
                data=picture(),
            ),
        ),
    )
    care = ThemePart(
        key="entretien",
        title="Qui arrose, qui taille, qui ramasse ?",
        summary="Les tables reviennent toutes à la même question : planter coûte moins cher qu’entretenir.",
        votes=VotesPart(phones=6, hands=2),
        notes=(
            note(2, "Un contrat d’entretien de trois ans dès l’achat des arbres"),
            note(5, "Former deux agents par école, et leur laisser le temps de le faire", 2),
            note(9, "Une brigade d’arrosage pendant l’été avec le centre de loisirs", sequence=ENRICHING),
            note(
                12,
                "Attention à ne pas tout faire reposer sur les parents volontaires",
                stance="nuances",
                sequence=ENRICHING,
            ),
        ),
    )
    together = ThemePart(
        key="ensemble",
        title="Dessiner la cour avec celles et ceux qui y jouent",
        notes=(
            note(4, "Faire dessiner le projet par les enfants, puis le faire chiffrer par les services", 4),
            note(7, "Des coins calmes : tout le monde n’a pas envie de jouer au foot"),
        ),
    )
    return QuestionPart(
        number=1,
        text="Comment rendre nos cours d’école plus fraîches d’ici trois étés ?",
        address="/ateliers/K7MA9QRT/questions/1",
        summary="L’urgence est partagée ; le désaccord porte sur l’entretien, pas sur la plantation.",
        themes=(shade, care, together),
        strong_ideas=(
            StrongIdeaPart(
                key="idee-1",
                text="Commencer par l’ombre : une cour test à l’école des Tilleuls dès ce printemps",
                reason="C’est la cour la plus chaude de la commune, et l’équipe enseignante est prête.",
                conditions="Un référent technique nommé, et l’entretien inscrit au budget pour trois ans.",
                table="Table 2",
                rapporteur="Awa Diallo",
                theme="ombre",
                key_quote=3,
                sources=(1, 3, 6, 2),
                reactions=(
                    note(15, "Le conseil départemental finance la moitié d’un diagnostic d’ombre"),
                    note(16, "Et la cantine ? C’est la pièce la plus chaude de l’école"),
                ),
            ),
            StrongIdeaPart(
                key="idee-2",
                text="Écrire l’entretien avant de planter",
                reason="Les arbres plantés en 2021 sont morts faute d’arrosage.",
                table="Table 1",
                theme="entretien",
                sources=(2, 5),
            ),
        ),
        outside=(note(10, "Et si on refaisait aussi la peinture du gymnase ?"),),
        set_aside=(
            SetAsidePart(
                note=note(13, "Mme B. n’arrose jamais rien"),
                reason="Vise une personne ; l’idée est reprise sous « Qui arrose ».",
            ),
        ),
        withdrawn=1,
    )


def moving() -> QuestionPart:
    return QuestionPart(
        number=2,
        text="Que faut-il pour que l’on vienne au travail autrement que seul en voiture ?",
        address="/ateliers/K7MA9QRT/questions/2",
        themes=(
            ThemePart(
                key="horaires",
                title="Des horaires qui permettent le car et le covoiturage",
                key_quote=1,
                votes=VotesPart(phones=5, paper=6),
                notes=(
                    note(1, "Le car de 7 h 12 arrive à 7 h 58 : il suffirait d’embaucher à 8 h 05", 3),
                    note(2, "Décaler l’embauche d’un quart d’heure dans la zone d’activité"),
                    note(3, "Un tableau des trajets à côté de la machine à café, pas une appli de plus"),
                ),
            ),
            ThemePart(
                key="velo",
                title="Un vélo que l’on retrouve le soir",
                notes=(
                    note(4, "Stationnement fermé à la gare : deux vols le mois dernier", 2),
                    note(5, "Une piste continue entre la gare et l’hôpital, sans le trou du rond-point", 5),
                    note(6, "Prêt de vélos à assistance électrique pendant un mois, pour essayer"),
                ),
            ),
        ),
        strong_ideas=(
            StrongIdeaPart(
                key="idee-3",
                text="Accorder les horaires d’embauche et ceux du car, entreprise par entreprise",
                reason="Sept minutes séparent aujourd’hui l’arrivée du car et l’embauche.",
                conditions="Réunir l’intercommunalité, trois employeurs et le transporteur avant la rentrée.",
                table="Table 3",
                rapporteur="Luc Ferrand",
                theme="horaires",
                key_quote=1,
                sources=(1, 2),
            ),
        ),
        set_aside=(SetAsidePart(note=note(7, "Test test"), reason="Essai d’écriture."),),
    )


def air() -> QuestionPart:
    return QuestionPart(
        number=3,
        text="Comment agir ensemble contre la fumée des chauffages au bois ?",
        address="/ateliers/K7MA9QRT/questions/3",
        themes=(
            ThemePart(
                key="comprendre",
                title="Voir ce que l’on respire",
                notes=(
                    note(1, "Prêter des capteurs aux familles pendant une semaine d’hiver"),
                    note(2, "Montrer la courbe de la journée plutôt qu’une moyenne annuelle", 2),
                ),
            ),
            ThemePart(
                key="aider",
                title="Aider à changer d’appareil",
                notes=(
                    note(3, "Une aide versée avant les travaux : avancer 3 000 € est impossible", 6),
                    note(4, "Des achats groupés avec les artisans de la vallée"),
                    note(5, "Allumer par le haut : dix minutes de démonstration au marché", 2),
                ),
            ),
        ),
        outside=(note(6, "Qui vérifie les feux de déchets verts ?"),),
    )


def report() -> ReportSource:
    """What an organiser would hand out the day after."""
    return ReportSource(
        title="Une journée pour respirer : écoles, trajets, chauffages",
        code="K7MA9QRT",
        programme="Territoires qui respirent",
        gathering=GatheringPart(
            title="Rencontre de Valmont", day=date(2026, 10, 14), place="salle des fêtes de Valmont"
        ),
        address="https://essaim.example/ateliers/K7MA9QRT/compte-rendu",
        purpose="Mettre en commun ce que chaque commune a déjà essayé, et choisir par quoi commencer.",
        harvest="Une ou deux idées fortes par table, avec leurs conditions.",
        rules=(
            "J’écoute jusqu’au bout avant de répondre.",
            "Je parle de ce que je connais.",
            "Une idée par note ; toutes les notes sont lues.",
        ),
        topology="Les groupes restent à leur table, les questions changent de table.",
        licence=LicencePart(
            code="CC-BY-SA-4.0",
            label="Creative Commons Attribution, partage dans les mêmes conditions, 4.0",
            url="https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
        ),
        state="final",
        state_day=date(2026, 10, 22),
        questions=(schoolyards(), moving(), air()),
        introduction="Quarante personnes se sont retrouvées un mardi de canicule.\nVoici ce qu’elles retiennent.",
        remarks=(note(17, "On a beaucoup parlé des enfants, jamais avec eux", table="", sequence=""),),
        plenary=(
            PlenaryPart(group="Table 2, les cours d’école", rapporteur="Awa Diallo", minutes=6, ideas=("idee-1",)),
            PlenaryPart(group="Table 1, les cours d’école", minutes=5, ideas=("idee-2",)),
            PlenaryPart(group="Table 3, les trajets", rapporteur="Luc Ferrand", minutes=5, ideas=("idee-3",)),
        ),
        headcount=24,
        attendance=(
            AttendancePart(kind="Communes et intercommunalités", count=11),
            AttendancePart(kind="Écoles et parents d’élèves", count=6),
            AttendancePart(kind="Associations", count=4),
            AttendancePart(kind="Entreprises", count=3),
        ),
        sequences=(
            SequencePart(title=OPENING, planned=25, real=27),
            SequencePart(title=ENRICHING, planned=20, real=20),
            SequencePart(title=CONCLUDING, planned=20, real=18),
            SequencePart(title="Plénière", planned=20),
        ),
        amendments=(
            AmendmentPart(
                day=date(2026, 10, 17),
                text="Préciser que la mesure de 43 °C a été faite par les élèves.",
                about="De l’ombre avant la prochaine canicule",
                state="accepted",
                answer="Ajouté à la note 11.",
            ),
        ),
        made_how=(
            "Les notes ont été écrites par les personnes présentes, puis regroupées à chaque table pendant "
            "l’atelier. Les titres des thèmes sont ceux des tables. Rien n’a été réécrit."
        ),
    )


def large_report(notes: int = 400) -> ReportSource:
    """As many notes as a day of sixty people gives, spread over thirty themes."""
    # Notes of a real day are short: 46 bytes on average where we could count them.
    texts = [part.text[:48] for question in report().questions for part in question.all_notes()]
    written = [note(number, texts[number % len(texts)]) for number in range(1, notes + 1)]
    themes = tuple(
        ThemePart(key=f"t{start}", title=f"Thème {start // 14 + 1}", notes=tuple(written[start : start + 14]))
        for start in range(0, notes, 14)
    )
    ideas = tuple(replace(idea, theme="", reactions=()) for idea in schoolyards().strong_ideas)
    question = replace(schoolyards(), themes=themes, strong_ideas=ideas, outside=(), set_aside=())
    return replace(report(), questions=(question,), plenary=(), remarks=())
