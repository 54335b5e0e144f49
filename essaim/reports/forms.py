from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.programmes.enums import Licence, Visibility
from essaim.reports.domain.amending import TEXT_LENGTH as AMENDMENT_LENGTH
from essaim.reports.domain.drafting import TEXT_LENGTH
from essaim.reports.models import Report
from essaim.workshops.models import Question


class WordsForm(forms.Form):
    """What the team adds to what the boards say."""

    introduction = forms.CharField(
        label=_("Introduction"),
        help_text=_("En tête du compte rendu, sous « L’essentiel ». Facultative."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=TEXT_LENGTH,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        report: Report,
        questions: list[Question],
        proposed: dict[int, str] | None = None,
        **kwargs: Any,
    ):
        """`proposed` texts fill what nobody has written yet."""
        super().__init__(*args, **kwargs)
        self.questions = questions
        told = {summary.question_id: summary.text for summary in report.summaries.all()} if report.pk else {}
        self.fields["introduction"].initial = report.introduction
        for question in questions:
            self.fields[f"summary-{question.number}"] = forms.CharField(
                label=_("Synthèse de la question %(n)s : %(title)s") % {"n": question.number, "title": question.title},
                widget=forms.Textarea(attrs={"rows": 4}),
                max_length=TEXT_LENGTH,
                required=False,
                initial=told.get(question.pk) or (proposed or {}).get(question.number, ""),
            )
        self.empty_summaries = [question.number for question in questions if not told.get(question.pk)]

    @property
    def summaries(self) -> dict[int, str]:
        return {q.number: self.cleaned_data[f"summary-{q.number}"] for q in self.questions}


class SharingForm(forms.Form):
    """Who reads the final report, and under which conditions it may be used again."""

    visibility = forms.ChoiceField(label=_("Une fois définitif, le compte rendu est lu par"), choices=Visibility)
    licence = forms.ChoiceField(label=_("Licence"), choices=Licence)


class OpeningForm(forms.Form):
    until = forms.DateField(
        label=_("Amendements jusqu’au"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class AmendmentForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.CharField(label=_("À propos de"), required=False, widget=forms.Select)
    text = forms.CharField(
        label=_("Ce qu’il faut corriger ou ajouter"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=AMENDMENT_LENGTH,
    )

    def offer(self, places: list[tuple[str, str]]) -> "AmendmentForm":
        """The list of what may be amended; the choice itself is checked against the report."""
        field = self.fields["about"]
        assert isinstance(field.widget, forms.Select)  # noqa: S101
        field.widget.choices = [("", _("Tout le compte rendu")), *places]
        return self


class AnswerForm(forms.Form):
    key = forms.UUIDField()
    state = forms.CharField(required=False)
    answer = forms.CharField(required=False)
