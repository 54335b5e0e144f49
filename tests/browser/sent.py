"""Pages that only a form opens, most of them because it is refused: who, where, with what, and the status."""

from dataclasses import dataclass
from typing import Any

LONG = "trop long " * 1000
# Whatever the page's own script would do, the form goes to the server, as it does without script.
SEND = """([action, values]) => {
    const forms = [...document.querySelectorAll("form")].filter((form) => form.method === "post");
    const form = forms.find((form) => new URL(form.action).pathname === action) ||
        forms.find((form) => form.closest("main"));
    for (const [name, value] of Object.entries(values)) {
        const known = [...form.elements].filter((each) => each.name.startsWith(name));
        for (const one of known) if (one.type === "checkbox" || one.type === "radio") one.disabled = true;
        if (known.some((one) => one.type === "text" || one.tagName === "TEXTAREA" || one.type === "number" ||
            one.type === "email" || one.type === "hidden" || one.type === "date"))
            for (const one of known) { one.removeAttribute("type"); one.value = value; }
        else {
            const more = document.createElement("input");
            Object.assign(more, { name, value, type: "hidden" });
            form.append(more);
        }
    }
    HTMLFormElement.prototype.submit.call(form);
}"""


@dataclass(frozen=True)
class Sent:
    """A form at the address of a route, and the values that it sends."""

    role: str
    state: str
    route: str
    values: dict[str, Any]
    to: str = ""  # the route that the form posts to, where it is not the page's own
    status: int = 422
    query: str = ""

    def __str__(self) -> str:
        return f"{self.to or self.route} sent {list(self.values)} / {self.state} / {self.role}"


SENT = [
    Sent("visitor", "open", "workshops:join", {"code": "AAAA AAAA"}, status=404),
    Sent("visitor", "open", "workshops:join", {"csrfmiddlewaretoken": "x"}, status=403),
    Sent("visitor", "open", "workshops:seat", {"badge": "trois"}, to="workshops:take_seat", status=409),
    Sent("visitor", "open", "account_login", {"email": "pas une adresse"}, status=200),
    Sent("seat", "writing", "workshops:seat", {"text": "🎉"}, to="workshops:notes"),
    Sent("seat", "after the bell", "workshops:seat", {"text": "🎉"}, to="workshops:notes"),
    Sent("seat", "writing", "workshops:note", {"text": "🎉"}),
    Sent("seat", "concluding", "workshops:votes", {"theme": "rien"}),
    Sent("seat", "answering", "workshops:seat", {"text": "🎉"}, to="workshops:reactions"),
    Sent("facilitator", "writing", "workshops:desk", {"text": LONG}, to="workshops:desk_scribe"),
    Sent("facilitator", "writing", "workshops:desk", {"reason": ""}, to="workshops:desk_move"),
    Sent("facilitator", "writing", "workshops:desk_theme", {"title": LONG}, to="workshops:theme_rename"),
    Sent("facilitator", "concluding", "workshops:desk_votes", {"hands-": "99"}, to="workshops:desk_count"),
    Sent(
        "facilitator",
        "concluding",
        "workshops:desk_conclusion",
        {"name": "Bo"},
        to="workshops:desk_rapporteur",
        status=409,
    ),
    Sent("facilitator", "concluding", "workshops:desk_conclusion", {"text": ""}, to="workshops:desk_idea"),
    Sent("facilitator", "concluding", "workshops:desk_photos", {"caption": ""}, to="workshops:desk_photo_add"),
    Sent("facilitator", "answering", "workshops:plenary", {"text": ""}, to="workshops:plenary_react"),
    Sent("organiser", "draft", "workshops:create", {"title": ""}),
    Sent("organiser", "draft", "workshops:describe", {"title": ""}),
    Sent("organiser", "draft", "workshops:questions", {"q1-text": "", "q2-text": "", "q3-text": ""}),
    Sent("organiser", "draft", "workshops:notes_import", {}),
    Sent("organiser", "draft", "workshops:sequences", {"s1-minutes": "-4", "s2-title": ""}),
    Sent("organiser", "draft", "workshops:sequence", {"minutes": "demain"}),
    Sent("organiser", "draft", "workshops:tables", {"t1-capacity": "-1", "t2-video_url": "javascript:x"}),
    Sent("organiser", "draft", "workshops:team", {"email": "pas une adresse"}),
    Sent("organiser", "draft", "workshops:people", {"headcount": "-3"}, to="workshops:people_headcount"),
    Sent("organiser", "draft", "workshops:people", {}, to="workshops:people_compare"),
    Sent("organiser", "draft", "workshops:person_create", {"name": LONG}),
    Sent("organiser", "draft", "workshops:person", {"name": LONG}),
    Sent("organiser", "draft", "workshops:rotation", {"per_organisation": "1", "seed": "x"}),
    Sent("organiser", "draft", "workshops:settings", {"dots": "-1", "minutes_per_group": "zéro"}),
    Sent("organiser", "draft", "workshops:duplicate", {"title": "", "day": "hier"}),
    Sent("administrator", "report final", "programmes:create", {"title": ""}),
    Sent("organiser", "report final", "programmes:edit", {"title": ""}),
    Sent("organiser", "report final", "programmes:organisers", {"email": "pas une adresse"}),
    Sent("organiser", "report final", "programmes:season_create", {"title": ""}),
    Sent("organiser", "report final", "programmes:gathering_create", {"title": "", "day": "demain"}),
    Sent("organiser", "report final", "programmes:gathering_create", {"title": "A", "territory": "saint-denis"}),
    Sent("organiser", "report final", "programmes:perimeter_create", {"act": "add", "territory": "saint-denis"}),
    Sent("organiser", "report final", "programmes:perimeter_create", {"act": "save", "name": ""}),
    Sent(
        "organiser", "report final", "programmes:perimeter_create", {"act": "add", "territory": "grenoble"}, status=200
    ),
    Sent("organiser", "report final", "programmes:perimeter", {"act": "add", "territory": "zzzzzz"}),
    Sent(
        "organiser", "report final", "workshops:sequences", {"act": "format", "format-name": "café court"}, status=409
    ),
    Sent("organiser", "draft", "workshops:sequences", {"act": "format", "format-name": ""}),
    Sent("organiser", "report final", "workshops:format", {"name": "…"}),
    Sent("seat", "report open to amendments", "reports:amend", {"text": "…"}),
    Sent("seat", "report draft", "reports:report", {"email": "pas une adresse"}, to="reports:receive"),
    Sent("organiser", "report open to amendments", "reports:edit", {"introduction": LONG * 10}),
    Sent("organiser", "report open to amendments", "reports:amendments", {"answer": LONG, "state": "rien"}),
    Sent("organiser", "concluding", "workshops:retype", {"text": ""}, query="?table=1&sequence=1&page=1"),
    Sent(
        "organiser",
        "concluding",
        "workshops:retype",
        {"text": "Un banc"},
        query="?table=1&sequence=1&page=1",
        status=200,
    ),
    Sent("administrator", "report final", "commons:begin", {"title": ""}),
    Sent("administrator", "report final", "commons:edit", {"title": "", "places": "Nulle-Part", "point": "ici"}),
    Sent("administrator", "report final", "commons:adapt", {"title": ""}),
    Sent("administrator", "report final", "commons:team", {"email": "bo"}),
    Sent("administrator", "report final", "commons:lineage", {"act": "source", "address": "nulle part"}),
]
