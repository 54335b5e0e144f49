"""Error pages that help: what happened, what to do now, where to go."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from essaim.web.middleware import wants_json


def shown(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    context = {"title": title, "sentence": sentence, "status": status}
    return render(request, "web/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return shown(
        request,
        400,
        _("Cette demande n’a pas pu être lue"),
        _("Rien n’a été enregistré. Revenez à la page précédente et recommencez."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return shown(
        request,
        403,
        _("Cette page ne vous est pas ouverte"),
        _("Elle est réservée à l’équipe d’animation ou d’organisation. Si vous en faites partie, connectez-vous."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return shown(
        request,
        404,
        _("Cette page n’existe pas"),
        _("L’adresse est peut-être incomplète. Si vous cherchez un atelier, saisissez son code sur la page d’accueil."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return shown(
        request,
        500,
        _("Quelque chose s’est mal passé de notre côté"),
        _("Ce que vous aviez déjà envoyé est conservé. Réessayez dans un instant."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _("Cette page est restée ouverte trop longtemps. Revenez en arrière, rechargez-la et recommencez.")
    if wants_json(request):
        return JsonResponse({"error": {"code": "csrf", "sentence": sentence}}, status=403)
    typed = request.POST.get("text", "")
    context = {
        "sentence": sentence,
        "typed": typed,
        "back": request.META.get("HTTP_REFERER", "/"),
    }
    return render(request, "web/refused.html", context, status=403)
