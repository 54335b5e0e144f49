"""Typing paper notes back: choose the sheet, type its lines, look, confirm."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from essaim.boards.models import Theme
from essaim.kit.refusal import Refused
from essaim.people.models import Person
from essaim.workshops.domain import retyping
from essaim.workshops.domain.retyping import Fate, Row, Sheet, Written
from essaim.workshops.models import Workshop
from essaim.workshops.paper.sheet_id import CARDS, DOTS, RELAY, TABLE, SheetId, sheet_typed
from essaim.workshops.paper.typed import Typed, lines_typed, typed_again
from essaim.workshops.queries import last_round
from essaim.workshops.views.facilitator_doors import for_team, see_other

CONFIRM = "confirm"
CORRECT = "correct"


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def retype(request: HttpRequest, workshop: Workshop) -> HttpResponseBase:
    """The sheet is chosen, then typed, then confirmed: three states of one page."""
    asked = request.POST if request.method == "POST" else request.GET
    if not asks_sheet(asked):
        return choosing(request, workshop)
    try:
        sheet = sheet_asked(asked, workshop)
    except Refused as refusal:
        return choosing(request, workshop, refusal)
    if request.method != "POST":
        known = retyping.already(sheet).values()
        return typing(request, sheet, typed_again([typed_of(note) for note in known]), known=len(known))
    return typed(request, sheet)


def asks_sheet(asked: QueryDict) -> bool:
    return bool(asked.get("feuille", "").strip() or asked.get("table"))


def sheet_asked(asked: QueryDict, workshop: Workshop) -> Sheet:
    """The sheet by the name printed on it, or by its table and sequence."""
    if name := asked.get("feuille", "").strip():
        sheet = sheet_typed(name, workshop.code)
        if sheet.kind == RELAY:
            return retyping.relay_sheet(workshop, sheet.number, sheet.round)
        if sheet.kind == DOTS:
            raise Refused(
                _("Les gommettes d’une feuille de vote se comptent au pupitre, au moment du vote."),
                code="dots-sheet",
                status=422,
            )
        if sheet.kind == CARDS:
            raise Refused(
                _("Ces cartes se saisissent au pupitre de la question %(number)s, sous « Sur papier ».")
                % {"number": sheet.number},
                code="cards-sheet",
                status=422,
            )
        if sheet.kind != TABLE or not sheet.round:
            raise Refused(
                _("On n’écrit pas de notes sur cette feuille. Prenez une feuille de table ou un passage de témoin."),
                code="no-notes-sheet",
                status=422,
            )
        return retyping.table_sheet(workshop, sheet.number, sheet.round, sheet.page)
    numbers = [number_in(asked.get(name, "")) for name in ("table", "sequence", "page")]
    return retyping.table_sheet(workshop, *numbers)


def number_in(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0


def choosing(request: HttpRequest, workshop: Workshop, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "workshop": workshop,
        "refusal": refusal,
        "named": request.GET.get("feuille", ""),
        "tables": workshop.tables.all(),
        "rounds": range(1, last_round(workshop) + 1),
        "example": SheetId(workshop.code, TABLE, 1, 1, 1),
        "chosen": {name: number_in(request.GET.get(name, "")) for name in ("table", "sequence", "page")},
    }
    return render(request, "workshops/paper/choose_sheet.html", context, status=refusal.status if refusal else 200)


def named(sheet: Sheet) -> SheetId:
    return sheet_id_of(sheet.workshop.code, sheet)


def sheet_id_of(code: str, sheet: Sheet) -> SheetId:
    kind, number = (TABLE, sheet.table) if sheet.table else (RELAY, sheet.question.number)
    page = int(sheet.name.rpartition("p")[2]) if sheet.table else 0
    return SheetId(code, kind, number, sheet.round, page)


def shown(sheet: Sheet) -> dict[str, Any]:
    """What every state of the page says of the sheet."""
    table = sheet.workshop.tables.filter(number=sheet.table).first() if sheet.table else None
    return {"workshop": sheet.workshop, "sheet": sheet, "name": named(sheet), "table": table}


def typing(
    request: HttpRequest, sheet: Sheet, text: str, *, known: int = 0, refusal: Refused | None = None
) -> HttpResponse:
    context = {**shown(sheet), "text": text, "known": known, "refusal": refusal}
    return render(request, "workshops/paper/type_sheet.html", context, status=refusal.status if refusal else 200)


def typed(request: HttpRequest, sheet: Sheet) -> HttpResponseBase:
    """What was typed is looked at, corrected, or kept."""
    act = request.POST.get("act", "")
    notes = lines_typed(request.POST["text"]) if "text" in request.POST else fields_typed(request.POST)
    if act == CORRECT:
        return typing(request, sheet, typed_again(notes))
    try:
        if not notes:
            raise Refused(_("Aucune note n’est tapée. Écrivez-en une par ligne."), code="empty", status=422)
        written = [Written(note.text, note.count, note.theme) for note in notes]
        rows = retyping.retype(
            sheet=sheet, written=written, by=cast(Person, request.user), now=timezone.now(), dry_run=act != CONFIRM
        )
    except Refused as refusal:
        text = request.POST["text"] if "text" in request.POST else typed_again(notes)
        return typing(request, sheet, text, refusal=refusal)
    return kept(request, sheet, rows) if act == CONFIRM else previewed(request, sheet, rows)


def fields_typed(posted: QueryDict) -> list[Typed]:
    """The rows of the preview, as they were corrected there; a row left empty is no note."""
    rows = zip(posted.getlist("note"), posted.getlist("count"), posted.getlist("theme"), strict=False)
    return [Typed(text, number_in(count.strip()), theme) for text, count, theme in rows if text.strip()]


def previewed(request: HttpRequest, sheet: Sheet, rows: list[Row]) -> HttpResponse:
    context = {
        **shown(sheet),
        "rows": rows,
        "fresh": sum(row.fate == Fate.NEW for row in rows),
        "themes": Theme.objects.filter(board=sheet.question.board_id, is_removed=False),
    }
    return render(request, "workshops/paper/check_sheet.html", context)


def kept(request: HttpRequest, sheet: Sheet, rows: list[Row]) -> HttpResponseBase:
    fresh = sum(row.fate == Fate.NEW for row in rows)
    sentence = ngettext(
        "%(count)s note enregistrée sur la question %(number)s.",
        "%(count)s notes enregistrées sur la question %(number)s.",
        fresh,
    ) % {"count": fresh, "number": sheet.question.number}
    if len(rows) > fresh:
        sentence += " " + ngettext(
            "%(count)s était déjà saisie et n’a pas été doublée.",
            "%(count)s étaient déjà saisies et n’ont pas été doublées.",
            len(rows) - fresh,
        ) % {"count": len(rows) - fresh}
    messages.success(request, sentence)
    return see_other(reverse("workshops:retype", args=[sheet.workshop.code]))


def typed_of(note: Any) -> Typed:
    theme = note.theme.title if note.theme and not note.theme.is_removed else ""
    return Typed(note.text, note.count, theme)
