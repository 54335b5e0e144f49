"""How a synthesis came to be, told to whoever doubts it: who grouped, what the machine did, what can be checked."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.boards.domain.proposing import Kept, kept_of
from essaim.reports.source import QuestionPart
from essaim.reports.telling import flaws_of, sentences_of
from essaim.reports.wording import model_label
from essaim.workshops.models import Question


def made_how(questions: Sequence[Question], parts: Sequence[QuestionPart]) -> str:
    """Sentences for the end of every format of the report."""
    return " ".join(
        [
            _(
                "Les thèmes sont ceux que l’équipe d’animation a retenus et nommés ; les nombres sont calculés à "
                "partir des notes, jamais saisis. Chaque note écartée l’est avec son motif."
            ),
            *help_told(kept_of([question.board for question in questions])),
            texts_told(parts),
            *model_told(parts),
        ]
    )


def help_told(kept: Kept) -> list[str]:
    """What the machine proposed, and how often people changed it; nothing where it was not asked."""
    if not kept.proposed:
        return [_("La machine n’a proposé aucune place aux notes.")]
    told = [
        ngettext(
            "La machine a proposé une place à %(n)s note ; les personnes en ont changé %(changed)s (%(percent)s %%).",
            "La machine a proposé une place à %(n)s notes ; les personnes en ont changé %(changed)s (%(percent)s %%).",
            kept.proposed,
        )
        % {"n": kept.proposed, "changed": kept.proposed - kept.kept, "percent": 100 - kept.percent}
    ]
    if kept.alone:
        told.append(
            ngettext(
                "Elle en a rangé %(n)s elle-même, avec l’accord de l’animation.",
                "Elle en a rangé %(n)s elle-même, avec l’accord de l’animation.",
                kept.alone,
            )
            % {"n": kept.alone}
        )
    return told


def texts_told(parts: Sequence[QuestionPart]) -> str:
    """Of the sentences of the summaries, how many a reader can check against the notes that they name."""
    written = [part for part in parts if part.summary.strip()]
    if not written:
        return _("Aucun résumé n’a été rédigé.")
    number = sum(len(sentences_of(part.summary)) for part in written)
    checked = number - sum(len(flaws_of(part.summary, part)) for part in written)
    drafted = _(
        "Les résumés sont enregistrés par l’équipe ; le brouillon que la machine propose n’assemble que des titres, "
        "des nombres et des citations."
    )
    linked = ngettext(
        "%(checked)s phrase sur %(number)s renvoie aux notes dont elle vient.",
        "%(checked)s phrases sur %(number)s renvoient aux notes dont elles viennent.",
        checked,
    )
    return f"{drafted} {linked % {'checked': checked, 'number': number}}"


def model_told(parts: Sequence[QuestionPart]) -> list[str]:
    """Which words are a language model's, and what was checked of them; nothing where there are none."""
    writers = sorted({said.writer for part in parts for said in part.by_model})
    if not writers:
        return []
    told = _(
        "Les phrases suivies de « %(labels)s » ont été rédigées par un modèle de langue. Essaim n’a gardé que celles "
        "qui renvoient à des notes de leur thème et n’en citent que les mots ; il ne vérifie pas qu’elles les résument "
        "bien."
    )
    return [told % {"labels": _(" » ou « ").join(model_label(writer) for writer in writers)}]
