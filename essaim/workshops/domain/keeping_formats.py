"""Sequences that worked are kept under a name, for the next workshops of the same programme."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kit.refusal import Refused
from essaim.kit.text import one_line
from essaim.people.models import Person
from essaim.programmes.access import check_may_organise_programme
from essaim.programmes.models import Programme
from essaim.workshops.access import check_may_organise
from essaim.workshops.domain.duplicating import SCRIPT
from essaim.workshops.domain.preparing import check_is_draft
from essaim.workshops.domain.running import locked
from essaim.workshops.enums import Act
from essaim.workshops.models import SavedFormat, Sequence, Workshop
from essaim.workshops.models.saved_format import NAME_LENGTH
from essaim.workshops.queries import format_named


@transaction.atomic
def keep_format(*, workshop: Workshop, name: str, by: Person, now: datetime, replace: int | None = None) -> SavedFormat:
    """The workshop's sequences are a format of its programme; one of the same name gives way if it was asked about."""
    check_may_organise(by, workshop)
    name = named(name)
    known = of_this_name(workshop.programme, name)
    if known is not None and known.pk != replace:
        raise Refused(
            _("Un format du programme s’appelle déjà « %(name)s ». Remplacez-le, ou choisissez un autre nom.")
            % {"name": known.name},
            code="taken",
        )
    saved = known or SavedFormat(programme=workshop.programme, name=name)
    saved.format_key, saved.topology = workshop.format_key, workshop.topology
    saved.seconds_per_group, saved.saved_at = workshop.seconds_per_group, now
    saved.sequences = [script_of(sequence) for sequence in workshop.sequences.all()]
    saved.save()
    return saved


@transaction.atomic
def rename_format(*, saved: SavedFormat, name: str, by: Person) -> SavedFormat:
    """The format has another name, that no other of its programme has."""
    check_may_organise_programme(by, saved.programme)
    name = named(name)
    other = of_this_name(saved.programme, name)
    if other is not None and other.pk != saved.pk:
        raise Refused(_("Un autre format du programme s’appelle déjà « %(name)s ».") % {"name": other.name}, status=422)
    saved.name = name
    saved.save(update_fields=["name"])
    return saved


@transaction.atomic
def remove_format(*, saved: SavedFormat, by: Person) -> None:
    """The format is proposed no more; workshops that started from it keep their own sequences."""
    check_may_organise_programme(by, saved.programme)
    saved.delete()


@transaction.atomic
def start_from_format(*, workshop: Workshop, saved: SavedFormat, by: Person) -> None:
    """The draft runs as the format says, from now on the organiser's own to edit."""
    check_may_organise(by, workshop)
    workshop = locked(workshop)
    check_is_draft(workshop)
    if saved.programme_id != workshop.programme.pk:
        raise Refused(_("Ce format appartient à un autre programme."), status=422)
    workshop.format_key, workshop.topology = saved.format_key, saved.topology
    workshop.seconds_per_group = saved.seconds_per_group
    workshop.save(update_fields=["format_key", "topology", "seconds_per_group"])
    workshop.sequences.all().delete()
    Sequence.objects.bulk_create(Sequence(workshop=workshop, **played(script)) for script in saved.sequences)


def script_of(sequence: Sequence) -> dict[str, Any]:
    return {name: getattr(sequence, name) for name in SCRIPT}


def played(script: dict[str, Any]) -> dict[str, Any]:
    """The script without the acts that a later version no longer knows."""
    return script | {"allows": [act for act in script["allows"] if act in Act.values]}


def of_this_name(programme: Programme, name: str) -> SavedFormat | None:
    """Locked: two people who save under one name at once do not both find it free."""
    return format_named(Programme.objects.select_for_update().get(pk=programme.pk), name)


def named(name: str) -> str:
    return one_line(
        name,
        NAME_LENGTH,
        empty=_("Donnez un nom au format."),
        too_long=_("Le nom du format est trop long : %(limit)s caractères au plus."),
        is_name=True,
    )
