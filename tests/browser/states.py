"""The moments of a workshop's life, from its creation to its final report, and all of them in one instance.

Run on the database of a served instance: `served.arrange("from tests.browser.states import build; result = build()")`.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from essaim.boards.models import Theme
from essaim.commons.domain import adapting
from essaim.commons.domain import joining as joining_commons
from essaim.commons.domain.importing import import_commons
from essaim.commons.domain.writing import Change, add, change
from essaim.commons.enums import Relation, Standing
from essaim.commons.formats.mapping import understand
from essaim.commons.models import Common
from essaim.commons.queries import terms_by_name
from essaim.people.domain import inviting
from essaim.people.models import Person
from essaim.programmes.domain import drawing
from essaim.programmes.enums import Visibility
from essaim.reports.domain import amending, drafting, publishing
from essaim.reports.models import Amendment
from essaim.territories.models import Territory
from essaim.workbench.domain import deciding as gathering
from essaim.workshops.domain import keeping_formats, listing, preparing, running
from essaim.workshops.domain.joining import Newcomer
from essaim.workshops.enums import Topology
from essaim.workshops.models import Workshop
from tests.browser.stage import Stage, session_of
from tests.commons.examples import FULL, a_page, a_sheet
from tests.factories import make_person, make_programme, make_workshop


def draft(stage: Stage) -> None:
    newcomer = Newcomer(name="Amel", organisation="École Jean-Zay", territory="Bourg-Joli", needs_accessible=True)
    listing.expect(workshop=stage.workshop, newcomer=newcomer, by=stage.by)
    for name in ("Bo", "Chloé", "Driss", "Élodie", "Farid"):
        listing.expect(workshop=stage.workshop, newcomer=Newcomer(name=name), by=stage.by)


def opened(stage: Stage) -> None:
    draft(stage)
    preparing.open_doors(workshop=stage.workshop, by=stage.by, now=stage.now)
    stage.workshop.refresh_from_db()
    stage.sit()


def first_minute(stage: Stage) -> None:
    stage.sit()
    stage.ring()


def writing(stage: Stage) -> None:
    first_minute(stage)
    stage.hear()


def after_the_bell(stage: Stage) -> None:
    writing(stage)
    stage.workshop.sequences.filter(position=1).update(ends_at=stage.now - timedelta(minutes=1))


def walking(stage: Stage) -> None:
    writing(stage)
    stage.ring()


def paused(stage: Stage) -> None:
    walking(stage)
    stage.ring()
    running.pause(workshop=stage.workshop, by=stage.by, now=stage.now)


def concluding_round(stage: Stage) -> None:
    walking(stage)
    stage.ring(3)
    stage.hear()
    stage.conclude()


def in_plenary(stage: Stage) -> None:
    concluding_round(stage)
    stage.ring(2)


def answering(stage: Stage) -> None:
    in_plenary(stage)
    stage.speak()


def closed(stage: Stage) -> None:
    answering(stage)
    stage.finish()


def report_draft(stage: Stage) -> None:
    closed(stage)
    drafting.draft(workshop=stage.workshop, by=stage.by, now=stage.now)
    summaries = {1: "Deux familles d’idées.", 2: "Beaucoup d’accord."}
    drafting.introduce(workshop=stage.workshop, introduction="Trente personnes.", summaries=summaries, by=stage.by)


def report_amendable(stage: Stage) -> None:
    report_draft(stage)
    day = timezone.localdate(stage.now) + timedelta(days=7)
    publishing.open_amendments(workshop=stage.workshop, until=day, by=stage.by, now=stage.now)
    assert stage.seat is not None
    for place, text in enumerate(("Le capteur est dans le préau.", "Il manque une date.")):
        amendment = amending.propose(
            workshop=stage.workshop, seat=stage.seat, key=uuid.uuid4(), about="q1", text=text, now=stage.now
        )
        if place == 0:
            answer(stage, amendment)


def answer(stage: Stage, amendment: Amendment) -> None:
    amending.answer(workshop=stage.workshop, key=amendment.key, state="accepted", answer="Merci.", by=stage.by)


def report_final(stage: Stage) -> None:
    report_amendable(stage)
    for amendment in Amendment.objects.filter(report__workshop=stage.workshop, state="proposed"):
        answer(stage, amendment)
    stage.accept_late()
    drafting.share(workshop=stage.workshop, visibility=Visibility.PUBLIC, licence="CC-BY-SA-4.0", by=stage.by)
    publishing.finalise(workshop=stage.workshop, base="http://127.0.0.1", by=stage.by, now=stage.now)


def empty_report(stage: Stage) -> None:
    first_minute(stage)
    stage.finish()
    drafting.draft(workshop=stage.workshop, by=stage.by, now=stage.now)


FREE, MOVE = Topology.FREE_REMIX, Topology.PARTICIPANTS_MOVE
STATES: dict[str, tuple[Callable[[Stage], None], dict[str, Any]]] = {
    "draft": (draft, {"is_open": False, "topology": MOVE}),
    "open": (opened, {"is_open": False, "topology": FREE}),
    "first minute": (first_minute, {}),
    "writing": (writing, {"topology": MOVE}),
    "after the bell": (after_the_bell, {}),
    "walking": (walking, {"topology": FREE}),
    "paused": (paused, {}),
    "concluding": (concluding_round, {}),
    "plenary": (in_plenary, {}),
    "answering": (answering, {}),
    "closed": (closed, {}),
    "report draft": (report_draft, {}),
    "report open to amendments": (report_amendable, {"topology": MOVE}),
    "report final": (report_final, {}),
    "report of nothing": (empty_report, {}),
}


def build() -> dict[str, Any]:
    """Every state, and the sessions of the people who look at them."""
    now = timezone.now()
    organiser, facilitator = make_person("Claire"), make_person("Amel")
    told = {}
    for name, (arrange, fields) in STATES.items():
        title = f"L’air de nos écoles, {name}"
        workshop = make_workshop(organiser=organiser, visibility=Visibility.PARTICIPANTS, title=title, **fields)
        stage = Stage(workshop, by=organiser, facilitator=facilitator, now=now)
        arrange(stage)
        told[name] = stage.told()
    told["report final"] |= kept_by_its_programme(told["report final"]["code"], organiser, now)
    bare = preparing.create_workshop(gathering=workshop.gathering, title="Un atelier à peine créé", by=organiser)
    told["just made"] = Stage(bare, by=organiser, facilitator=facilitator, now=now).told()
    newcomer, administrator = make_person("Nouvelle"), make_person("Dominique", is_administrator=True)
    nothing = make_programme(newcomer, title="Un programme sans rien")
    people = {"organiser": organiser, "facilitator": facilitator, "newcomer": newcomer, "administrator": administrator}
    return {
        "states": told,
        "sessions": {role: session_of(person) for role, person in people.items()},
        "link": inviting.make_link(person=facilitator, goes_to="/", now=now),
        "email": organiser.email,
        "nothing": nothing.slug,
        "proposed": put_in_catalogue(administrator, now),
        "commune": Territory.objects.filter(kind="commune").values_list("code", flat=True).first(),
    }


def put_in_catalogue(by: Person, now: datetime) -> str:
    """Enough published commons for two pages, and one that waits to be reviewed; gives its address."""
    whole = understand(a_page("Compost de quartier", *FULL), terms_by_name()).sheet
    others = [a_sheet(f"Prêt de vélos, saison {number}", themes=["general"]) for number in range(24)]
    add(sheets=[whole, *others], by=None, now=now, standing=Standing.PUBLISHED)
    import_commons(records=lambda: iter([a_page("Compost des écoles", *FULL)]), by=None, now=now)
    proposed = Common.objects.get(standing=Standing.PROPOSED)
    draw_from_others(proposed, by, now)
    return str(proposed.slug)


def draw_from_others(common: Common, by: Person, now: datetime) -> None:
    """It comes from two works, one of which has changed since; others come from it, one of them after a change."""
    parent = Common.objects.get(slug="compost-de-quartier")
    adapting.add_parent(child=common, parent=parent, relation=Relation.LOCAL, by=by, now=now)
    work = {"title": "Le guide des bacs", "author": "Une association", "address": "https://exemple.fr/bacs"}
    adapting.add_source(child=common, **work, licence="CC-BY-4.0", relation=Relation.EXCERPT, by=by, now=now)
    for text in ("Deux bacs suffisent", "Le plan est celui de notre cour"):
        adapting.note_change(common=common, text=text, by=by, now=now)
    change(changes=[Change(parent, parent.sheet | {"summary": "Trois bacs, deux référentes"})], by=None, now=now)
    change(changes=[Change(common, common.sheet | {"tags": ["bac", "école"]})], by=by, now=now, reason="Étiquettes")
    joining_commons.join(common=common, email="bo@exemple.fr", name="Bo", by=by, now=now)
    adapting.adapt(parents=[(common, Relation.LOCAL)], title="Le compost du collège", by=by, now=now)


def kept_by_its_programme(code: str, by: Person, now: datetime) -> dict[str, Any]:
    """What the programme of this workshop drew, the format that it keeps, and a theme common to two of its boards."""
    workshop = Workshop.objects.get(code=code)
    members = list(Territory.objects.filter(kind="commune").order_by("-population")[:3])
    valley = drawing.draw(programme=workshop.programme, name="La vallée du Grand Air", members=members, by=by)
    saved = keeping_formats.keep_format(workshop=workshop, name="Café court", by=by, now=now)
    themes = Theme.objects.filter(board__asked_as__workshop=workshop, title="L’air des classes").order_by("pk")[:2]
    keys = [str(theme.key) for theme in themes]
    common = gathering.gather(programme=workshop.programme, themes=keys, title="Mieux respirer", by=by, now=now)
    return {"perimeter": valley.pk, "format": saved.pk, "common": common}


def one(state: str, **fields: Any) -> dict[str, Any]:
    """A workshop of its own in this state, with a link that lets its facilitator in."""
    now = timezone.now()
    arrange, usual = STATES[state]
    organiser, facilitator = make_person("Claire"), make_person("Amel")
    workshop = make_workshop(organiser=organiser, visibility=Visibility.PUBLIC, **usual | fields)
    stage = Stage(workshop, by=organiser, facilitator=facilitator, now=now)
    arrange(stage)
    link = inviting.make_link(person=facilitator, goes_to=f"/animation/{workshop.code}/", now=now)
    return {**stage.told(), "link": link, "session": session_of(facilitator)}
