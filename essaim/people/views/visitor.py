from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essaim.people.domain import inviting


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """The link is shown on GET and spent on POST: a mail scanner that follows links opens nothing."""
    if request.method == "GET":
        return render(request, "people/enter.html", {"secret": secret})
    link = inviting.use_link(secret=secret, now=timezone.now())
    login(request, link.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect(link.goes_to)
