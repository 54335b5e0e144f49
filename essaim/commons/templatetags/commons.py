from django import template
from django.utils.safestring import SafeString

from essaim.kit import prose

register = template.Library()


@register.filter
def as_prose(text: str) -> SafeString:
    """Markdown as HTML, its headings below the page's sections."""
    return prose.html_of(text)
