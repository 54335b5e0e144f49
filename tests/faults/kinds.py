"""Every fault that a run may strike with, under the name it has in the published table."""

from enum import StrEnum


class Net(StrEnum):
    """What the proxy does to one connection."""

    LOST_REQUEST = "demande perdue"
    LOST_ANSWER = "réponse perdue après l’écriture"
    RESET_REQUEST = "connexion rompue pendant la demande"
    TORN_ANSWER = "réponse tronquée"
    HALF_OPEN = "connexion à demi ouverte"
    BYTE_BY_BYTE = "un octet à la fois"
    SLOW = "latence de 0,4 à 5 s"
    PORTAL_PAGE = "portail captif : page 200"
    PORTAL_MOVED = "portail captif : renvoi 302"
    PORTAL_ASKS = "portail captif : 511"
    OTHER_ANSWER = "réponse d’une autre demande"
    DOUBLED = "demande doublée en chemin"
    LATE_REQUEST = "demande en retard, après ses relances"
    CUT = "30 % des connexions coupées"
    AWAY = "longue coupure"


class Phone(StrEnum):
    """What the people, or their phones, do."""

    DOUBLE = "double envoi simultané"
    AGAIN = "renvoi d’une note déjà accusée"
    STRANGER = "jeton inconnu en cours de route"
    FORMER = "ancien client sur le nouveau serveur"
    STEAL = "clé d’une autre place"
    REBOOT = "téléphone redémarré pendant l’envoi"
    DROWNED = "téléphone perdu pour de bon"


class Blow(StrEnum):
    """What is done to the processes, the disk, the clock."""

    KILL_APP = "kill -9 de l’application"
    KILL_DATABASE = "kill -9 de PostgreSQL et de ses enfants"
    STOP_APP = "SIGSTOP de l’application"
    STOP_DATABASE = "SIGSTOP de PostgreSQL"
    CUT_SESSIONS = "sessions PostgreSQL rompues"
    LOCK = "verrou tenu sur les panneaux"
    RESTART = "redémarrage en pleine séquence"
    FULL_DISK = "disque plein"
    READ_ONLY = "disque ou base en lecture seule"
    CLOCK_FORWARD = "horloge avancée de 3 jours"
    CLOCK_BACK = "horloge reculée d’une heure"
    CLOCK_SUMMER = "passage à l’heure d’été"
    TWO_CONDUCTORS = "deux conducteurs pressent « suivante »"
    STORM = "salle à 30 % de coupures"
    PORTAL = "portail captif devant tous"
    OFFLINE = "salle sans réseau"
