from typing import Any

from django.db.models import QuerySet

from essaim.people.models import Person
from essaim.programmes.models import Programme


def programmes_to_show(person: Any) -> QuerySet[Programme]:
    """Public programmes, and those that this person organises."""
    public = Programme.objects.filter(is_public=True)
    if isinstance(person, Person):
        if person.is_administrator:
            return Programme.objects.all()
        public = public | Programme.objects.filter(organisers__person=person)
    return public.distinct().order_by("title")
