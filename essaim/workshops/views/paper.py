"""The paper kit: what to print, and the files."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from essaim.kit.addresses import absolute
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.workshops.access import may_organise
from essaim.workshops.models import Workshop
from essaim.workshops.paper.collecting import kit_of
from essaim.workshops.paper.pages import Options
from essaim.workshops.paper.pieces import BY_KEY, WHOLE_KIT, counts_of
from essaim.workshops.paper.printing import LANGUAGE, printed
from essaim.workshops.views.facilitator_doors import for_team


@reads_only
@for_team
def paper(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The list of pieces with their pages, and how to print them."""
    kit = kit_of(workshop, absolute=partial(absolute, request))
    options = options_of(request)
    counts = counts_of(kit, options)
    context: dict[str, Any] = {
        "workshop": workshop,
        "kit": kit,
        "pieces": counts,
        "total": sum(pages for _piece, pages in counts),
        "is_large": options.is_large,
        "organises": may_organise(request.user, workshop),
    }
    return render(request, "workshops/paper/paper.html", context)


@reads_only
@for_team
def sheet(request: HttpRequest, workshop: Workshop, piece: str) -> HttpResponse:
    """One piece of the kit, or all of it, as a PDF."""
    if piece not in BY_KEY and piece != WHOLE_KIT:
        raise Http404
    # The rules of the badges and the drawing are put into words here, not in the templates of the sheets.
    with override(LANGUAGE):
        kit = kit_of(workshop, absolute=partial(absolute, request))
    if not kit.questions or not kit.places or not kit.rounds:
        raise Refused(
            _("Il manque des questions, des tables ou des séquences : complétez la préparation, puis revenez."),
            code="not-ready",
        )
    answer = HttpResponse(printed(piece, kit, options_of(request)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="essaim-{workshop.code}-{piece}.pdf"'
    return answer


def options_of(request: HttpRequest) -> Options:
    number = request.GET.get("numero", "")
    return Options(
        is_large=request.GET.get("grand") == "1",
        is_a3=request.GET.get("format") == "a3",
        badge=int(number) if number.isascii() and number.isdigit() and len(number) < 5 else None,
    )
