from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from essaim.kit.reading import reads_only
from essaim.people.models import Person
from essaim.programmes.access import may_open_programmes
from essaim.programmes.queries import programmes_to_show
from essaim.reports.queries import published_reports
from essaim.workshops.queries import workshops_of

DECLARED_ON = date(2026, 11, 22)  # of the declaration on accessibility: to be moved when it is made again


@reads_only
def home(request: HttpRequest) -> HttpResponse:
    """The first page: join a workshop by its code, read what came out of others, prepare one's own."""
    context = {
        "programmes": programmes_to_show(request.user),
        "workshops": workshops_of(request.user),
        "reports": published_reports(limit=6),
        "may_open": may_open_programmes(request.user),
        "has_administrator": Person.objects.filter(is_administrator=True).exists(),
    }
    return render(request, "web/home.html", context)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The interface speaks the chosen language from now on; only a cookie remembers it."""
    from django.views.i18n import set_language

    return set_language(request) or redirect("home")


@reads_only
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked, how, and what is not known: never "conforme" without an audit."""
    return render(request, "web/accessibility.html", {"contact": settings.CONTACT_EMAIL, "declared_on": DECLARED_ON})


@reads_only
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, for how long, and how to have it erased."""
    model = settings.LANGUAGE_MODEL
    context = {"contact": settings.CONTACT_EMAIL, "model_host": model.host if model else ""}
    return render(request, "web/privacy.html", context)
