from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.kit.addresses import absolute
from essaim.kit.refusal import Refused
from essaim.people.domain.mailing import Invitation, invite
from essaim.people.requests import PersonRequest
from essaim.workshops.domain import staffing
from essaim.workshops.forms import AssignForm, FacilitatorForm
from essaim.workshops.models import Facilitator, Workshop
from essaim.workshops.views.organiser_shell import form_page, organises, page


@form_page
@organises
def team(request: PersonRequest, workshop: Workshop) -> HttpResponse:
    """Who runs which question; naming somebody shows their link once, here, and sends it where mail can leave."""
    form = FacilitatorForm(request.POST or None, workshop=workshop)
    invitation = None
    if form.is_valid():
        facilitator = staffing.name_facilitator(workshop=workshop, by=request.user, **form.cleaned_data)
        invitation = invited(request, facilitator, workshop)
        form = FacilitatorForm(workshop=workshop)
    context = {
        "form": form,
        "invitation": invitation,
        "facilitators": workshop.facilitators.select_related("person", "question").order_by("question__number", "pk"),
        "questions": workshop.questions.all(),
    }
    return page(request, workshop, "team", "team", 422 if form.is_bound else 200, **context)


def invited(request: PersonRequest, facilitator: Facilitator, workshop: Workshop) -> Invitation:
    return invite(
        person=facilitator.person,
        base=absolute(request, "/"),
        goes_to=reverse("workshops:desks", args=[workshop.code]),
        why=_("animer « %(title)s »") % {"title": workshop.title},
        by=request.user,
        now=timezone.now(),
    )


@require_POST
@organises
def assign(request: PersonRequest, workshop: Workshop, pk: int) -> HttpResponse:
    """The facilitator runs another question, or helps where needed."""
    facilitator = get_object_or_404(Facilitator.objects.select_related("person"), pk=pk, workshop=workshop)
    form = AssignForm(request.POST, workshop=workshop)
    if not form.is_valid():
        raise Refused(_("Cette question n’est pas posée dans cet atelier."), status=422)
    staffing.assign(facilitator=facilitator, by=request.user, **form.cleaned_data)
    messages.success(request, _("C’est noté pour %(person)s.") % {"person": facilitator.person})
    return redirect("workshops:team", workshop.code)


@require_POST
@organises
def remove(request: PersonRequest, workshop: Workshop, pk: int) -> HttpResponse:
    facilitator = get_object_or_404(Facilitator.objects.select_related("person"), pk=pk, workshop=workshop)
    staffing.remove_facilitator(facilitator=facilitator, by=request.user)
    messages.success(request, _("%(person)s n’anime plus cet atelier.") % {"person": facilitator.person})
    return redirect("workshops:team", workshop.code)
