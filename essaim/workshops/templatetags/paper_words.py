"""Words and drawings of the sheets of paper."""

from functools import lru_cache

import segno
from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from essaim.workshops.paper.kit import Cover, Kit
from essaim.workshops.paper.pages import Page

register = template.Library()
MASK = 3


@register.filter
def qr(address: str, words: str) -> str:
    """The address as a QR code without size of its own, with what it opens said in words."""
    return drawn(address, words)


@register.filter
def one_qr(address: str, words: str) -> str:
    """The same, where each sheet has its own: a hall needs hundreds of them.

    Comparing the eight masks of a code takes nine tenths of its making, and a code that is read from a hand's
    distance does not need the best one.
    """
    return drawn(address, words, mask=MASK)


@lru_cache(maxsize=512)
def drawn(address: str, words: str, mask: int | None = None) -> str:
    drawing = segno.make(address, error="m", micro=False, mask=mask).svg_inline(
        omitsize=True, border=2, svgclass="qr", lineclass=None, title=words
    )
    return mark_safe(drawing)  # noqa: S308 - drawn by segno, which escapes its title


@register.filter
def typing_address(page: Page, kit: Kit | Cover) -> str:
    """Where the team types this sheet back: scanned, it opens with the sheet chosen."""
    return f"{kit.retype_address}?feuille={page.sheet.short}-{page.sheet.check}"


@register.filter
def clock(minutes: int) -> str:
    """Minutes since the start as "1 h 05"."""
    hours, rest = divmod(minutes, 60)
    return _("%(hours)s h %(minutes)02d") % {"hours": hours, "minutes": rest}
