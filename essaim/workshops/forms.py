"""What organisers fill in. Forms check what was typed; verbs decide what may change."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.programmes.enums import Licence, Visibility
from essaim.programmes.forms import DateField
from essaim.programmes.models import Gathering
from essaim.workshops.enums import Act, Kind, Topology
from essaim.workshops.formats import FORMATS
from essaim.workshops.formats.icebreakers import ICEBREAKERS
from essaim.workshops.models import Question, SavedFormat, Workshop
from essaim.workshops.models.saved_format import NAME_LENGTH

LONG = 4000  # a purpose or a script: two printed pages


def named(field: forms.Field, label: str) -> forms.Field:
    """A field of a table has its name said, not shown: the column's heading shows it."""
    field.widget.attrs["aria-label"] = label
    return field


def texts(label: Any, rows: int, help_text: Any = "", **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONG, required=False, widget=widget, help_text=help_text, **options)


class GatheringChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.day:%d/%m/%Y} · {obj.title} · {obj.season.programme.title}"


class CreateForm(forms.Form):
    gathering = GatheringChoice(Gathering.objects.none(), label=_("Rencontre"), empty_label=None)
    title = forms.CharField(
        label=_("Titre de l’atelier"), max_length=160, help_text=_("Par exemple « L’air de nos écoles ».")
    )
    start = forms.ChoiceField(
        label=_("Partir de"),
        help_text=_("Le déroulé est copié, puis vous le modifiez librement."),
    )

    def __init__(self, *args: Any, gatherings: Any, workshops: Any, saved: Iterable[SavedFormat] = (), **options: Any):
        super().__init__(*args, **options)
        self.saved = {f"format-{one.pk}": one for one in saved}
        self.fields["gathering"].queryset = gatherings  # type: ignore[attr-defined]
        formats = [(key, chosen.title) for key, chosen in FORMATS.items()]
        edited = [(one.code, f"{one.title} ({one.gathering.day:%d/%m/%Y})") for one in workshops]
        groups: list[Any] = [(_("Un format"), formats)]
        for programme, kept in groupby(self.saved.items(), key=lambda one: one[1].programme):
            label = str(_("Un format de « %(title)s »")) % {"title": programme.title}
            groups.append((label, [(key, one.name) for key, one in kept]))
        if edited:
            groups.append((_("Le déroulé d’un de vos ateliers"), edited))
        self.fields["start"].choices = groups  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        saved, gathering = self.saved.get(asked.get("start", "")), asked.get("gathering")
        if saved and gathering and gathering.programme != saved.programme:
            told = gettext(
                "Ce format appartient à « %(title)s » : choisissez une de ses rencontres, ou un autre départ."
            )
            self.add_error("start", told % {"title": saved.programme.title})
        asked["saved"] = saved
        return asked


class FormatForm(forms.Form):
    """The name under which a format is kept. Judged by the verb, since the page around it may be sent without it."""

    name = forms.CharField(
        label=_("Nom du format"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": NAME_LENGTH}),
        help_text=_("Par exemple « Café citoyen en deux heures »."),
    )


class DescribeForm(forms.Form):
    title = forms.CharField(label=_("Titre"), max_length=160)
    purpose = texts(
        _("À quoi sert cet atelier ?"),
        3,
        _("Une phrase ou deux, lues à l’ouverture et imprimées sur l’affiche."),
    )
    harvest = texts(
        _("Récolte attendue"),
        3,
        _("Ce avec quoi vous voulez repartir : des idées, des engagements, une priorité."),
    )
    rules = texts(
        _("Règles de l’intelligence collective"),
        6,
        _("Une par ligne. Elles s’affichent à l’arrivée et s’impriment."),
    )
    topology = forms.ChoiceField(label=_("Qui se déplace à la cloche ?"), choices=Topology.choices)


class QuestionForm(forms.Form):
    number = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Titre court"), max_length=80, required=False)
    text = forms.CharField(
        label=_("Question"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RowForm(forms.Form):
    """A sequence in the table of the timetable."""

    title = forms.CharField(max_length=120)
    minutes = forms.IntegerField(min_value=1, max_value=600)

    def __init__(self, data: Any = None, *, position: int, **options: Any):
        super().__init__(data, prefix=f"s{position}", **options)
        self.position = position
        named(self.fields["title"], str(_("Titre de la séquence %(n)s")) % {"n": position})
        named(self.fields["minutes"], str(_("Minutes de la séquence %(n)s")) % {"n": position})


class SequenceForm(forms.Form):
    title = forms.CharField(label=_("Titre"), max_length=120)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    kind = forms.ChoiceField(label=_("Nature"), choices=Kind.choices)
    stays = forms.BooleanField(label=_("Les tables restent comme à la séquence précédente (même tour)"), required=False)
    acts = forms.MultipleChoiceField(
        label=_("Ce que l’on peut y faire"),
        choices=Act.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    icebreaker = forms.ChoiceField(
        label=_("Brise-glace"),
        required=False,
        choices=[("", _("Aucun")), *((one.key, f"{one.title} ({one.minutes} min)") for one in ICEBREAKERS)],
    )
    say = texts(_("Dire"), 3, _("Ce que l’animation dit pour ouvrir la séquence."))
    do = texts(_("Faire"), 3)
    ask = texts(_("Demander"), 3, _("Les relances, quand la table se tait."))


class TableForm(forms.Form):
    name = forms.CharField(max_length=80, required=False)
    place = forms.CharField(max_length=160, required=False)
    capacity = forms.IntegerField(min_value=1, max_value=999, required=False)
    is_accessible = forms.BooleanField(required=False)
    video_url = forms.URLField(max_length=200, required=False, assume_scheme="https")

    def __init__(self, data: Any = None, *, number: int, **options: Any):
        super().__init__(data, prefix=f"t{number}", **options)
        self.number = number
        said = {
            "name": _("Nom de la table %(n)s"),
            "place": _("Où trouver la table %(n)s"),
            "capacity": _("Places à la table %(n)s"),
            "is_accessible": _("Table %(n)s accessible en fauteuil"),
            "video_url": _("Visioconférence de la table %(n)s"),
        }
        for name, label in said.items():
            named(self.fields[name], str(label) % {"n": number})


class FacilitatorForm(forms.Form):
    email = forms.EmailField(
        label=_("Adresse électronique"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Prénom et nom"), max_length=120, required=False)
    question = forms.ModelChoiceField(
        Question.objects.none(),
        label=_("Question"),
        required=False,
        empty_label=_("Là où l’on a besoin d’aide"),
    )

    def __init__(self, *args: Any, workshop: Workshop, **options: Any):
        super().__init__(*args, **options)
        self.fields["question"].queryset = workshop.questions.all()  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    question = forms.ModelChoiceField(Question.objects.none(), required=False)

    def __init__(self, *args: Any, workshop: Workshop, **options: Any):
        super().__init__(*args, **options)
        self.fields["question"].queryset = workshop.questions.all()  # type: ignore[attr-defined]


class ListForm(forms.Form):
    file = forms.FileField(
        label=_("Liste des personnes (CSV, ODS ou XLSX)"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.ods,.xlsx,text/csv"}),
        help_text=_(
            "La première ligne nomme les colonnes. « nom » suffit ; « organisation », « territoire », « accessible » "
            "(oui ou non), « animateur de » (numéro de table) et « éviter » sont facultatives. Plusieurs noms à éviter "
            "se séparent par |, ou par des ; entre guillemets droits."
        ),
    )


class NotesForm(forms.Form):
    file = forms.FileField(
        label=_("Notes (CSV, ODS, XLSX ou JSON par lignes)"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.ods,.xlsx,.jsonl,.ndjson,text/csv"}),
        help_text=_(
            "La première ligne nomme les colonnes. « texte » suffit ; « id », « nombre » (combien de personnes l’ont "
            "dite), « table » et « thème » sont facultatives. Jusqu’à 100 000 notes en CSV (60 Mo), 5 000 dans un "
            "tableur."
        ),
    )


class HeadcountForm(forms.Form):
    headcount = forms.IntegerField(label=_("Combien de personnes en tout ?"), min_value=1, max_value=2000)


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Prénom, ou prénom et nom"), max_length=80)
    organisation = forms.CharField(label=_("Organisation"), max_length=120, required=False)
    territory = forms.CharField(label=_("Territoire"), max_length=120, required=False)
    needs_accessible = forms.BooleanField(label=_("A besoin d’une table accessible en fauteuil"), required=False)
    host_of = forms.IntegerField(
        label=_("Reste à une table comme hôte ou hôtesse : laquelle ?"),
        min_value=1,
        max_value=99,
        required=False,
    )


class LimitsForm(forms.Form):
    per_organisation = forms.IntegerField(
        label=_("D’une même organisation, par table, au plus"), min_value=1, max_value=99, required=False
    )
    per_territory = forms.IntegerField(
        label=_("D’un même territoire, par table, au plus"), min_value=1, max_value=99, required=False
    )
    seed = forms.IntegerField(min_value=0, max_value=999_999, required=False, widget=forms.HiddenInput)


class SettingsForm(forms.Form):
    visibility = forms.ChoiceField(label=_("Compte rendu lisible par"), choices=Visibility.choices)
    licence = forms.ChoiceField(
        label=_("Licence du compte rendu"),
        choices=Licence.choices,
        help_text=_(
            "CC BY-SA laisse d’autres territoires reprendre votre travail, en vous citant et en partageant le leur."
        ),
    )
    dots = forms.IntegerField(label=_("Gommettes par personne"), min_value=1, max_value=20)
    minutes_per_group = forms.IntegerField(label=_("Minutes par groupe en plénière"), min_value=1, max_value=60)


class DuplicateForm(forms.Form):
    title = forms.CharField(label=_("Titre"), max_length=160)
    day = DateField(label=_("Date"))
    place = forms.CharField(
        label=_("Lieu"), max_length=160, required=False, help_text=_("Le même, si vous laissez vide.")
    )
    with_team = forms.BooleanField(label=_("Avec la même équipe d’animation"), required=False)
