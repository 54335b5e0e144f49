"""Every licence of the table is what it says it is."""

import pytest
from packaging.licenses import canonicalize_license_expression

from essaim.licences.tables import LICENCES, Family, Kind


@pytest.mark.parametrize("id", LICENCES)
def test_each_id_is_of_spdx_or_says_that_it_is_ours(id):
    assert canonicalize_license_expression(id) in (id, "etalab-2.0")


def test_a_licence_of_creative_commons_asks_what_its_name_says():
    wrong = [
        licence.id
        for licence in LICENCES.values()
        if licence.family.startswith("BY")
        and (licence.share_alike, licence.non_commercial, licence.no_derivatives)
        != tuple(term in licence.name for term in ("SA", "NC", "ND"))
    ]

    assert wrong == []


def test_the_editions_of_a_licence_have_their_own_ids_and_addresses():
    editions = {licence.id: licence.url for licence in LICENCES.values() if licence.family is Family.BY_NC_SA}

    assert editions == {
        "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        "CC-BY-NC-SA-3.0": "https://creativecommons.org/licenses/by-nc-sa/3.0/",
        "LicenseRef-CC-BY-NC-SA-3.0-FR": "https://creativecommons.org/licenses/by-nc-sa/3.0/fr/",
        "CC-BY-NC-SA-2.5": "https://creativecommons.org/licenses/by-nc-sa/2.5/",
        "CC-BY-NC-SA-2.0": "https://creativecommons.org/licenses/by-nc-sa/2.0/",
        "CC-BY-NC-SA-2.0-FR": "https://creativecommons.org/licenses/by-nc-sa/2.0/fr/",
        "CC-BY-NC-SA-1.0": "https://creativecommons.org/licenses/by-nc-sa/1.0/",
    }


def test_what_is_due_to_the_state_has_its_date():
    dated = [licence.id for licence in LICENCES.values() if licence.last_update]

    assert dated == ["etalab-2.0", "LicenseRef-etalab-1.0"]


def test_every_kind_of_thing_has_a_licence_to_choose():
    assert {licence.kind for licence in LICENCES.values() if licence.is_offered} == set(Kind)
