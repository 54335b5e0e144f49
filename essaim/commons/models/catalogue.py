import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

REMEMBERED = 200  # writings: a process that missed more reads the whole catalogue again


class Catalogue(models.Model):
    """How many times the catalogue was written, and the marks of the last times: what is kept in memory follows it.

    One row, locked by whoever writes: generations are seen in the order of their numbers.
    """

    generation = models.PositiveBigIntegerField(default=0)
    marks = models.JSONField(default=list)  # the newest last

    class Meta:
        verbose_name = _("état du catalogue")

    def __str__(self) -> str:
        return str(self.generation)

    @classmethod
    def told(cls) -> tuple[int, list[str]]:
        """The generation of what anybody sees now, and its marks; 0 before the first writing."""
        return cls.objects.filter(pk=1).values_list("generation", "marks").first() or (0, [])

    @classmethod
    def advance(cls) -> int:
        """The generation of what this transaction writes: nobody else gets one before it ends."""
        catalogue, _is_new = cls.objects.select_for_update().get_or_create(pk=1)
        catalogue.generation += 1
        catalogue.marks = [*catalogue.marks[-REMEMBERED + 1 :], uuid.uuid4().hex]
        catalogue.save()
        return catalogue.generation
