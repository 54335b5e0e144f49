"""At the bell: freeze what the next group inherits. At the end: who speaks, and for which ideas."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.boards.domain.relaying import content_of
from essaim.boards.domain.retaining import STRONG_IDEAS
from essaim.boards.models import Board, Idea, Relay
from essaim.boards.queries import grouped
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.desk import Desk, Sitting, opening_of
from essaim.workshops.domain import concluding, plenary
from essaim.workshops.enums import Act, Kind
from essaim.workshops.models import Rapporteur
from essaim.workshops.queries import seats_at
from essaim.workshops.views.facilitator import shared
from essaim.workshops.views.facilitator_doors import at_desk, decides, team_member, told
from essaim.workshops.views.facilitator_sorting import asked, cut

FIELDS = ("text", "reason", "conditions", "theme", "quote")


@reads_only
@at_desk
def conclusion(request: HttpRequest, desk: Desk) -> HttpResponse:
    return conclusion_screen(request, desk)


def conclusion_screen(request: HttpRequest, desk: Desk, refusal: Refused | None = None) -> HttpResponse:
    sitting = desk.sitting(request.POST.get("table") or request.GET.get("table"))
    revision = Board.objects.values_list("revision", flat=True).get(pk=desk.board.pk)
    context = {
        **shared(request, desk, refusal),
        **relay_of(desk),
        "revision": revision,
        "sitting": sitting,
        "picture": grouped(desk.board),
        "speaker_waits": opening_of(desk.workshop, Act.CHOOSE_SPEAKER, now=timezone.now()),
        "ideas_wait": opening_of(desk.workshop, Act.MARK_STRONG, now=timezone.now()),
        "rapporteur": Rapporteur.objects.filter(table=sitting.table).select_related("seat").first()
        if sitting
        else None,
        "seats": seats_at(desk.workshop, sitting.table.number, desk.round) if sitting else [],
        "forms": idea_forms(request, desk, sitting) if sitting else [],
    }
    status = refusal.status if refusal else 200
    return render(request, "workshops/facilitator/conclusion.html", context, status=status)


def relay_of(desk: Desk) -> dict[str, Any]:
    """The relay of the turn going on, and whether the board has moved since it was frozen."""
    round = concluding.round_to_freeze(desk.workshop)
    relay = Relay.objects.filter(board=desk.board, round=round).order_by("-version").first()
    return {
        "relay_round": round,
        "is_last": round >= desk.rounds,
        "has_plenary": desk.workshop.sequences.filter(kind=Kind.PLENARY).exists(),
        "relay": relay,
        "has_moved": relay is not None and relay.content != content_of(desk.board),
    }


def idea_forms(request: HttpRequest, desk: Desk, sitting: Sitting) -> list[dict[str, Any]]:
    """One form for each idea that the group retains, and an empty one while it may retain another."""
    ideas = Idea.objects.filter(board=desk.board, group=sitting.table.number, is_removed=False)
    forms = [kept_form(idea) for idea in ideas.select_related("theme", "key_note")]
    typed = request.POST.get("idea", "")
    is_new = bool(typed) and typed not in {form["key"] for form in forms}
    if len(forms) < STRONG_IDEAS:
        forms.append({"key": typed if is_new else str(uuid.uuid4()), "idea": None})
    for form in forms:
        if form["key"] == typed:
            form.update({name: request.POST.get(name, "") for name in FIELDS})
    return forms


def kept_form(idea: Idea) -> dict[str, Any]:
    quote = f"{idea.key_note.number}. {cut(idea.key_note.text)}" if idea.key_note else ""
    theme = str(idea.theme.key) if idea.theme else ""
    values = (idea.text, idea.reason, idea.conditions, theme, quote)
    return {"key": str(idea.key), "idea": idea, **dict(zip(FIELDS, values, strict=True))}


@decides(conclusion_screen)
def freeze(request: HttpRequest, desk: Desk) -> str:
    relay = concluding.freeze(question=desk.question, by=team_member(request), now=timezone.now())
    return _("Le passage de témoin %(round)s est figé (version %(version)s).") % {
        "round": relay.round,
        "version": relay.version,
    }


def sitting_asked(request: HttpRequest, desk: Desk) -> Sitting:
    sitting = desk.sitting(request.POST.get("table"))
    if sitting is None:
        raise Refused(_("Aucune table ne travaille sur cette question en ce moment."), status=422)
    return sitting


def back_to(desk: Desk, sitting: Sitting) -> str:
    address = reverse("workshops:desk_conclusion", args=[desk.workshop.code, desk.question.number])
    return f"{address}?table={sitting.table.number}"


@decides(conclusion_screen)
def rapporteur(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One person speaks for a table; another one only when the form says that it replaces the first."""
    sitting = sitting_asked(request, desk)
    here = seats_at(desk.workshop, sitting.table.number, desk.round)
    chosen = next((seat for seat in here if str(seat.key) == request.POST.get("seat")), None)
    speaker = plenary.choose_rapporteur(
        workshop=desk.workshop,
        table=sitting.table,
        by=team_member(request),
        seat=chosen,
        name=request.POST.get("name", ""),
        agrees_to_be_named="agrees" in request.POST,
        replaces="replaces" in request.POST,
    )
    sentence = _("%(name)s parlera pour %(table)s.") % {"name": speaker, "table": sitting.table.name}
    return told(request, desk, sentence, back_to(desk, sitting))


@decides(conclusion_screen)
def idea(request: HttpRequest, desk: Desk) -> HttpResponse:
    sitting, typed = sitting_asked(request, desk), request.POST
    said = concluding.Said(
        key=typed.get("idea", ""),
        text=typed.get("text", ""),
        reason=typed.get("reason", ""),
        conditions=typed.get("conditions", ""),
        theme=typed.get("theme", ""),
        quote=typed.get("quote", ""),
    )
    kept = concluding.retain(table=sitting.table, idea=said, **asked(request, desk))
    sentence = _("Idée forte retenue : « %(text)s »") % {"text": cut(kept.text)}
    return told(request, desk, sentence, back_to(desk, sitting))


@decides(conclusion_screen)
def drop(request: HttpRequest, desk: Desk) -> HttpResponse:
    sitting = sitting_asked(request, desk)
    dropped = concluding.drop(key=request.POST.get("idea", ""), **asked(request, desk))
    sentence = _("« %(text)s » n’est plus retenue.") % {"text": cut(dropped.text)}
    return told(request, desk, sentence, back_to(desk, sitting))
