from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Act(TextChoices):
    """What a sequence allows. Nothing else asks "are we in phase 2?"."""

    WRITE = "write", _("écrire des notes")
    RECAP = "recap", _("lire le passage de témoin")
    GROUP = "group", _("grouper en thèmes")
    VOTE = "vote", _("poser des gommettes")
    CHOOSE_SPEAKER = "choose-speaker", _("choisir un rapporteur ou une rapporteuse")
    MARK_STRONG = "mark-strong", _("retenir des idées fortes")
    REPORT_BACK = "report-back", _("restituer en plénière")


class Topology(TextChoices):
    """Who moves at the bell; the memory belongs to the question in each case."""

    FACILITATORS_MOVE = "facilitators-move", _("les groupes restent, l’animation change de salle")
    PARTICIPANTS_MOVE = "participants-move", _("les participants changent de table, l’animation reste")
    FREE_REMIX = "free-remix", _("les tables sont recomposées librement à chaque séquence")


class State(TextChoices):
    DRAFT = "draft", _("en préparation")
    OPEN = "open", _("accueil ouvert")
    RUNNING = "running", _("en cours")
    CLOSED = "closed", _("terminé")


# Each state and those that may follow; reopening is allowed, since people press the wrong button.
NEXT_STATES = {
    State.DRAFT: {State.OPEN},
    State.OPEN: {State.DRAFT, State.RUNNING},
    State.RUNNING: {State.CLOSED},
    State.CLOSED: {State.RUNNING},
}


class Kind(TextChoices):
    """What the people in the room are doing, all together."""

    ROUND = "round", _("séquence autour des questions")
    TRANSITION = "transition", _("déplacement")
    PLENARY = "plenary", _("plénière")
    BREAK = "break", _("pause")


class ActorKind(TextChoices):
    """The type of organisation somebody comes from; attendance is counted by it, never by name."""

    COLLECTIVITE = "collectivite", _("collectivité")
    ELU = "elu", _("élu·e")
    ETAT = "etat", _("État et opérateurs")
    ASSOCIATION = "association", _("association")
    ENTREPRISE = "entreprise", _("entreprise")
    RECHERCHE = "recherche", _("recherche et enseignement")
    HABITANT = "habitant", _("habitant·e")
    AUTRE = "autre", _("autre")


class ImportState(TextChoices):
    """Where a file of notes is, from the upload to the board."""

    READING = "reading", _("en lecture")
    READY = "ready", _("à confirmer")
    GOING_ON = "going-on", _("en cours")
    STOPPED = "stopped", _("arrêté")
    DONE = "done", _("terminé")
    TAKING_BACK = "taking-back", _("retrait en cours")
    TAKEN_BACK = "taken-back", _("retiré")
