"""Who writes a common, or reviews it: its form, its history, its way to everybody's eyes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.commons.access import check_may_write
from essaim.commons.domain import editing, reviewing
from essaim.commons.domain.telling import tell
from essaim.commons.enums import Standing
from essaim.commons.formats.comparing import differences
from essaim.commons.formats.sheet import FIELDS, Kind
from essaim.commons.forms import BeginForm, SheetForm
from essaim.commons.models import Common, Draft, Review, Revision
from essaim.commons.queries import (
    choices_of_terms,
    common_at,
    in_words,
    labels_of_terms,
    waiting_for,
    written_by,
)
from essaim.kit.addresses import absolute
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused
from essaim.people.requests import PersonRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])
TOGETHER = 30  # versions on a page of the history, or commons on that of reviews


def writes(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view receives the common, and only from whoever may write it; strangers are asked to sign in."""

    @wraps(view)
    def written(request: HttpRequest, slug: str, **more: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        common = common_at(slug)
        if common is None:
            raise Http404
        try:
            check_may_write(request.user, common)
        except Refused as refused:
            if common.standing == Standing.PUBLISHED:
                raise
            raise Http404 from refused  # nobody learns that a draft exists
        return view(request, common, **more)

    return written


@form_page
def begin(request: PersonRequest) -> HttpResponse:
    """A title, and the form opens."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = BeginForm(request.POST or None)
    if form.is_valid():
        common = editing.begin(title=form.cleaned_data["title"], by=request.user, now=timezone.now())
        return redirect("commons:edit", common.slug)
    context = {"form": form, "mine": written_by(request.user)}
    return render(request, "commons/begin.html", context, status=422 if form.is_bound else 200)


@form_page
@writes
def edit(request: PersonRequest, common: Common) -> HttpResponse:
    """The sheet as a form; what was typed and not saved is there, for whoever typed it."""
    if request.method == "POST":
        return save(request, common)
    draft = Draft.objects.filter(common=common, person=request.user).first()
    if draft is not None:
        form = SheetForm(sheet=common.sheet, terms=choices_of_terms(), initial=draft.fields)
        return page(request, common, form, base=draft.base, draft=draft)
    return page(request, common, SheetForm(sheet=common.sheet, terms=choices_of_terms()), base=common.revision)


def save(request: PersonRequest, common: Common) -> HttpResponse:
    """What is valid is saved; what is not is kept, and said."""
    now, base = timezone.now(), base_of(request, common)
    if request.POST.get("act") == "drop":
        editing.drop(common=common, by=request.user)
        messages.success(request, _("Votre brouillon est oublié : voici la fiche enregistrée."))
        return redirect("commons:edit", common.slug)
    form = SheetForm(request.POST, sheet=common.sheet, terms=choices_of_terms())
    if not form.is_valid():
        editing.keep(common=common, by=request.user, fields=typed_in(request), base=base, now=now)
        return page(request, common, form, base=base, status=422)
    taken = frozenset(request.POST.getlist("taken")) if "settled" in request.POST else None
    saved = editing.save(
        common=common,
        by=request.user,
        sheet=form.said,
        base=base,
        now=now,
        reason=form.cleaned_data["reason"],
        taken=taken,
    )
    if saved.clashes:
        editing.keep(common=common, by=request.user, fields=typed_in(request), base=base, now=now)
        return page(request, common, form, base=base, clashes=saved.clashes, status=409)
    messages.success(request, _("La fiche est enregistrée."))
    if request.POST.get("act") == "propose":
        return stepped(request, saved.common, "propose")
    return redirect("commons:edit" if saved.common.standing == Standing.DRAFT else saved.common, saved.common.slug)


def page(
    request: PersonRequest, common: Common, form: SheetForm, *, base: int, status: int = 200, **more: Any
) -> HttpResponse:
    labels = labels_of_terms()
    clashes = [
        {
            "field": one.field,
            "ours": in_words(one.field, one.ours, labels),
            "theirs": in_words(one.field, one.theirs, labels),
        }
        for one in more.pop("clashes", ())
    ]
    last = Review.objects.filter(common=common).last()
    context = {"common": common, "form": form, "base": base, "clashes": clashes, "last": last, **more}
    return render(request, "commons/edit.html", context, status=status)


def base_of(request: HttpRequest, common: Common) -> int:
    """The revision that the form was filled from; one that never was is the last."""
    text = request.POST.get("base", "")
    return int(text) if text.isdigit() and 0 < int(text) <= common.revision else common.revision


def typed_in(request: HttpRequest) -> dict[str, Any]:
    """The fields of the form as they were typed."""
    many = {field.name for field in FIELDS if field.kind is Kind.TERMS}
    return {
        name: request.POST.getlist(name) if name in many else value
        for name, value in request.POST.items()
        if name not in {"csrfmiddlewaretoken", "act", "base", "taken", "settled"}
    }


@require_POST
@writes
def keep(request: PersonRequest, common: Common) -> HttpResponse:
    """The page keeps what is typed while it is typed."""
    now = timezone.now()
    editing.keep(common=common, by=request.user, fields=typed_in(request), base=base_of(request, common), now=now)
    at = date_format(timezone.localtime(now), "H:i")
    return JsonResponse({"kept": _("Brouillon gardé à %(time)s") % {"time": at}})


@require_POST
@writes
def step(request: PersonRequest, common: Common) -> HttpResponse:
    """The common goes one step on its way, or back."""
    return stepped(request, common, request.POST.get("act", ""), request.POST.get("message", ""))


def stepped(request: PersonRequest, common: Common, act: str, message: str = "") -> HttpResponse:
    acts: dict[str, tuple[Callable[..., Common], str]] = {
        "propose": (reviewing.propose, _("La fiche est proposée : elle sera relue avant d’être publiée.")),
        "publish": (reviewing.publish, _("La fiche est publiée.")),
        "return": (reviewing.send_back, _("La fiche est rendue aux personnes qui l’écrivent.")),
    }
    if act not in acts:
        raise Http404
    verb, sentence = acts[act]
    now = timezone.now()
    more = {"is_licence_checked": "licence_checked" in request.POST} if act == "publish" else {}
    try:
        moved = verb(common=common, by=request.user, now=now, message=message, **more)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("commons:edit" if act == "propose" else "commons:common", common.slug)
    taken = Review.objects.filter(common=common, by=request.user, at=now)
    for review in taken.select_related("common__programme", "by"):  # none, where it was pressed a second time
        tell(review=review, base=absolute(request, "/"))
    messages.success(request, sentence)
    return redirect(moved)


@reads_only
@writes
def history(request: PersonRequest, common: Common) -> HttpResponse:
    """Every version, the last first, with the fields that each changed."""
    revisions = Revision.objects.filter(common=common).select_related("by").order_by("-number")
    shown = Paginator(revisions, TOGETHER).get_page(request.GET.get("page"))
    rows = [*shown]
    before = Revision.objects.filter(common=common, number=rows[-1].number - 1).first()
    labels = labels_of_terms()
    versions = [
        {"revision": one, "changes": changes_between(past.sheet if past else {}, one.sheet, labels)}
        for one, past in zip(rows, [*rows[1:], before], strict=True)
    ]
    return render(request, "commons/history.html", {"common": common, "page": shown, "versions": versions})


def changes_between(before: Any, after: Any, labels: Any) -> list[dict[str, Any]]:
    """Each field that differs, in words: for several values those that came and went, else before and after."""
    sides = ("before", "after", "added", "removed")
    return [
        {"field": one.field} | {side: in_words(one.field, getattr(one, side), labels) for side in sides}
        for one in differences(before, after)
    ]


@require_POST
@writes
def restore(request: PersonRequest, common: Common, number: int) -> HttpResponse:
    editing.restore(common=common, number=number, by=request.user, now=timezone.now())
    messages.success(request, _("La version %(number)s est rétablie.") % {"number": number})
    return redirect("commons:history", common.slug)


@reads_only
def to_review(request: PersonRequest) -> HttpResponse:
    """What waits for somebody to review it: whoever reviews nothing sees an empty list."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    waiting = waiting_for(request.user).select_related("programme").defer("sheet", "words", "title_words")
    page = Paginator(waiting, TOGETHER).get_page(request.GET.get("page"))
    return render(request, "commons/to_review.html", {"page": page})
