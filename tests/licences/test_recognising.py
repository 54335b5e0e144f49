"""What people type, and the licence that it names, or the doubt that it leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.licences.recognising import Doubt, Recognised, recognise
from essaim.licences.tables import LICENCES

SURE = """
    Creative Commons BY SA 4.0                                        | CC-BY-SA-4.0
    cc-by-sa-4.0                                                      | CC-BY-SA-4.0
    CC BY‑SA 4,0                                                      | CC-BY-SA-4.0
    ccbyncsa v4                                                       | CC-BY-NC-SA-4.0
    BY-NC 4.0                                                         | CC-BY-NC-4.0
    Attribution 4.0 International                                     | CC-BY-4.0
    Attribution-NonCommercial-NoDerivatives 4.0 International         | CC-BY-NC-ND-4.0
    Attribution – Pas d’Utilisation Commerciale – Pas de Modification 4.0 (CC BY-NC-ND 4.0) | CC-BY-NC-ND-4.0
    Attribution - Partage dans les Mêmes Conditions 3.0 (CC BY-SA 3.0) | CC-BY-SA-3.0
    Creative Commons Paternité - Partage à l’identique 2.0            | CC-BY-SA-2.0
    This work is licensed under a Creative Commons Attribution-ShareAlike 4.0 International License. | CC-BY-SA-4.0
    CC BY-SA 3.0 non transposé                                        | CC-BY-SA-3.0
    CC BY-SA 3.0 France                                               | LicenseRef-CC-BY-SA-3.0-FR
    CC BY-NC-SA 2.0 FR                                                | CC-BY-NC-SA-2.0-FR
    CC BY-SA 4.0 FR                                                   | CC-BY-SA-4.0
    Licence libre CC BY-SA 4.0                                        | CC-BY-SA-4.0
    https://creativecommons.org/licenses/by-sa/4.0/                   | CC-BY-SA-4.0
    https://creativecommons.org/licenses/by-sa/4.0/deed.fr            | CC-BY-SA-4.0
    http://www.creativecommons.org/licenses/by/4.0/legalcode.fr       | CC-BY-4.0
    creativecommons.org/licenses/by-nc-sa/3.0/fr/                     | LicenseRef-CC-BY-NC-SA-3.0-FR
    CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/deed.fr)   | CC-BY-4.0
    https://creativecommons.org/publicdomain/zero/1.0/deed.fr         | CC0-1.0
    https://spdx.org/licenses/EUPL-1.2.html                           | EUPL-1.2
    CC0                                                               | CC0-1.0
    Creative Commons Zero                                             | CC0-1.0
    CC0 1.0 Universal (CC0 1.0) Public Domain Dedication              | CC0-1.0
    domaine public                                                    | CC-PDM-1.0
    Public Domain Mark 1.0                                            | CC-PDM-1.0
    Licence Ouverte / Open Licence v2.0 (Etalab)                      | etalab-2.0
    Licence Ouverte 1.0                                               | LicenseRef-etalab-1.0
    lov2                                                              | etalab-2.0
    Open Data Commons Open Database License (ODbL) v1.0               | ODbL-1.0
    Open Data Commons Attribution License                             | ODC-By-1.0
    Licence Art Libre 1.3                                             | LAL-1.3
    CERN-OHL-S v2                                                     | CERN-OHL-S-2.0
    Licence MIT                                                       | MIT
    Apache License, Version 2.0                                       | Apache-2.0
    GPL v3 ou ultérieure                                              | GPL-3.0-or-later
    GPLv3+                                                            | GPL-3.0-or-later
    GNU General Public License v3.0 only                              | GPL-3.0-only
    GNU Affero General Public License v3 or later                     | AGPL-3.0-or-later
    Tous droits réservés                                              | LicenseRef-tous-droits-reserves
    © All rights reserved                                             | LicenseRef-tous-droits-reserves
"""

EDITIONS = "{0}-4.0 {0}-3.0 {0}-2.5 {0}-2.0 {0}-1.0"
OFFERED = "CC0-1.0 CC-BY-4.0 CC-BY-SA-4.0 CC-BY-NC-4.0 CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-NC-ND-4.0"
FREE = "CC-BY-SA-4.0 CC-BY-4.0 CC0-1.0 etalab-2.0 LAL-1.3 ODbL-1.0"
DOUBTFUL = [
    ("CC-by-sa", "version", EDITIONS.format("CC-BY-SA")),
    ("CC BY NC", "version", EDITIONS.format("CC-BY-NC")),
    ("Attribution - Partage dans les Mêmes Conditions (CC BY-SA)", "version", EDITIONS.format("CC-BY-SA")),
    ("https://creativecommons.org/licenses/by-nc/", "version", EDITIONS.format("CC-BY-NC")),
    ("CC BY 3.0/4.0", "several", "CC-BY-4.0 CC-BY-3.0"),
    ("licence ouverte", "version", "etalab-2.0 LicenseRef-etalab-1.0"),
    ("GPL-3.0", "version", "GPL-3.0-or-later GPL-3.0-only"),
    ("https://www.gnu.org/licenses/gpl-3.0.html", "version", "GPL-3.0-or-later GPL-3.0-only"),
    ("GPL", "several", "GPL-3.0-or-later GPL-3.0-only"),
    ("EUPL", "several", "EUPL-1.2"),
    ("Licence Art Libre", "several", "LAL-1.3"),
    ("CERN OHL v2", "version", "CERN-OHL-S-2.0 CERN-OHL-W-2.0 CERN-OHL-P-2.0"),
    ("Creative Commons", "several", OFFERED),
    ("CC", "several", OFFERED),
    ("libre", "several", FREE),
    ("Open source", "several", FREE),
    ("attribution", "several", EDITIONS.format("CC-BY")),
    ("CC NC", "several", EDITIONS.format("CC-BY-NC")),
    ("CC BY-SA 4.0, sauf les photos", "several", "CC-BY-SA-4.0"),
    ("pas CC BY-SA 4.0", "several", "CC-BY-SA-4.0"),
    ("CC BY-SA 4.0 ou ultérieure", "several", "CC-BY-SA-4.0"),
    ("CC BY-SA 4.0 / CC BY-NC 4.0", "several", "CC-BY-SA-4.0 CC-BY-NC-4.0"),
    ("CC BY 4.0 - Pas d’utilisation commerciale", "several", "CC-BY-4.0 CC-BY-NC-4.0"),
    ("ODbL et CC BY-SA", "several", "ODbL-1.0 " + EDITIONS.format("CC-BY-SA")),
    ("https://creativecommons.org/licenses/by-sa/3.0/us/", "several", "CC-BY-SA-3.0"),
    ("CC BY-SA 2.5 FR", "several", "CC-BY-SA-2.5"),
    ("CC BY 5.0", "unknown", ""),
    ("CC BY-ND-SA 4.0", "unknown", ""),
    ("GPL v2", "unknown", ""),
    ("LGPL 3.0", "unknown", ""),
    ("libre de droits", "unknown", ""),
    ("© 2023 Ville de Lyon", "unknown", ""),
    ("voir le site", "unknown", ""),
    ("?", "unknown", ""),
    ("", "silent", ""),
    ("  ", "silent", ""),
    ("aucune", "silent", ""),
    ("Sans licence", "silent", ""),
]


@pytest.mark.parametrize("line", SURE.strip().splitlines())
def test_words_that_name_one_licence(line):
    words, id = (each.strip() for each in line.split("|"))

    assert recognise(words) == Recognised(words, (id,), None)
    assert recognise(words).licence == id


@pytest.mark.parametrize(("words", "doubt", "ids"), DOUBTFUL)
def test_words_that_leave_a_doubt(words, doubt, ids):
    assert recognise(words) == Recognised(words, tuple(ids.split()), Doubt(doubt))
    assert recognise(words).licence == ""


@pytest.mark.parametrize("licence", LICENCES.values(), ids=LICENCES)
def test_a_licence_is_known_by_its_id_and_by_its_name(licence):
    assert [recognise(words).licence for words in (licence.id, licence.id.upper(), licence.name)] == [licence.id] * 3


SILENT_ABOUT_THEIR_VERSION = ("LAL-1.3", "GPL", "AGPL", "LicenseRef-tous")


@pytest.mark.parametrize("id", [id for id in LICENCES if not id.startswith(SILENT_ABOUT_THEIR_VERSION)])
def test_a_licence_is_known_by_its_address(id):
    assert recognise(LICENCES[id].url).licence == id


MORE = st.sampled_from(
    [
        "sauf",
        "et",
        "ou",
        "non",
        "by",
        "NC",
        "SA",
        "ND",
        "4.0",
        "3",
        "FR",
        "libre",
        "MIT",
        "ODbL",
        "seulement",
        "©",
        "CC0",
    ]
)


@given(st.sampled_from([*LICENCES]), st.lists(MORE, max_size=4))
def test_words_added_to_a_licence_never_make_another_one_of_it(id, more):
    found = recognise(" ".join([id, *more]))

    assert not found.licence or LICENCES[found.licence].name.startswith(LICENCES[id].name)


@given(st.text(max_size=3_000))
def test_any_words_have_an_answer_and_are_kept(words):
    found = recognise(words)

    assert found.words == words
    assert bool(found.licence) == (found.doubt is None)
    assert set(found.candidates) <= set(LICENCES)
