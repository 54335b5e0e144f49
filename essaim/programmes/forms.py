from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.programmes.models import Gathering, Programme, Season
from essaim.territories.models import Territory
from essaim.territories.queries import search_territories
from essaim.territories.queries.search import QUERY_LENGTH


class ProgrammeForm(forms.ModelForm):
    class Meta:
        model = Programme
        fields = ("title", "purpose", "licence", "is_public")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "purpose": _("Ce que le programme cherche à faire, en quelques phrases : elles ouvrent sa page."),
            "licence": _("Proposée à chaque atelier ; chacun peut en choisir une autre."),
        }
        labels = {"is_public": _("La page du programme est visible par tout le monde")}


class InviteForm(forms.Form):
    """Who is named, by their address; a name is shown until they choose theirs."""

    email = forms.EmailField(
        label=_("Adresse électronique"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Par exemple prenom.nom@commune.fr"),
    )
    name = forms.CharField(label=_("Prénom et nom"), max_length=120, required=False)


class DateField(forms.DateField):
    """A date as browsers send it, or as people type it where there is no date picker."""

    def __init__(self, **options: Any):
        options.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y"])
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


class SeasonForm(forms.Form):
    title = forms.CharField(label=_("Titre de la saison"), max_length=120, help_text=_("Par exemple « Saison 2027 »."))
    starts_on = DateField(label=_("Commence le"), required=False)
    ends_on = DateField(label=_("Se termine le"), required=False)


class GatheringForm(forms.Form):
    title = forms.CharField(
        label=_("Titre de la rencontre"), max_length=160, help_text=_("Par exemple « Journée d’automne ».")
    )
    day = DateField(label=_("Date"), help_text=_("Une date passée convient aussi, pour reprendre des archives."))
    place = forms.CharField(
        label=_("Lieu"),
        max_length=160,
        required=False,
        help_text=_("Par exemple « Salle des fêtes, Bourg-Joli »."),
    )
    season = forms.ModelChoiceField(
        Season.objects.none(),
        label=_("Saison"),
        required=False,
        empty_label=_("Selon la date de la rencontre"),
    )
    territory = forms.CharField(
        label=_("Territoire"),
        max_length=QUERY_LENGTH,
        required=False,
        help_text=_("Commune, intercommunalité, département ou région : un nom même approximatif, ou un code."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "list": "territoires"}),
    )
    # What was picked among homonyms, and for which words: other words make it worthless.
    chosen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    chosen_for = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Programme, gathering: Gathering | None = None, **options: Any):
        if gathering:
            options["initial"] = {
                "title": gathering.title,
                "day": gathering.day,
                "place": gathering.place,
                "season": gathering.season_id,
                "territory": gathering.territory.label() if gathering.territory else "",
            }
        super().__init__(*args, **options)
        self.fields["season"].queryset = programme.seasons.all()  # type: ignore[attr-defined]
        self.offered: list[Territory] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = cleaned.get("territory")
        cleaned["territory"] = self.found(text, cleaned) if text else None
        return cleaned

    def found(self, text: str, cleaned: dict[str, Any]) -> Territory | None:
        """The only territory that these words can mean; else the field asks which."""
        if cleaned.get("chosen") and cleaned.get("chosen_for") == text:
            picked = Territory.objects.filter(pk=cleaned["chosen"], is_current=True).first()
            if picked:
                return picked
        answers = search_territories(text, limit=8)
        exact = [territory for territory in answers if text in (territory.label(), territory.code)]
        if len(exact) == 1 or len(answers) == 1:
            return (exact or answers)[0]
        if not answers:
            self.add_error("territory", gettext("Aucun territoire ne porte ce nom. Vérifiez l’orthographe."))
            return None
        self.offered = answers
        self.add_error("territory", gettext("Plusieurs territoires correspondent : choisissez le bon ci-dessous."))
        return None
