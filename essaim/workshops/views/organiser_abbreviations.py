"""The lexicon of abbreviations: read by every team, changed by administrators."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from essaim.boards.domain import abbreviating
from essaim.kit.refusal import Refused, refuses
from essaim.people.requests import PersonRequest
from essaim.synthesis import lexicon
from essaim.workshops.views.organiser_shell import form_page


@form_page
def abbreviations(request: PersonRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return screen(request, abbreviating.written())
    text = request.POST.get("text", "")
    try:
        number = abbreviating.keep(text=text, by=request.user, now=timezone.now())
    except Refused as refusal:
        if refusal.status == 403:
            raise
        return screen(request, text, refusal)
    told = ngettext(
        "%(n)s sigle ajouté à ceux d’Essaim. Les prochaines propositions en tiennent compte.",
        "%(n)s sigles ajoutés à ceux d’Essaim. Les prochaines propositions en tiennent compte.",
        number,
    )
    messages.success(request, told % {"n": number})
    return redirect("workshops:abbreviations")


def screen(request: HttpRequest, text: str, refusal: Refused | None = None) -> HttpResponse:
    own, puzzles = abbreviating.read(text)
    context = {
        "text": text,
        "refusal": refusal,
        "puzzles": puzzles,
        "own": own,
        "may_change": not refuses(abbreviating.check_may_abbreviate, request.user),
        "bundled": sorted(lexicon.bundled().items()),
    }
    return render(request, "workshops/organiser/abbreviations.html", context, status=refusal.status if refusal else 200)
