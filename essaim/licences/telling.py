"""What a verdict says to people. Sentences are in French and made when they are read, so that an app may translate."""

from collections.abc import Callable

from essaim.licences.values import Answer, Code, PartKind, Reason

Gettext = Callable[[str], str]


def gettext_noop(sentence: str) -> str:
    """The sentence itself; its name lets catalogues of translations find it."""
    return sentence


ANSWERS = {
    Answer.YES: gettext_noop("C’est permis."),
    Answer.NO: gettext_noop("Ce n’est pas permis."),
    Answer.ASK: gettext_noop("À vérifier avant de publier : les licences seules ne suffisent pas à répondre."),
}

PARTS = {
    PartKind.RECORD: gettext_noop("La fiche « %(name)s »"),
    PartKind.FILE: gettext_noop("Le fichier « %(name)s »"),
    PartKind.CARD: gettext_noop("La carte « %(name)s »"),
    PartKind.PART: gettext_noop("La partie « %(name)s »"),
}

SENTENCES = {
    Code.CREDIT: gettext_noop(
        "%(part)s est sous %(licence)s : citez son titre, ses auteurs et autrices, son adresse et sa licence, et dites "
        "ce qui a changé."
    ),
    Code.CREDIT_AND_DATE: gettext_noop(
        "%(part)s est sous %(licence)s : citez sa source et la date de sa dernière mise à jour."
    ),
    Code.RESERVED: gettext_noop(
        "%(part)s est sous droits réservés : demandez d’abord une autorisation écrite aux personnes qui détiennent "
        "ces droits."
    ),
    Code.NO_LICENCE: gettext_noop(
        "%(part)s ne dit pas sa licence ; tous les droits sont alors réservés. Demandez une autorisation écrite, ou "
        "qu’une licence soit choisie."
    ),
    Code.NO_DERIVATIVES: gettext_noop(
        "%(part)s est sous %(licence)s, qui interdit de partager une adaptation. Vous pouvez en faire une pour votre "
        "seul usage, ou partager l’original sans changement."
    ),
    Code.NO_DERIVATIVES_AT_ALL: gettext_noop(
        "%(part)s est sous %(licence)s, qui interdit les adaptations. Même pour votre seul usage, une adaptation n’est "
        "possible que dans les cas prévus par la loi ; l’original peut être partagé sans changement."
    ),
    Code.SHARE_ALIKE: gettext_noop(
        "%(part)s est sous %(licence)s : ce que l’on en tire garde la même licence ou une licence reconnue compatible, "
        "et %(target)s n’en est pas une."
    ),
    Code.EARLIER_VERSION: gettext_noop(
        "%(part)s est sous %(licence)s : ce que l’on en tire peut prendre une version plus récente de cette licence, "
        "mais pas une version plus ancienne comme %(target)s."
    ),
    Code.FIRST_VERSION: gettext_noop(
        "%(part)s est sous %(licence)s : cette première version ne permet pas d’en prendre une autre."
    ),
    Code.ONE_WAY: gettext_noop(
        "%(part)s est sous %(licence)s : on peut passer de %(target)s à cette licence, mais pas l’inverse."
    ),
    Code.CANNOT_MIX: gettext_noop(
        "%(part)s est sous %(licence)s, qui ne se mélange pas dans une même œuvre avec d’autres parties sous %(other)s."
    ),
    Code.ALLOWS_COMMERCIAL_USE: gettext_noop(
        "%(part)s est sous %(licence)s, qui interdit l’usage commercial ; l’ensemble, sous %(target)s, le permettrait."
    ),
    Code.ASKS_NO_CREDIT: gettext_noop(
        "%(part)s est sous %(licence)s, qui demande une mention ; l’ensemble, sous %(target)s, n’en demanderait aucune."
    ),
    Code.LOSES_NON_COMMERCIAL: gettext_noop(
        "%(part)s est sous %(licence)s, qui interdit l’usage commercial ; %(target)s ne le dirait plus, alors que "
        "l’interdiction demeure. Ce choix est déconseillé : signalez au moins ce qui reste sous %(licence)s."
    ),
    Code.LOSES_CREDIT: gettext_noop(
        "%(part)s est sous %(licence)s, qui demande une mention ; %(target)s ne le dirait plus, alors que la mention "
        "reste due. Ce choix est déconseillé : signalez au moins ce qui reste sous %(licence)s."
    ),
    Code.RESERVED_TARGET: gettext_noop(
        "%(part)s est sous %(licence)s : vous pouvez réserver vos droits sur ce que vous ajoutez, pas sur ce que vous "
        "reprenez. Signalez ce qui reste sous %(licence)s."
    ),
    Code.RESERVED_WHOLE: gettext_noop(
        "%(part)s est sous %(licence)s, qui interdit l’usage commercial ; « tous droits réservés » ne dit pas si "
        "l’ensemble aura un usage commercial. Vérifiez-le."
    ),
    Code.PRODUCED_WORK: gettext_noop(
        "%(part)s est sous %(licence)s : une base de données que l’on en tire garde cette licence ; une œuvre que l’on "
        "en produit, comme une carte ou un graphique, peut en avoir une autre, avec une mention. Vérifiez dans quel "
        "cas vous êtes."
    ),
    Code.OTHER_KIND: gettext_noop(
        "%(part)s est sous %(licence)s, qui n’a pas été écrite pour les mêmes choses que %(target)s (contenu, données, "
        "logiciel ou matériel). Demandez un avis aux personnes qui détiennent les droits, ou à un service juridique."
    ),
    Code.UNSURE_PAIR: gettext_noop(
        "%(part)s est sous %(licence)s : aucun texte ne dit clairement si l’on peut passer à %(target)s. Demandez un "
        "avis aux personnes qui détiennent les droits, ou à un service juridique."
    ),
    Code.UNKNOWN: gettext_noop(
        "%(part)s dit sa licence ainsi : « %(licence)s », que nous ne reconnaissons pas. Demandez laquelle c’est."
    ),
    Code.WHICH_VERSION: gettext_noop(
        "%(part)s dit sa licence ainsi : « %(licence)s », sans dire laquelle de celles-ci : %(candidates)s. "
        "Demandez-le."
    ),
    Code.WHICH_LICENCE: gettext_noop(
        "%(part)s dit sa licence ainsi : « %(licence)s », qui n’est pas assez précis (peut-être %(candidates)s). "
        "Demandez laquelle c’est."
    ),
    Code.TARGET_SILENT: gettext_noop("Dites sous quelle licence vous voulez partager le résultat."),
    Code.TARGET_UNKNOWN: gettext_noop(
        "Nous ne reconnaissons pas la licence voulue, « %(target)s ». Choisissez-en une connue."
    ),
    Code.TARGET_VERSION: gettext_noop(
        "La licence voulue, « %(target)s », existe en plusieurs versions : %(candidates)s. Dites laquelle."
    ),
    Code.TARGET_LICENCE: gettext_noop(
        "La licence voulue, « %(target)s », n’est pas assez précise (peut-être %(candidates)s). Dites laquelle."
    ),
}


def sentence(reason: Reason, gettext: Gettext = gettext_noop) -> str:
    """Why, in one or two plain sentences."""
    names = dict(reason.names)
    if "kind" in names:
        names["part"] = gettext(PARTS[PartKind(names["kind"])]) % {"name": names["part"]}
    return gettext(SENTENCES[reason.code]) % names


def summary(answer: Answer, gettext: Gettext = gettext_noop) -> str:
    return gettext(ANSWERS[answer])
