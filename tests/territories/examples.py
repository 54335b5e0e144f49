"""A small country, to see one thing at a time."""

from essaim.territories.formats.vintage import Vintage
from essaim.territories.models import Territory


def small_country(digest="first", **changed_population):
    """One région, two départements, one EPCI that straddles them, three communes."""
    people = {"Amont": 100, "Aval": 30, "Seule": 7} | changed_population
    return Vintage(
        digest,
        f"vintage {digest}",
        {
            "region": {"code": ["R1"], "name": ["Région"], "population": [sum(people.values())]},
            "departement": {
                "code": ["D1", "D2"],
                "name": ["Haut", "Bas"],
                "population": [people["Amont"] + people["Seule"], people["Aval"]],
                "region": ["R1", "R1"],
            },
            "epci": {
                "code": ["200000001"],
                "name": ["CC de la Rivière"],
                "population": [people["Amont"] + people["Aval"]],
                "departement": ["D1"],
            },
            "ept": {"code": [], "name": [], "population": [], "departement": [], "epci": []},
            "commune": {
                "code": ["D1001", "D2001", "D1002"],
                "name": list(people),
                "population": list(people.values()),
                "siren": ["210000001", "210000002", "210000003"],
                "postal_codes": ["01000", "02000", "01000 01010"],
                "departement": ["D1", "D2", "D1"],
                "region": ["R1", "R1", "R1"],
                "epci": ["200000001", "200000001", ""],
                "ept": ["", "", ""],
            },
        },
    )


def named(name, **filters):
    return Territory.objects.get(name=name, **filters)
