"""Who may pass at each address: one line for each named route. `tests/web/test_routes.py` makes the tests from it.

A new route is added to `ROUTES` under its name. `get` and `post` name the roles who may pass; a method left out is
answered to nobody (405). Where an address (`things`) or a form (`names`) names a thing of the workshop or of the
programme, the same thing of another programme must not be reached through one's own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from essaim.workshops.domain.joining import token_of
from tests.web.scene import (
    ADMINISTRATOR,
    FACILITATOR,
    FACILITATOR_ELSEWHERE,
    ORGANISER,
    ORGANISER_ELSEWHERE,
    ROLES,
    SEAT,
    WALL,
    Place,
)

EVERYBODY = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()
ADMINISTRATORS = frozenset({ADMINISTRATOR})
ORGANISERS = frozenset({ORGANISER, ADMINISTRATOR})
TEAM = ORGANISERS | {FACILITATOR}
SEATS = frozenset({SEAT})
READERS = TEAM | SEATS
WALLS = TEAM | {WALL}
SIGNED_IN = TEAM | {FACILITATOR_ELSEWHERE, ORGANISER_ELSEWHERE}
ANY_ORGANISER = ORGANISERS | {ORGANISER_ELSEWHERE}

Things = dict[str, Callable[[Place], Any]]


@dataclass(frozen=True)
class Route:
    """What an address expects: who passes, the values in it, what its form sends."""

    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    at: Callable[[Place], Any] = lambda place: place.running.code
    things: Things = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    sends: dict[str, str] = field(default_factory=dict)
    names: Callable[[Place], dict[str, Any]] | None = None  # things that the form names
    everywhere: frozenset[str] = NOBODY  # who passes for a thing of any programme, where the address names none
    asks_json: bool = False  # the page of a stranger and that of a member are the same address: JSON tells them apart


THEME: Things = {"key": lambda place: place.theme.key}
BADGE: Things = {"token": lambda place: token_of(place.seat)}
NOTE: Things = {"key": lambda place: place.note.key}
PHOTO: Things = {"key": lambda place: place.photo.key}
SEASON: Things = {"pk": lambda place: place.season.pk}
GATHERING: Things = {"pk": lambda place: place.running.gathering.pk}
PERIMETER: Things = {"pk": lambda place: place.perimeter.pk}
FORMAT: Things = {"pk": lambda place: place.saved_format.pk}
IMPORT: Things = {"key": lambda place: place.note_import.key}
COMMON: Things = {"key": lambda place: place.common}
PROPOSED: Things = {"slug": lambda place: place.proposed.slug}
WRITER: Things = {"pk": lambda place: place.proposed.writers.get().pk}
COLLEAGUE: Things = {"pk": lambda place: place.other_organiser.pk}
HELPER: Things = {"pk": lambda place: place.other_facilitator.pk}


def over(place: Place) -> str:
    return place.over.code


def draft(place: Place) -> str:
    return place.draft.code


def desk(post: frozenset[str] | None = TEAM, get: frozenset[str] | None = None, **more: Any) -> Route:
    return Route(get=get, post=post, **more)


ROUTES: dict[str, Route] = {
    # The shell: anybody.
    "home": Route(get=EVERYBODY),
    "health": Route(get=EVERYBODY),
    "room": Route(get=EVERYBODY),
    "observing:ready": Route(get=EVERYBODY),
    "observing:metrics": Route(get=NOBODY),  # a token, or this machine under its own name
    "worker": Route(get=EVERYBODY),
    "language": Route(post=EVERYBODY, sends={"language": "en"}),
    "accessibility": Route(get=EVERYBODY),
    "privacy": Route(get=EVERYBODY),
    # Accounts: opened by invitation only (signing up says so), entered by a code or a link.
    "people:enter": Route(get=EVERYBODY, post=EVERYBODY, more={"secret": "inconnu"}),
    "account_login": Route(get=EVERYBODY, post=EVERYBODY),
    "account_request_login_code": Route(get=EVERYBODY, post=EVERYBODY),
    "account_confirm_login_code": Route(get=SIGNED_IN, post=SIGNED_IN),
    "account_logout": Route(get=EVERYBODY, post=EVERYBODY),
    "account_signup": Route(get=EVERYBODY, post=EVERYBODY),
    "account_inactive": Route(get=EVERYBODY),
    "account_email": Route(get=EVERYBODY, post=EVERYBODY),
    "account_email_verification_sent": Route(get=SIGNED_IN, post=SIGNED_IN),
    "account_reauthenticate": Route(get=NOBODY, post=NOBODY),
    # Territories: public data.
    "territories:search": Route(get=EVERYBODY),
    "territories:suggestions": Route(get=EVERYBODY),
    "territories:territory": Route(get=NOBODY, more={"kind": "commune", "code": "00000"}),
    # The catalogue: everybody reads it; what is only proposed is its programme's.
    "commons:index": Route(get=EVERYBODY),
    "commons:begin": Route(get=SIGNED_IN, post=SIGNED_IN),
    "commons:to_review": Route(get=SIGNED_IN),
    "commons:edit": Route(get=ORGANISERS, post=ORGANISERS, things=PROPOSED, everywhere=ADMINISTRATORS),
    "commons:keep": Route(post=ORGANISERS, things=PROPOSED, everywhere=ADMINISTRATORS),
    "commons:step": Route(post=ORGANISERS, things=PROPOSED, sends={"act": "publish"}, everywhere=ADMINISTRATORS),
    "commons:history": Route(get=ORGANISERS, things=PROPOSED, everywhere=ADMINISTRATORS),
    "commons:restore": Route(post=ORGANISERS, things=PROPOSED, more={"number": 1}, everywhere=ADMINISTRATORS),
    "commons:team": Route(get=ORGANISERS, post=ORGANISERS, things=PROPOSED, everywhere=ADMINISTRATORS),
    "commons:leave": Route(post=ORGANISERS, things=PROPOSED | WRITER, everywhere=ADMINISTRATORS),
    "commons:adapt": Route(get=ORGANISERS, post=ORGANISERS, things=PROPOSED, everywhere=ADMINISTRATORS),
    "commons:family": Route(get=ORGANISERS, things=PROPOSED, everywhere=ADMINISTRATORS),
    "commons:lineage": Route(get=ORGANISERS, post=ORGANISERS, things=PROPOSED, everywhere=ADMINISTRATORS),
    "commons:lists": Route(get=EVERYBODY),
    "commons:catalogue": Route(get=EVERYBODY, more={"kind": "csv"}),
    "commons:export": Route(
        get=ORGANISERS,
        things=PROPOSED,
        more={"kind": "jsonld"},
        everywhere=ADMINISTRATORS,
    ),
    "commons:common": Route(get=ORGANISERS, things=PROPOSED, everywhere=ADMINISTRATORS),
    # Programmes: their pages are public, everything else is for their organisers.
    "programmes:index": Route(get=EVERYBODY),
    "programmes:programme": Route(get=EVERYBODY),
    "programmes:create": Route(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "programmes:edit": Route(get=ORGANISERS, post=ORGANISERS),
    "programmes:organisers": Route(get=ORGANISERS, post=ORGANISERS),
    "programmes:organiser_remove": Route(post=ORGANISERS, things=COLLEAGUE),
    "programmes:season_create": Route(get=ORGANISERS, post=ORGANISERS),
    "programmes:season": Route(get=ORGANISERS, post=ORGANISERS, things=SEASON),
    "programmes:season_remove": Route(post=ORGANISERS, things=SEASON),
    "programmes:gathering_create": Route(get=ORGANISERS, post=ORGANISERS),
    "programmes:gathering": Route(get=ORGANISERS, post=ORGANISERS, things=GATHERING),
    "programmes:gathering_cancel": Route(post=ORGANISERS, things=GATHERING),
    "programmes:perimeters": Route(get=ORGANISERS),
    "programmes:perimeter_create": Route(get=ORGANISERS, post=ORGANISERS),
    "programmes:perimeter": Route(get=ORGANISERS, post=ORGANISERS, things=PERIMETER),
    "programmes:perimeter_erase": Route(post=ORGANISERS, things=PERIMETER),
    # Participants: a seat reads and writes at its own place.
    "workshops:join": Route(get=EVERYBODY, post=EVERYBODY),
    "workshops:seat_link": Route(get=EVERYBODY, post=EVERYBODY, things=BADGE),
    "workshops:seat": Route(get=EVERYBODY),
    "workshops:take_seat": Route(post=EVERYBODY, asks_json=True),
    "workshops:state": Route(get=SEATS, asks_json=True),
    "workshops:notes": Route(post=SEATS, asks_json=True),
    "workshops:note": Route(get=SEATS, post=SEATS, things=NOTE, asks_json=True),
    "workshops:votes": Route(get=SEATS, post=SEATS, asks_json=True),
    "workshops:reactions": Route(post=SEATS, asks_json=True),
    "workshops:seat_relay": Route(get=SEATS, asks_json=True),
    "workshops:my_notes": Route(get=SEATS, asks_json=True),
    # Walls: the projector and the team.
    "workshops:wall_link": Route(get=EVERYBODY, things={"wall_key": lambda place: place.running.wall_key}),
    "workshops:wall": Route(get=WALLS),
    "workshops:wall_of_the_day": Route(get=WALLS),
    "workshops:wall_welcome": Route(get=WALLS),
    "workshops:wall_question": Route(get=WALLS),
    "workshops:wall_plenary": Route(get=WALLS),
    "workshops:qr": Route(get=WALLS),
    # Facilitators: any of the team at any table.
    "workshops:desks": desk(get=TEAM, post=None),
    "workshops:desk": desk(get=TEAM, post=None),
    "workshops:desk_scribe": desk(),
    "workshops:desk_move": desk(names=lambda place: {"note": place.note.key, "theme": place.theme.key}),
    "workshops:desk_join": desk(),
    "workshops:desk_merge": desk(get=TEAM, post=None),
    "workshops:desk_separate": desk(names=lambda place: {"separate": place.note.key}),
    "workshops:desk_aside": desk(names=lambda place: {"note": place.note.key, "reason": "Hors sujet"}),
    "workshops:desk_restore": desk(names=lambda place: {"restore": place.note.key}),
    "workshops:desk_accept": desk(names=lambda place: {"handed": place.note.key}),
    "workshops:desk_undo": desk(),
    "workshops:desk_proposals": desk(get=TEAM, post=None),
    "workshops:desk_apart": desk(get=TEAM, post=None),
    "workshops:desk_reading": desk(get=TEAM, post=None),
    "workshops:desk_reading_ask": desk(),
    "workshops:desk_reading_stop": desk(),
    "workshops:desk_reading_adopt": desk(),
    "workshops:desk_read_notes": desk(get=TEAM, post=None, more={"place": 0}),
    "workshops:desk_apart_begin": desk(),
    "workshops:desk_apart_keep": desk(),
    "workshops:desk_differences": desk(get=TEAM, post=None),
    "workshops:desk_differences_adopt": desk(names=lambda place: {"adopt": f"{place.note.key}:{place.theme.key}"}),
    "workshops:desk_cards": desk(get=TEAM, post=None),
    "workshops:desk_cards_make": desk(),
    "workshops:desk_cards_sheet": desk(get=TEAM, post=None, more={"printout": 1}),
    "workshops:desk_lay": desk(get=TEAM),
    "workshops:desk_cuts": desk(get=TEAM, post=None),
    "workshops:desk_cut": desk(names=lambda place: {"note": place.note.key, "parts": "Un\nDeux"}),
    "workshops:desk_place": desk(names=lambda place: {"tap": f"{place.note.key}:{place.theme.key}:{place.theme.key}"}),
    "workshops:desk_adopt": desk(
        names=lambda place: {"take-1": "on", "title-1": "Un thème", "note-1": place.note.key},
    ),
    "workshops:desk_alone": desk(),
    "workshops:desk_votes": desk(get=TEAM, post=None),
    "workshops:desk_count": desk(),
    "workshops:desk_conclusion": desk(get=TEAM, post=None),
    "workshops:desk_freeze": desk(),
    "workshops:desk_rapporteur": desk(),
    "workshops:desk_idea": desk(),
    "workshops:desk_drop": desk(names=lambda place: {"idea": place.idea.key}),
    "workshops:desk_photos": desk(get=TEAM, post=None),
    "workshops:desk_photo_add": desk(),
    "workshops:desk_photo_remove": desk(names=lambda place: {"photo": place.photo.key}),
    "workshops:desk_photo": desk(get=TEAM, post=None, things=PHOTO),
    "workshops:desk_theme": desk(get=TEAM, post=None, things=THEME),
    "workshops:theme_rename": desk(things=THEME),
    "workshops:theme_shift": desk(things=THEME),
    "workshops:theme_quote": desk(things=THEME),
    "workshops:theme_remove": desk(things=THEME),
    "workshops:relay_sheet": desk(get=WALLS, post=None),
    "workshops:rapporteur_card": desk(get=TEAM, post=None),
    # Conductor: the whole room.
    "workshops:conductor": Route(get=TEAM),
    "observing:connections": Route(get=TEAM),
    "workshops:conduct": Route(post=TEAM, more={"verb": "pause"}),
    "workshops:plenary": Route(get=TEAM),
    "workshops:plenary_react": Route(post=TEAM, names=lambda place: {"idea": place.idea.key, "text": "Oui"}),
    "workshops:plenary_lead": Route(post=TEAM, more={"verb": "finir"}),
    "workshops:arrivals": Route(get=TEAM),
    "workshops:arrivals_seat": Route(post=TEAM),
    "workshops:arrivals_badge": Route(get=TEAM),
    "workshops:arrivals_change": Route(post=TEAM, more={"verb": "present"}),
    # Organisers of the programme.
    "workshops:index": Route(get=SIGNED_IN),
    "workshops:abbreviations": Route(get=SIGNED_IN, post=ADMINISTRATORS, sends={"text": "ZAC = quartier à bâtir"}),
    "workshops:create": Route(get=ANY_ORGANISER, post=ANY_ORGANISER),
    "workshops:prepare": Route(get=ORGANISERS),
    "workshops:doors": Route(post=ORGANISERS),
    "workshops:describe": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:questions": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:notes_import": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:note_import": Route(get=ORGANISERS, things=IMPORT),
    "workshops:note_import_change": Route(post=ORGANISERS, things=IMPORT, more={"verb": "confirmer"}),
    "workshops:sequences": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:sequence": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:tables": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:team": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:facilitator_assign": Route(post=ORGANISERS, things=HELPER),
    "workshops:facilitator_remove": Route(post=ORGANISERS, things=HELPER),
    "workshops:people": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:people_compare": Route(post=ORGANISERS),
    "workshops:people_register": Route(post=ORGANISERS),
    "workshops:people_headcount": Route(post=ORGANISERS),
    "workshops:person_create": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:person": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:person_erase": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:rotation": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:links": Route(get=ORGANISERS),
    "workshops:wall_renew": Route(post=ORGANISERS),
    "workshops:settings": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:duplicate": Route(get=ORGANISERS, post=ORGANISERS),
    "workshops:formats": Route(get=ORGANISERS),
    "workshops:format": Route(get=ORGANISERS, post=ORGANISERS, things=FORMAT),
    "workshops:format_remove": Route(get=ORGANISERS, post=ORGANISERS, things=FORMAT),
    "workshops:discard": Route(get=ORGANISERS, post=ORGANISERS, at=draft),
    # Paper.
    "workshops:paper": Route(get=TEAM),
    "workshops:sheet": Route(get=TEAM, more={"piece": "regles"}),
    "workshops:retype": Route(get=TEAM, post=TEAM),
    # Reports: here open to amendments, so that those who were there read it.
    "reports:index": Route(get=EVERYBODY),
    "reports:report": Route(get=READERS, at=over),
    "reports:question": Route(get=READERS, at=over),
    "reports:theme": Route(get=READERS, at=over),
    "reports:note": Route(get=READERS, at=over),
    "reports:download": Route(get=READERS, at=over, more={"extension": "json"}),
    "reports:photo": Route(get=READERS, at=over, things={"key": lambda place: place.photo_after.key}),
    "reports:amend": Route(get=SEATS, post=SEATS, at=over),
    "reports:receive": Route(post=READERS, at=over),
    "reports:edit": Route(get=TEAM, post=TEAM, at=over),
    "reports:share": Route(get=TEAM, post=TEAM, at=over),
    "reports:move": Route(post=TEAM, at=over, sends={"act": "draft"}),
    "reports:finalise": Route(get=TEAM, at=over),
    "reports:amendments": Route(get=TEAM, post=TEAM, at=over, names=lambda place: {"key": place.amendment.key}),
    "reports:resend": Route(post=TEAM, at=over),
    "reports:data": Route(get=TEAM, at=over),
    # The workbench: facilitators read together what they run, organisers decide.
    "workbench:index": Route(get=TEAM),
    "workbench:counts": Route(get=TEAM),
    "workbench:themes": Route(get=TEAM),
    "workbench:common": Route(get=TEAM, things=COMMON),
    "workbench:ideas": Route(get=TEAM),
    "workbench:pairs": Route(get=TEAM),
    "workbench:journal": Route(get=ORGANISERS),
    "workbench:gather": Route(post=ORGANISERS, names=lambda place: {"theme": place.theme.key, "into": place.common}),
    "workbench:rename": Route(post=ORGANISERS, things=COMMON, sends={"title": "Autrement"}),
    "workbench:merge": Route(post=ORGANISERS, things=COMMON, names=lambda place: {"into": place.common}),
    "workbench:take_out": Route(post=ORGANISERS, names=lambda place: {"theme": place.theme.key}),
    "workbench:judge": Route(
        post=ORGANISERS,
        names=lambda place: {"verdict": "same", "one": place.note.key, "other": place.note_after.key},
    ),
    "workbench:undo": Route(post=ORGANISERS, sends={"number": "1"}),
}
