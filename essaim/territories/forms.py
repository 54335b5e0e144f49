"""Where: the field of every form that asks for a territory."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.kit.refusal import Refused
from essaim.territories.domain.perimeters import NAME_LENGTH, check_members, check_name_is_free, checked_name
from essaim.territories.enums import TerritoryKind
from essaim.territories.finding.names import words_of
from essaim.territories.models import Territory
from essaim.territories.queries import search_territories, territories_in_order
from essaim.territories.queries.search import QUERY_LENGTH

MOST_OFFERED = 8
OFFICIAL = [kind for kind in TerritoryKind.values if kind != TerritoryKind.PERIMETER]


class TerritoryForm(forms.Form):
    """One territory found by typing; several that resemble the words are offered, and the form waits for the choice."""

    kinds: Collection[str] = TerritoryKind.values

    territory = forms.CharField(
        label=_("Territoire"),
        max_length=QUERY_LENGTH,
        required=False,
        help_text=_(
            "Commune, intercommunalité, département, région ou périmètre : un nom même approximatif, ou un code."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "list": "territoires"}),
    )
    # What was picked among homonyms, and for which words: other words make it worthless.
    chosen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    chosen_for = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.offered: list[Territory] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text = cleaned.get("territory")
        cleaned["territory"] = self.found(text, cleaned) if text else None
        return cleaned

    def found(self, text: str, cleaned: dict[str, Any]) -> Territory | None:
        """The only territory that these words can mean; else the field asks which."""
        if cleaned.get("chosen") and cleaned.get("chosen_for") == text:
            picked = Territory.objects.filter(pk=cleaned["chosen"], kind__in=self.kinds, is_current=True).first()
            if picked:
                return picked
        answers = search_territories(text, kinds=self.kinds, limit=MOST_OFFERED)
        exact = [one for one in answers if text in (one.label(), one.code)]
        exact = exact or [one for one in answers if words_of(one.name) == words_of(text)]
        if len(exact) == 1 or len(answers) == 1:
            return (exact or answers)[0]
        if not answers:
            self.add_error("territory", self.said_of_nothing(text))
            return None
        self.offered = answers
        self.add_error("territory", gettext("Plusieurs territoires correspondent : choisissez le bon ci-dessous."))
        return None

    def said_of_nothing(self, text: str) -> str:
        return gettext("Aucun territoire ne porte ce nom. Vérifiez l’orthographe.")


class PerimeterForm(TerritoryForm):
    """A perimeter on its way: its members travel in the form from one answer to the next, until it is saved.

    The button says what to do: “add” what is typed, “pick-12” among homonyms, “remove-12”, or “save”.
    """

    kinds = OFFICIAL

    # Without `max_length`: a name is judged when the perimeter is saved, not while territories are added.
    name = forms.CharField(
        label=_("Nom du périmètre"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": NAME_LENGTH}),
        help_text=_("Par exemple « Pays de la Rivière »."),
    )

    def __init__(
        self, data: Any = None, *, members: Sequence[Territory] = (), perimeter: Territory | None = None, **options: Any
    ):
        self.typed: Any = data.copy() if data is not None else None
        super().__init__(self.typed, **options)
        self.perimeter = perimeter
        self.fields["territory"].label = _("Ajouter un territoire")
        self.fields["territory"].help_text = _(
            "Commune, intercommunalité, département ou région : un nom même approximatif, ou un code."
        )
        self.members = list(members) if data is None else territories_in_order(data.getlist("member"))
        act, _dash, which = data.get("act", "").partition("-") if data is not None else ("", "", "")
        self.act, self.which = act, which
        if act != "save":
            # One after the other: the next name is typed where the last one was.
            self.fields["territory"].widget.attrs["autofocus"] = bool(act)
        self.added: Territory | None = None
        self.removed: Territory | None = None

    @property
    def is_saving(self) -> bool:
        return self.act == "save"

    def clean(self) -> dict[str, Any]:
        if self.act == "remove":
            self.remove()
            return self.cleaned_data
        if self.act == "pick":
            self.pick()
            return self.cleaned_data
        typed = self.cleaned_data.get("territory")
        cleaned = super().clean()
        if cleaned["territory"]:
            self.add(cleaned["territory"])
        elif not typed and not self.is_saving and "territory" not in self.errors:
            self.add_error("territory", gettext("Saisissez le nom ou le code du territoire à ajouter."))
        if self.is_saving:
            self.check_whole()
        return cleaned

    def add(self, territory: Territory) -> None:
        if territory not in self.members:
            self.members.append(territory)
            self.added = territory
        elif not self.is_saving:
            told = gettext("« %(name)s » est déjà dans le périmètre.") % {"name": territory.label()}
            self.add_error("territory", told)
            return
        self.typed["territory"] = ""  # it is in the list by now

    def pick(self) -> None:
        picked = territories_in_order([self.which])
        if picked and picked[0].kind in self.kinds:
            self.add(picked[0])

    def remove(self) -> None:
        self.removed = next((one for one in self.members if str(one.pk) == self.which), None)
        self.members = [one for one in self.members if one != self.removed]

    def check_whole(self) -> None:
        """Everything that is missing is said at once, each thing at its place."""
        name = self.cleaned_data.get("name", "")
        for field, check in (
            ("name", lambda: check_name_is_free(checked_name(name), but=self.perimeter)),
            (None, lambda: check_members(self.members)),
        ):
            try:
                check()
            except Refused as refused:
                self.add_error(field, str(refused))

    def said_of_nothing(self, text: str) -> str:
        perimeters = search_territories(text, kinds=[TerritoryKind.PERIMETER], limit=1)
        if not perimeters:
            return super().said_of_nothing(text)
        return gettext("« %(name)s » est déjà un périmètre : choisissez plutôt les territoires qui le composent.") % {
            "name": perimeters[0].name
        }
