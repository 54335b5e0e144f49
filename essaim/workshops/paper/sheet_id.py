"""The name of a sheet, printed on it: "E-ACDF3479-T2-S1-p3-K". Its last letter tells a typing error."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from essaim.kit.codes import LEGIBLE
from essaim.kit.refusal import Refused

# 23 signs, a prime: two signs exchanged, or one replaced by another digit, never give the same letter.
CHECKS = "ABCDEFGHJKMNPQRSTUVWXYZ"
FORM = re.compile(
    rf"E?(?P<code>[{LEGIBLE}]{{8}})?(?P<kind>[A-Z])(?P<number>\d{{0,3}})"
    r"(?:S(?P<round>\d{1,2}))?(?:P(?P<page>\d{1,3}))?(?P<check>[A-Z])"
)

POSTER, BADGES, CARDS, SCRIPT, DOTS, MATERIAL, PRESENCE, RELAY, RULES, TABLE = "ABCDGMPQRT"


@dataclass(frozen=True)
class SheetId:
    """Which sheet of which workshop: `number` is a table's for T and G, a question's for Q, A and C.

    For C, whose cards are typed back together, `page` is the printout.
    """

    code: str
    kind: str
    number: int = 0
    round: int = 0
    page: int = 0

    @property
    def short(self) -> str:
        """The sheet within its workshop: "T2-S1-p3"."""
        parts = [f"{self.kind}{self.number or ''}"]
        if self.round:
            parts.append(f"S{self.round}")
        if self.page:
            parts.append(f"p{self.page}")
        return "-".join(parts)

    @property
    def check(self) -> str:
        signs = re.sub(r"[^A-Z0-9]", "", f"{self.code}{self.short}".upper())
        return CHECKS[sum((place + 1) * int(sign, 36) for place, sign in enumerate(signs)) % len(CHECKS)]

    def __str__(self) -> str:
        return f"E-{self.code}-{self.short}-{self.check}"


def sheet_typed(text: str, code: str) -> SheetId:
    """The sheet that somebody reads on paper and types, in the workshop of this code."""
    signs = re.sub(r"[^A-Z0-9]", "", text.upper())
    found = FORM.fullmatch(signs)
    if found is None:
        raise Refused(
            _("« %(text)s » n’est pas un identifiant de feuille. Il ressemble à %(example)s, près du QR code.")
            % {"text": text.strip()[:40], "example": SheetId(code, TABLE, 2, 1, 1)},
            code="bad-sheet",
            status=422,
        )
    if found["code"] and found["code"] != code:
        raise Refused(
            _("Cette feuille vient d’un autre atelier (%(other)s). Ouvrez cet atelier pour la saisir.")
            % {"other": found["code"]},
            code="other-workshop",
            status=422,
        )
    sheet = SheetId(code, found["kind"], int(found["number"] or 0), int(found["round"] or 0), int(found["page"] or 0))
    if sheet.check != found["check"]:
        raise Refused(
            _("La dernière lettre ne correspond pas : relisez l’identifiant, il y a une faute de frappe."),
            code="bad-check",
            status=422,
        )
    return sheet
