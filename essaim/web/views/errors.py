"""Error pages that help: what happened, what to do now, where to go."""

import errno
import sys

from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from essaim.kit.addresses import came_from
from essaim.kit.asking import wants_json


def shown(request: HttpRequest, status: int, code: str, title: str, sentence: str) -> HttpResponse:
    """The page that helps; a program gets the same sentence as JSON (docs/protocol.md)."""
    if wants_json(request):
        return as_json(status, code, f"{title}. {sentence}")
    context = {"title": title, "sentence": sentence, "status": status}
    return render(request, "web/error.html", context, status=status)


def as_json(status: int, code: str, sentence: str) -> JsonResponse:
    return JsonResponse({"error": {"code": code, "sentence": sentence}}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return shown(
        request,
        400,
        "bad-request",
        _("Cette demande n’a pas pu être lue"),
        _("Rien n’a été enregistré. Revenez à la page précédente et recommencez."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return shown(
        request,
        403,
        "forbidden",
        _("Cette page ne vous est pas ouverte"),
        _("Elle est réservée à l’équipe d’animation ou d’organisation. Si vous en faites partie, connectez-vous."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return shown(
        request,
        404,
        "not-found",
        _("Cette page n’existe pas"),
        _("L’adresse est peut-être incomplète. Si vous cherchez un atelier, saisissez son code sur la page d’accueil."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, of the session, nor of the names of other pages: any of them may be what failed."""
    interruption = interruption_in(sys.exc_info()[1])
    if interruption:
        title, sentence, status, code = _("L’enregistrement est interrompu"), interruption, 503, "later"
    else:
        title = _("Quelque chose s’est mal passé de notre côté")
        sentence = _("Ce que vous aviez déjà envoyé est conservé. Réessayez dans un instant.")
        status, code = 500, "server-error"
    response: HttpResponse
    if wants_json(request):
        response = as_json(status, code, f"{title}. {sentence}")
    else:
        style = settings.STATIC_URL + "bundle/organiser.css"
        context = {"title": title, "sentence": sentence, "style": style, "typed": typed_in(request)}
        response = HttpResponse(render_to_string("web/server_error.html", context), status=status)
    if status == 503:
        response["Retry-After"] = "5"
    return response


def interruption_in(failure: BaseException | None) -> str:
    """What to do when the database or the disk is what failed; nothing when it is something else."""
    words = str(failure).lower()
    if isinstance(failure, OSError) and failure.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
        words = "full"
    elif not isinstance(failure, OperationalError | InterfaceError | InternalError):
        return ""
    if "full" in words or "space left" in words or "readonly" in words or "read-only" in words:
        return _(
            "Le serveur ne peut plus rien enregistrer : son disque est plein ou ne s’écrit plus. Rien de ce qui était "
            "enregistré n’est perdu, et les notes des téléphones y restent. Prévenez l’équipe d’organisation."
        )
    return _(
        "Le serveur ne joint plus sa base de données. Rien de ce qui était enregistré n’est perdu, et les notes des "
        "téléphones y restent : elles partiront seules. Réessayez dans une minute ; si cela dure, prévenez l’équipe "
        "d’organisation."
    )


def typed_in(request: HttpRequest) -> str:
    """What somebody wrote in the form: sentences have spaces, keys and choices have none."""
    if request.method != "POST":
        return ""
    return "\n\n".join(str(text) for name, text in request.POST.items() if name == "text" or " " in str(text))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What was typed is given back: the page was open for too long, which is nobody's fault."""
    sentence = _("Cette page est restée ouverte trop longtemps. Revenez en arrière, rechargez-la et recommencez.")
    if wants_json(request):
        return as_json(403, "csrf", sentence)
    context = {"sentence": sentence, "typed": request.POST.get("text", ""), "back": came_from(request)}
    return render(request, "web/refused.html", context, status=403)
