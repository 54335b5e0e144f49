"""What organisers decide at the workbench: each form is one gesture, one decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.kit.refusal import Refused
from essaim.people.requests import PersonRequest
from essaim.programmes.models import Programme
from essaim.programmes.views.organiser import organises
from essaim.workbench.domain import deciding
from essaim.workbench.enums import Verdict
from essaim.workbench.ledger import Ledger
from essaim.workbench.queries import state_of
from essaim.workbench.views.door import back
from essaim.workshops.domain.sorting import uuid_of


def key_in(request: PersonRequest, name: str) -> str:
    """A key of the form; what is no key names nothing."""
    return str(uuid_of(request.POST.get(name, "")))


@require_POST
@organises
def gather(request: PersonRequest, programme: Programme) -> HttpResponse:
    """The themes ticked stand in one common theme."""
    themes = [str(uuid_of(key)) for key in request.POST.getlist("theme")]
    into = request.POST.get("into", "") and key_in(request, "into")
    common = deciding.gather(
        programme=programme,
        themes=themes,
        title=request.POST.get("title", ""),
        into=into,
        by=request.user,
        now=timezone.now(),
    )
    title = Ledger.of(state_of(programme)).titles[common]
    messages.success(request, _("C’est réuni sous « %(title)s ». Le journal permet de l’annuler.") % {"title": title})
    return back(request, "themes", programme)


@require_POST
@organises
def rename(request: PersonRequest, programme: Programme, key: object) -> HttpResponse:
    title = request.POST.get("title", "")
    deciding.rename(programme=programme, common=str(key), title=title, by=request.user, now=timezone.now())
    messages.success(request, _("Le thème commun est renommé."))
    return back(request, "common", programme, key)


@require_POST
@organises
def merge(request: PersonRequest, programme: Programme, key: object) -> HttpResponse:
    into = key_in(request, "into")
    deciding.merge(programme=programme, common=str(key), into=into, by=request.user, now=timezone.now())
    messages.success(request, _("Les deux thèmes communs n’en font plus qu’un. Le journal permet de l’annuler."))
    return back(request, "common", programme, into)


@require_POST
@organises
def take_out(request: PersonRequest, programme: Programme) -> HttpResponse:
    theme = key_in(request, "theme")
    deciding.take_out(programme=programme, theme=theme, by=request.user, now=timezone.now())
    messages.success(request, _("Le thème est sorti. Ses notes n’ont pas bougé."))
    return back(request, "index", programme)


@require_POST
@organises
def judge(request: PersonRequest, programme: Programme) -> HttpResponse:
    """Two notes say the same idea, or do not."""
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        raise Refused(_("Dites si c’est la même idée, ou deux idées."), code="no-verdict", status=422)
    deciding.judge(
        programme=programme,
        one=key_in(request, "one"),
        other=key_in(request, "other"),
        verdict=Verdict(verdict),
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("C’est noté. Le journal permet de l’annuler."))
    return back(request, "pairs", programme)


@require_POST
@organises
def undo(request: PersonRequest, programme: Programme) -> HttpResponse:
    number = request.POST.get("number", "")
    wanted = int(number) if number.isdecimal() and len(number) < 10 else 0  # noqa: PLR2004
    deciding.undo(programme=programme, number=wanted, by=request.user, now=timezone.now())
    messages.success(request, _("La décision est annulée."))
    return back(request, "journal", programme)
