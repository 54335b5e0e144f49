"""Who writes a common."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.commons.access import may_write
from essaim.commons.domain import joining
from essaim.commons.models import Common, Writer
from essaim.commons.views.writers import form_page, writes
from essaim.kit.addresses import absolute
from essaim.people.domain.mailing import Invitation, invite
from essaim.people.requests import PersonRequest
from essaim.programmes.forms import InviteForm


@form_page
@writes
def team(request: PersonRequest, common: Common) -> HttpResponse:
    """Who writes it; asking somebody to join shows their link once, here, and sends it where mail can leave."""
    form = InviteForm(request.POST or None)
    invitation = None
    if form.is_valid():
        writer = joining.join(common=common, by=request.user, now=timezone.now(), **form.cleaned_data)
        invitation = invited(request, writer)
        form = InviteForm()
    context = {
        "common": common,
        "form": form,
        "invitation": invitation,
        "writers": Writer.objects.filter(common=common).select_related("person"),
    }
    return render(request, "commons/team.html", context, status=422 if form.is_bound else 200)


def invited(request: PersonRequest, writer: Writer) -> Invitation:
    return invite(
        person=writer.person,
        base=absolute(request, "/"),
        goes_to=reverse("commons:edit", args=[writer.common.slug]),
        why=_("écrire « %(title)s »") % {"title": writer.common.title},
        by=request.user,
        now=timezone.now(),
    )


@require_POST
@writes
def leave(request: PersonRequest, common: Common, pk: int) -> HttpResponse:
    writer = get_object_or_404(Writer.objects.select_related("person", "common"), pk=pk, common=common)
    joining.leave(writer=writer, by=request.user)
    messages.success(request, _("%(person)s n’écrit plus ce commun.") % {"person": writer.person})
    if may_write(request.user, common):
        return redirect("commons:team", common.slug)
    return redirect("commons:index")  # they left it themselves
