from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.programmes.models import Gathering, Programme, Season
from essaim.territories.forms import TerritoryForm


class ProgrammeForm(TerritoryForm, forms.ModelForm):
    class Meta:
        model = Programme
        fields = ("title", "purpose", "licence", "is_public")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "purpose": _("Ce que le programme cherche à faire, en quelques phrases : elles ouvrent sa page."),
            "licence": _("Proposée à chaque atelier ; chacun peut en choisir une autre."),
        }
        labels = {"is_public": _("La page du programme est visible par tout le monde")}

    def __init__(self, *args: Any, **options: Any):
        known = options.get("instance")
        if known is not None and known.territory:
            options["initial"] = {"territory": known.territory.label()} | options.get("initial", {})
        super().__init__(*args, **options)


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


class GatheringForm(TerritoryForm):
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
        help_text=_("Sans choix : la saison qui contient cette date, sinon celle de l’année, créée si elle manque."),
    )
    # Where the form is reached from a workshop to come, one goes back to it.
    then = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Programme, gathering: Gathering | None = None, **options: Any):
        if gathering:
            options["initial"] = {
                "title": gathering.title,
                "day": gathering.day,
                "place": gathering.place,
                "season": gathering.season_id,
                "territory": gathering.territory.label() if gathering.territory else "",
            } | options.get("initial", {})
        super().__init__(*args, **options)
        self.fields["season"].queryset = programme.seasons.all()  # type: ignore[attr-defined]
