from django.forms.renderers import TemplatesSetting


class EssaimRenderer(TemplatesSetting):
    """Forms come out with our own markup: label, help, field, error linked to it."""

    field_template_name = "web/_field.html"
    form_template_name = "web/_form.html"
