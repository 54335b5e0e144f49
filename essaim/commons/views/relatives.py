"""What a common was drawn from, and what was drawn from it."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.commons.access import check_may_see
from essaim.commons.domain import adapting
from essaim.commons.enums import Relation
from essaim.commons.formats.sheet import BY_NAME
from essaim.commons.forms import AdaptForm, ChangeForm, SourceForm
from essaim.commons.lineage import Family, family_of, verdict_on, work_of
from essaim.commons.models import ChangeNote, Common, Derivation
from essaim.commons.queries import common_at, in_words, labels_of_terms
from essaim.commons.views.visitor import common_to_read
from essaim.commons.views.writers import writes
from essaim.kit.addresses import absolute
from essaim.kit.reading import reads_only
from essaim.kit.refusal import Refused, refuses
from essaim.licences.attributing import as_html, as_text, attribution
from essaim.licences.telling import sentence, summary
from essaim.people.requests import PersonRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def adapt(request: PersonRequest, slug: str) -> HttpResponse:
    """A draft of one's own, drawn from this common."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    parent = common_to_read(request, slug)
    form = AdaptForm(request.POST or None)
    if form.is_valid():
        relation = Relation(form.cleaned_data["relation"])
        child = adapting.adapt(
            parents=[(parent, relation)], title=form.cleaned_data["title"], by=request.user, now=timezone.now()
        )
        messages.success(request, _("Voici votre version : notez ce que vous y changez."))
        return redirect("commons:lineage", child.slug)
    link = Derivation(title=parent.title, parent=parent)
    context = {"common": parent, "form": form, "told": told(verdict_on(parent.sheet, [link]))}
    return render(request, "commons/adapt.html", context, status=422 if form.is_bound else 200)


def told(verdict: Any) -> dict[str, Any]:
    reasons = [sentence(reason, _) for reason in verdict.reasons]
    return {"answer": verdict.answer.value, "summary": summary(verdict.answer, _), "reasons": reasons}


@reads_only
def family(request: HttpRequest, slug: str) -> HttpResponse:
    """Its ancestors and its descendants, and whom to credit for it."""
    common = common_to_read(request, slug)
    if common.slug != slug:
        return redirect("commons:family", common.slug, permanent=True)
    relatives = family_of(common)
    seen = {key for key, one in relatives.commons.items() if not refuses(check_may_see, request.user, one)}
    work = work_of(common, relatives, lambda one: absolute(request, one.get_absolute_url()) if one.pk in seen else "")
    lines = attribution(work, "en" if get_language() == "en" else "fr")
    context = {
        "common": common,
        "parents": branches(relatives, common.pk, seen, is_up=True),
        "children": branches(relatives, common.pk, seen, is_up=False),
        "goes_on": relatives.goes_on,
        "credits": mark_safe(as_html(lines)),
        "credits_text": as_text(lines),
    }
    return render(request, "commons/family.html", context)


def branches(family: Family, key: int, seen: set[int], *, is_up: bool) -> list[dict[str, Any]]:
    """The tree as a list, each with its depth; what was met already is named, and not followed again."""
    rows: list[dict[str, Any]] = []
    met: set[int] = {key}
    waiting = [(link, 1) for link in reversed(linked(family, key, is_up=is_up))]
    while waiting:
        link, depth = waiting.pop()
        other = link.parent_id if is_up else link.child_id
        common = family.commons.get(other or 0)
        if not is_up and (common is None or common.pk not in seen):
            continue  # an adaptation that nobody has published is its writers'
        is_again = common is not None and common.pk in met
        # An original that is its writers' is credited, and leads nowhere.
        shown = common if common is not None and common.pk in seen else None
        rows.append({"link": link, "common": shown, "depth": depth, "is_again": is_again})
        if common is not None and not is_again:
            met.add(common.pk)
            waiting += [(one, depth + 1) for one in reversed(linked(family, common.pk, is_up=is_up))]
    return rows


def linked(family: Family, key: int, *, is_up: bool) -> list[Derivation]:
    return list(family.derivations.get(key, ())) if is_up else family.children_of(key)


@form_page
@writes
def lineage(request: PersonRequest, common: Common) -> HttpResponse:
    """Its writers say what it was drawn from and what they changed, and take what its parents say since."""
    source, change = SourceForm(), ChangeForm()
    if request.method == "POST":
        act = request.POST.get("act", "")
        source = SourceForm(request.POST) if act == "source" else source
        change = ChangeForm(request.POST) if act == "note" else change
        if answered(request, common, act, source, change):
            return redirect("commons:lineage", common.slug)
    derivations = Derivation.objects.filter(child=common).select_related("parent")
    labels = labels_of_terms()
    context = {
        "common": common,
        "derivations": derivations,
        "notes": ChangeNote.objects.filter(common=common),
        "told": told(verdict_on(common.sheet, derivations)),
        "news": [shown(one, common, labels) for one in adapting.news_of(common)],
        "source": source,
        "change": change,
    }
    return render(request, "commons/lineage.html", context, status=422 if request.method == "POST" else 200)


def answered(request: PersonRequest, common: Common, act: str, source: SourceForm, change: ChangeForm) -> bool:
    """What was asked is done; not, where something is to be corrected in the page."""
    now = timezone.now()
    if act == "note" and change.is_valid():
        adapting.note_change(common=common, text=change.cleaned_data["text"], by=request.user, now=now)
    elif act == "drop":
        note = get_object_or_404(ChangeNote, pk=request.POST.get("note", "0"), common=common)
        adapting.drop_change(note=note, by=request.user)
    elif act == "take":
        link = get_object_or_404(Derivation, pk=request.POST.get("link", "0"), child=common)
        taken = frozenset(request.POST.getlist("taken"))
        adapting.take_news(child=common, derivation=link, taken=taken, by=request.user, now=now)
        messages.success(request, _("C’est noté : seuls les champs cochés ont changé."))
    elif act == "source" and source.is_valid():
        return linked_to(request, common, source)
    else:
        return False
    return True


def linked_to(request: PersonRequest, common: Common, form: SourceForm) -> bool:
    """The common comes from that work too."""
    said, now = form.cleaned_data, timezone.now()
    relation = Relation(said["relation"])
    try:
        parent = common_here(request, said["address"])
        if parent is not None:
            adapting.add_parent(child=common, parent=parent, relation=relation, by=request.user, now=now)
        else:
            told = {name: said[name] for name in ("title", "author", "address", "licence")}
            adapting.add_source(child=common, relation=relation, by=request.user, now=now, **told)
    except Refused as refused:
        form.add_error("title" if refused.code == "title" else "address", str(refused))
        return False
    return True


def common_here(request: HttpRequest, address: str) -> Common | None:
    """The common of this catalogue at that address, if it is one that the person may read."""
    parts = urlsplit(address)
    if parts.netloc and parts.netloc != urlsplit(absolute(request, "/")).netloc:
        return None
    head, _slash, slug = parts.path.strip("/").rpartition("/")
    found = common_at(slug) if head == "communs" else None
    return found if found is not None and not refuses(check_may_see, request.user, found) else None


def shown(news: adapting.News, child: Common, labels: Any) -> dict[str, Any]:
    """What a parent proposes, in words: field, what the child says, what the parent says."""
    fields = [
        {
            "field": BY_NAME[name],
            "ours": in_words(BY_NAME[name], child.sheet.get(name), labels),
            "theirs": in_words(BY_NAME[name], news.merge.sheet.get(name), labels),
            "is_clash": False,
        }
        for name in news.news
    ]
    fields += [
        {
            "field": one.field,
            "ours": in_words(one.field, one.ours, labels),
            "theirs": in_words(one.field, one.theirs, labels),
            "is_clash": True,
        }
        for one in news.clashes
    ]
    return {"link": news.derivation, "fields": fields}
