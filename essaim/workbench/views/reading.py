"""The workbench read: what was said in several workshops, together."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from essaim.boards.queries import Row
from essaim.kit.reading import reads_only
from essaim.people.requests import PersonRequest
from essaim.programmes.models import Programme
from essaim.programmes.views.organiser import organises
from essaim.reports.views.visitor import attached
from essaim.synthesis.words import same_words
from essaim.territories.models import Territory
from essaim.workbench import drafting
from essaim.workbench.counts import Heard, Measure, counts_of, measures, numbers_of, shared_ideas
from essaim.workbench.drawing import drawn
from essaim.workbench.kinds import kinds_of
from essaim.workbench.ledger import values_of
from essaim.workbench.models import Decision
from essaim.workbench.queries import (
    Common,
    Stood,
    decisions_about,
    history_of,
    ideas_of,
    kinds_of_people,
    season_is_whole,
    standing,
    state_of,
)
from essaim.workbench.river import river_of
from essaim.workbench.table import as_csv
from essaim.workbench.views.door import Desk, compares
from essaim.workbench.wording import told
from essaim.workshops.models import Question, Workshop

NOTES_TOGETHER = 60
THEMES_TOGETHER = 40
PAIRS_TOGETHER = 10
IDEAS_TOGETHER = 12
DECISIONS_TOGETHER = 20


@reads_only
@compares
def index(request: PersonRequest, desk: Desk) -> HttpResponse:
    """The common themes with their counts, the river, and what each kind of actor spoke about."""
    bench = desk.bench
    river = river_of(bench, ideas_of(bench))
    whole = season_is_whole(desk.programme, desk.picked)
    context = {
        "desk": desk,
        "counted": [(common, numbers_of(bench, common.themes)) for common in bench.commons],
        "everything": numbers_of(bench, bench.themes.values()),
        "measures": measures(),
        "river": river,
        "drawing": drawn(river) if river else None,
        "is_whole": whole,
        "kinds": kinds_of(bench, kinds_of_people(desk.picked)) if whole else None,
    }
    return render(request, "workbench/index.html", context)


@reads_only
@compares
def counts(request: PersonRequest, desk: Desk) -> HttpResponse:
    """The counts as a file."""
    name = f"essaim-etabli-{desk.programme.slug}.csv"
    return attached(as_csv(desk.bench).encode(), "text/csv; charset=utf-8", name)


@reads_only
@compares
def themes(request: PersonRequest, desk: Desk) -> HttpResponse:
    """Themes of several boards that the machine finds near; or all those that stand alone."""
    bench = desk.bench
    shows_all = request.GET.get("vue") == "tous"
    notes = sum(len(stood.rows) for stood in bench.themes.values())
    is_too_much = notes > drafting.MOST and not shows_all
    proposed = [] if shows_all or is_too_much else drafting.themes_together(bench)
    cut = [bench.loose[place : place + THEMES_TOGETHER] for place in range(0, len(bench.loose), THEMES_TOGETHER)]
    pages = Paginator(cut if shows_all else weighed(proposed), 1)
    context = {
        "desk": desk,
        "page": pages.get_page(request.GET.get("page")),
        "shows_all": shows_all,
        "is_too_much": is_too_much,
        "most": drafting.MOST,
        "is_stems_alone": drafting.is_stems_alone(),
    }
    return render(request, "workbench/themes.html", context)


def weighed(proposed: Sequence[drafting.Together]) -> list[list[drafting.Together]]:
    """As many groups on a page as it can show lightly."""
    pages: list[list[drafting.Together]] = []
    for together in proposed:
        if not pages or sum(len(one.themes) for one in (*pages[-1], together)) > THEMES_TOGETHER:
            pages.append([])
        pages[-1].append(together)
    return pages


@reads_only
@compares
def common(request: PersonRequest, desk: Desk, key: object) -> HttpResponse:
    """One common theme: its counts, its themes and their notes, each opening on its place in its report."""
    found = next((one for one in desk.bench.commons if one.key == str(key)), None)
    if found is None:
        raise Http404
    rows = [(stood, row) for stood in found.themes for row in stood.rows]
    page = Paginator(rows, NOTES_TOGETHER).get_page(request.GET.get("page"))
    context = {
        "desk": desk,
        "common": found,
        "numbers": list(zip(measures(), numbers_of(desk.bench, found.themes), strict=True)),
        "parts": parts_of(found, list(page.object_list)),
        "page": page,
        "others": [one for one in desk.bench.commons if one.key != found.key],
        "history": history_shown(desk, found) if desk.may_gather else [],
        "territories": [place.label() for place in territories_of(found)],
    }
    return render(request, "workbench/common.html", context)


def history_shown(desk: Desk, found: Common) -> list[tuple[Decision, str]]:
    """The last decisions about this common theme, each as a sentence."""
    decisions = decisions_about(desk.programme, found.key)[:DECISIONS_TOGETHER]
    return list(zip(decisions, told(desk.programme, decisions, standing(desk.programme)), strict=True))


def parts_of(found: Common, rows: Sequence[tuple[Stood, Row]]) -> list[tuple[Stood, list[Row]]]:
    """The rows of this page under their themes."""
    parts = [(stood, [row for theme, row in rows if theme.key == stood.key]) for stood in found.themes]
    return [(stood, own) for stood, own in parts if own]


def territories_of(found: Common) -> list[Territory]:
    """Each once."""
    places = (stood.workshop.gathering.territory for stood in found.themes)
    return list(dict.fromkeys(place for place in places if place is not None))


@reads_only
@compares
def ideas(request: PersonRequest, desk: Desk) -> HttpResponse:
    """Ideas said on several boards: in the same words, or because somebody said that they are one."""
    bench = desk.bench
    found = shared_ideas(drafting.every_row(bench), bench.same, bench.apart)
    page = Paginator(found, IDEAS_TOGETHER).get_page(request.GET.get("page"))
    named = [measure for measure in measures() if measure.name != "ideas"]
    context = {
        "desk": desk,
        "page": page,
        "measures": named,
        "ideas": [(said_by(desk, heard), told_of(heard, named)) for heard in page.object_list],
    }
    return render(request, "workbench/ideas.html", context)


Side = tuple[Row, Question, Workshop]  # a note, with where it was written


def said_by(desk: Desk, heard: Sequence[Heard]) -> list[tuple[str, list[Side]]]:
    """Each wording once, with the notes that have it."""
    said: dict[str, list[Side]] = {}
    for _workshop, row in heard:
        said.setdefault(same_words(row.note.text), []).append(side_of(desk, row))
    return [(sides[0][0].note.text, sides) for sides in said.values()]


def told_of(heard: Sequence[Heard], named: Sequence[Measure]) -> list[tuple[Measure, int]]:
    counts = counts_of(heard)
    return [(measure, getattr(counts, measure.name)) for measure in named]


@reads_only
@compares
def pairs(request: PersonRequest, desk: Desk) -> HttpResponse:
    """Notes of different boards that may say the same idea, the likeliest first; and those that people decided."""
    bench = desk.bench
    is_too_much = len(drafting.every_row(bench)) > drafting.MOST
    found = [] if is_too_much else drafting.likely_pairs(bench)
    page = Paginator(found, PAIRS_TOGETHER).get_page(request.GET.get("page"))
    context = {
        "desk": desk,
        "page": page,
        "likely": [(pair, [side_of(desk, row) for row in (pair.one, pair.other)]) for pair in page.object_list],
        "is_too_much": is_too_much,
        "most": drafting.MOST,
        "is_stems_alone": drafting.is_stems_alone(),
        "same": len(bench.same),
        "apart": len(bench.apart),
    }
    return render(request, "workbench/pairs.html", context)


def side_of(desk: Desk, row: Row) -> Side:
    question = desk.bench.question_of[row.note.board_id]
    return row, question, desk.bench.workshop_of[question.workshop_id]


@reads_only
@organises
def journal(request: PersonRequest, programme: Programme) -> HttpResponse:
    """Who decided what, when; each can be undone as long as nothing rests on it."""
    page = Paginator(history_of(programme), DECISIONS_TOGETHER).get_page(request.GET.get("page"))
    state = state_of(programme)
    shown = list(page.object_list)
    lines = told(programme, shown, standing(programme))
    context = {
        "programme": programme,
        "page": page,
        "lines": [
            (decision, line, decision.undone_at is None and values_of(state, decision.after) == decision.after)
            for decision, line in zip(shown, lines, strict=True)
        ],
    }
    return render(request, "workbench/journal.html", context)
