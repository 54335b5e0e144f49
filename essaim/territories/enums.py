"""The kinds of territories and of organisations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TerritoryKind(TextChoices):
    COMMUNE = "commune", _("commune")
    EPCI = "epci", _("intercommunalité")
    EPT = "ept", _("établissement public territorial")
    DEPARTEMENT = "departement", _("département")
    REGION = "region", _("région")
    PERIMETER = "perimeter", _("périmètre de projet")


class OrganisationKind(TextChoices):
    LOCAL_AUTHORITY = "local_authority", _("collectivité")
    STATE = "state", _("État")
    ASSOCIATION = "association", _("association")
    COMPANY = "company", _("entreprise")
    PUBLIC_BODY = "public_body", _("établissement public")
    RESEARCH = "research", _("recherche et enseignement")
    RESIDENTS = "residents", _("habitantes et habitants")
    OTHER = "other", _("autre")


# INSEE numbers them among the départements, but they are none.
OVERSEAS_COLLECTIVITIES = frozenset({"975", "977", "978", "984", "986", "987", "988", "989"})
OVERSEAS_LABEL = _("collectivité d’outre-mer")
