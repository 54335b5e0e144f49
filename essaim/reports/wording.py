"""The sentences of a report, the same in every format."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.kit.language_model import Why
from essaim.reports.source import (
    Coverage,
    ErasedPart,
    GatheringPart,
    NotePart,
    PhotoPart,
    QuestionPart,
    ReportSource,
    StrongIdeaPart,
    ThemePart,
)
from essaim.reports.telling import Flaw


def day(value: date) -> str:
    return date_format(value, "j F Y")


def coverage_sentence(coverage: Coverage) -> str:
    """« 143 contributions reçues, 134 reprises, 9 écartées. »"""
    if not coverage.received:
        return _("Aucune contribution reçue.")
    said = [
        ngettext("%(n)s contribution reçue", "%(n)s contributions reçues", coverage.received)
        % {"n": coverage.received},
        ngettext("%(n)s reprise", "%(n)s reprises", coverage.used) % {"n": coverage.used}
        if coverage.used
        else _("aucune reprise"),
        ngettext("%(n)s écartée", "%(n)s écartées", coverage.set_aside) % {"n": coverage.set_aside}
        if coverage.set_aside
        else _("aucune écartée"),
    ]
    if coverage.outside:
        said.append(ngettext("%(n)s hors thème", "%(n)s hors thème", coverage.outside) % {"n": coverage.outside})
    return ", ".join(said) + "."


def withdrawn_sentence(coverage: Coverage) -> str:
    """What people took back is counted apart: nothing of it is kept."""
    if not coverage.withdrawn:
        return ""
    return ngettext(
        "%(n)s contribution a été retirée par la personne qui l’avait écrite.",
        "%(n)s contributions ont été retirées par les personnes qui les avaient écrites.",
        coverage.withdrawn,
    ) % {"n": coverage.withdrawn}


def erased_sentence(erased: ErasedPart | None) -> str:
    """A published report does not change in silence: what people took back since is counted."""
    if erased is None:
        return ""
    said = [
        ngettext("%(n)s contribution retirée", "%(n)s contributions retirées", erased.notes),
        ngettext("%(n)s contribution reformulée", "%(n)s contributions reformulées", erased.reworded),
        ngettext("%(n)s nom effacé", "%(n)s noms effacés", erased.names),
        ngettext("%(n)s photo retirée", "%(n)s photos retirées", erased.photos),
    ]
    counts = (erased.notes, erased.reworded, erased.names, erased.photos)
    what = ", ".join(words % {"n": count} for words, count in zip(said, counts, strict=True) if count)
    sentence = _("Depuis la publication, à la demande de personnes concernées : %(what)s (dernière fois le %(day)s).")
    return sentence % {"what": what, "day": day(erased.day)}


def state_sentence(source: ReportSource) -> str:
    labels = {
        "live": _("Atelier en cours"),
        "over": _("Atelier terminé, compte rendu pas encore rédigé"),
        "draft": _("Brouillon"),
        "amendable": _("Ouvert aux amendements"),
        "final": _("Version définitive"),
    }
    label = labels[source.state]
    if source.state_day is None:
        return label
    return _("%(state)s, le %(day)s") % {"state": label, "day": day(source.state_day)}


def missing_photo(photo: PhotoPart) -> str:
    """What stands where a photo was: its file is gone, its description is not."""
    return _("Photo absente : %(what)s") % {"what": photo.caption or photo.alt}


def gathering_line(gathering: GatheringPart) -> str:
    """« Rencontre de Valmont, 14 octobre 2026, salle des fêtes »"""
    said = [gathering.title, day(gathering.day) if gathering.day else "", gathering.place]
    return ", ".join(part for part in said if part)


def quoted_title() -> str:
    return _("Reprises dans une idée forte, sans thème")


def outside_title() -> str:
    return _("Hors thème")


def aside_title() -> str:
    return _("Écartées, et pourquoi")


def handed_title() -> str:
    return _("Remises après la cloche, à décider")


def times(count: int) -> str:
    return f"×{count}"


def theme_count(theme: ThemePart) -> str:
    """« ×12, en 9 contributions »"""
    notes = sum(1 for note in theme.all_notes())
    return ngettext("×%(count)s, en %(n)s contribution", "×%(count)s, en %(n)s contributions", notes) % {
        "count": theme.count,
        "n": notes,
    }


def note_label(note: NotePart) -> str:
    """« 12 · Table 2 · ×3 », the first line of a note; short, so that it stays one line."""
    count = times(note.count) if note.count > 1 else ""
    return " · ".join(part for part in (str(note.number), note.table[:20], count) if part)


def question_heading(question: QuestionPart) -> str:
    return f"{question.number}. {question.text}"


def stance_label(note: NotePart) -> str:
    labels = {
        "": "",
        "new": _("idée nouvelle"),
        "enriches": _("enrichit ce qui précède"),
        "nuances": _("nuance ce qui précède"),
        "opposes": _("s’oppose à ce qui précède"),
    }
    return labels[note.stance]


def carried_by(idea: StrongIdeaPart) -> str:
    """« Table 2, rapportée par Awa Diallo »; the name is there only when the person agreed."""
    rapporteur = _("rapportée par %(name)s") % {"name": idea.rapporteur} if idea.rapporteur else ""
    return ", ".join(part for part in (idea.table, rapporteur) if part)


def note_numbers(numbers: tuple[int, ...]) -> str:
    listed = ", ".join(str(number) for number in numbers)
    return ngettext("contribution n° %(listed)s", "contributions n° %(listed)s", len(numbers)) % {"listed": listed}


def headcount_sentence(headcount: int) -> str:
    return ngettext("%(n)s personne présente.", "%(n)s personnes présentes.", headcount) % {"n": headcount}


def minutes(value: int | None) -> str:
    return "" if value is None else _("%(n)s min") % {"n": value}


def answer_label(state: str) -> str:
    labels = {"proposed": _("À l’étude"), "accepted": _("Retenu"), "declined": _("Non retenu")}
    return labels[state]


def reaction_number(note: NotePart) -> str:
    """« R3 »: the plenary counts by itself, and its third note is not the third of a question."""
    return f"R{note.number}"


def reaction_label(note: NotePart) -> str:
    """« R3 · ×2 », the first line of what the plenary answered."""
    return " · ".join(part for part in (reaction_number(note), times(note.count) if note.count > 1 else "") if part)


def anchor_of_reaction(note: NotePart) -> str:
    return f"r{note.number}"


def anchor_of_note(question: QuestionPart, number: int) -> str:
    """Numbers start again at each question, so the anchor carries both."""
    return f"n{question.number}-{number}"


def rank_of_idea(question: QuestionPart, idea: StrongIdeaPart) -> int:
    return question.strong_ideas.index(idea) + 1


def anchor_of_idea(question: QuestionPart, idea: StrongIdeaPart) -> str:
    return f"i{question.number}-{rank_of_idea(question, idea)}"


def anchor_of_theme(question: QuestionPart, theme: ThemePart) -> str:
    return f"t{question.number}-{question.themes.index(theme) + 1}"


def flaw_words(flaw: Flaw) -> str:
    return {
        Flaw.NO_LINK: _("Elle ne renvoie à aucune note."),
        Flaw.NO_NOTE: _("Elle renvoie à une note qui n’est pas (ou plus) dans cette synthèse."),
        Flaw.ALTERED: _("Elle cite des mots qui ne sont pas dans les notes qu’elle nomme."),
        Flaw.SHAPE: _("Elle n’a pas la forme demandée : un texte et des numéros."),
        Flaw.SEVERAL: _("Elle se lirait comme plusieurs phrases, ou comme une moitié de phrase."),
        Flaw.MARKS: _("Elle contient des signes que l’on pourrait prendre pour une citation, un lien ou du code."),
        Flaw.TOO_LONG: _("Elle est trop longue, ou de trop."),
        Flaw.NO_WORD: _("Elle ne reprend aucun mot des notes qu’elle nomme."),
        Flaw.LANGUAGE: _("Elle n’est pas dans la langue du compte rendu."),
    }[flaw]


def model_label(writer: str) -> str:
    """What follows each sentence that nobody has rewritten since the model wrote it."""
    return _("(modèle de langue : %(writer)s)") % {"writer": writer}


def no_answer_words(why: Why) -> str:
    return {
        Why.UNREACHABLE: _("Le modèle de langue est injoignable."),
        Why.LATE: _("Le modèle de langue n’a pas répondu à temps."),
        Why.REFUSED: _("Le serveur du modèle de langue a refusé la demande, ou l’a renvoyée ailleurs."),
        Why.TOO_LONG: _("La réponse était trop longue : elle n’a pas été lue."),
        Why.TOO_MUCH: _("Ses notes sont trop longues pour une seule demande."),
        Why.UNREADABLE: _("La réponse n’avait pas la forme demandée."),
    }[why]
