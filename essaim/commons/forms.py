"""The form of a common: its sheet as people type it, and the sheet that they typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from essaim.commons.domain.adapting import NOTE_LENGTH
from essaim.commons.enums import Relation
from essaim.commons.formats.sheet import FIELDS, TITLE_LENGTH, Kind, Sheet, SheetField, without_blanks
from essaim.commons.typed import READ, as_it_is, typed, whole_address
from essaim.licences.tables import LICENCES

PROSE_LENGTH = 50_000
LINE_LENGTH = 500

# The sections of the form, in the order in which a newcomer can answer.
SECTIONS = (
    ("essentiel", gettext_lazy("L’essentiel"), ("title", "summary", "description")),
    ("themes", gettext_lazy("De quoi il s’agit"), ("kinds", "themes", "challenges", "audiences", "tags", "maturity")),
    ("licence", gettext_lazy("Licence et fichiers"), ("licence", "licence_words", "files")),
    ("lieux", gettext_lazy("Où et par qui"), ("places", "point", "organisations", "referent", "contributors")),
    ("suite", gettext_lazy("Pour continuer"), ("needs", "skills", "community", "discussion", "complement")),
)
HELP = {
    "title": gettext_lazy("Ce que c’est, en quelques mots : « Le carnet des abris frais »."),
    "summary": gettext_lazy("Ce qu’il permet, et à qui : elle se lit dans les listes."),
    "description": gettext_lazy(
        "Ce qu’il contient, comment le refaire ailleurs. Une ligne « ## Titre » fait un titre, « - » une liste."
    ),
    "tags": gettext_lazy("Séparés par des virgules."),
    "licence": gettext_lazy("Ce que les autres territoires ont le droit d’en faire."),
    "licence_words": gettext_lazy("Si aucune licence de la liste ne convient."),
    "files": gettext_lazy("Un par ligne : son adresse, puis son nom. « https://exemple.fr/guide.pdf Le guide »."),
    "places": gettext_lazy(
        "Un par ligne : commune, intercommunalité, département ou région. « Rennes (Ille-et-Vilaine, 35) »."
    ),
    "point": gettext_lazy("Latitude puis longitude : « 48.11, -1.68 »."),
    "organisations": gettext_lazy(
        "Une par ligne ; son rôle après deux points, s’il aide : « Ville de Rennes : conception »."
    ),
    "referent": gettext_lazy("Une personne par ligne. Son adresse électronique n’est pas demandée."),
    "contributors": gettext_lazy("Une personne par ligne, qui accepte d’être nommée ; son rôle après deux points."),
    "discussion": gettext_lazy("L’adresse d’un forum, d’un groupe, d’une page."),
}


class BeginForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Titre"), max_length=TITLE_LENGTH, help_text=HELP["title"], widget=forms.TextInput
    )


class AdaptForm(forms.Form):
    """A child of a common: its title, and what it is to it."""

    title = forms.CharField(
        label=gettext_lazy("Titre de votre version"),
        max_length=TITLE_LENGTH,
        help_text=gettext_lazy("Le nom de votre territoire aide à s’y retrouver."),
    )
    relation = forms.ChoiceField(label=gettext_lazy("Ce qu’elle sera"), choices=Relation, initial=Relation.LOCAL)


class SourceForm(forms.Form):
    """Another work that a common was drawn from: one of the catalogue, by its address, or one that stands elsewhere."""

    address = forms.CharField(
        label=gettext_lazy("Adresse de l’œuvre d’origine"),
        max_length=500,
        help_text=gettext_lazy("Celle d’une fiche de ce catalogue suffit ; ailleurs, dites aussi son titre."),
    )
    relation = forms.ChoiceField(label=gettext_lazy("Ce qu’elle vous a donné"), choices=Relation)
    title = forms.CharField(label=gettext_lazy("Son titre"), max_length=TITLE_LENGTH, required=False)
    author = forms.CharField(label=gettext_lazy("Qui l’a faite"), max_length=500, required=False)
    licence = forms.CharField(label=gettext_lazy("Sa licence"), max_length=300, required=False)

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        return address if address.startswith("/") else whole_address(address)


class ChangeForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Une modification"),
        max_length=NOTE_LENGTH,
        help_text=gettext_lazy("Par exemple « Le plan est celui de notre salle »."),
    )


class SheetForm(forms.Form):
    """A form with a field for each of the sheet's; what it has no field for stays as the sheet said it."""

    reason = forms.CharField(
        label=gettext_lazy("Ce qui a changé"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Facultatif : se lit dans l’historique."),
    )

    def __init__(self, data: Any = None, *, sheet: Sheet, terms: Mapping[str, list[tuple[str, str]]], **options: Any):
        self.sheet = sheet
        super().__init__(data, initial=typed(sheet) | options.pop("initial", {}), **options)
        for field in FIELDS:
            if field.kind is not Kind.KEPT:
                self.fields[field.name] = made(field, terms.get(str(field.scheme), []), sheet)

    def sections(self) -> list[dict[str, Any]]:
        return [
            {"key": key, "label": label, "fields": [self[name] for name in names]} for key, label, names in SECTIONS
        ]

    def clean(self) -> dict[str, Any]:
        """Each field is read as its kind is; the sentences of those that cannot be stand under them."""
        cleaned = super().clean() or self.cleaned_data
        self.said: Sheet = {"kept": self.sheet.get("kept")}
        for field in FIELDS:
            if field.name not in cleaned:
                continue
            try:
                self.said[field.name] = READ.get(field.kind, as_it_is)(cleaned[field.name], field, self.sheet)
            except forms.ValidationError as wrong:
                self.add_error(field.name, wrong)
        self.said = without_blanks(self.said)
        return cleaned


def made(field: SheetField, choices: list[tuple[str, str]], sheet: Sheet) -> forms.Field:
    """The form's field for a field of the sheet."""
    said: dict[str, Any] = {"label": field.label, "help_text": HELP.get(field.name, ""), "required": False}
    match field.kind:
        case Kind.TERMS:
            return forms.MultipleChoiceField(
                choices=with_kept(choices, sheet.get(field.name, [])), widget=forms.CheckboxSelectMultiple, **said
            )
        case Kind.TERM:
            kept = [sheet[field.name]] if field.name in sheet else []
            return forms.ChoiceField(choices=[("", "—"), *with_kept(choices, kept)], **said)
        case Kind.LICENCE:
            offered = [(one.id, one.name) for one in LICENCES.values() if one.is_offered]
            kept = [sheet[field.name]] if field.name in sheet else []
            return forms.ChoiceField(choices=[("", "—"), *with_kept(offered, kept)], **said)
        case Kind.PROSE:
            rows = 14 if field.name == "description" else 5
            return forms.CharField(
                max_length=PROSE_LENGTH, strip=False, widget=forms.Textarea(attrs={"rows": rows}), **said
            )
        case Kind.ORGANISATIONS | Kind.PEOPLE | Kind.PLACES | Kind.FILES:
            return forms.CharField(max_length=PROSE_LENGTH, widget=forms.Textarea(attrs={"rows": 3}), **said)
        case _:
            is_title = field.name == "title"
            return forms.CharField(max_length=field.longest or LINE_LENGTH, **said | {"required": is_title})


def with_kept(choices: list[tuple[str, str]], kept: Iterable[str]) -> list[tuple[str, str]]:
    """The choices, and what the sheet says that is no longer one: it is not lost because the form is saved."""
    known = {key for key, _label in choices}
    return [*choices, *((key, LICENCES[key].name if key in LICENCES else key) for key in kept if key not in known)]
