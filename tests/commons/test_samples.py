"""The exports that stand beside the project become commons, nothing of what they say being lost, and once."""

import pytest

from essaim.commons.domain.importing import import_commons
from essaim.commons.domain.reporting import as_json
from essaim.commons.formats.opening import kind_in, records_in
from tests.commons.examples import NOON, everything
from tests.commons.formats.exports import SAMPLES, needs_samples

pytestmark = [needs_samples, pytest.mark.usefixtures("lists")]

# The reader that each file is for, and how many commons its records are;
# redirects, templates and pages of properties are none.
FILES = {
    "smw/01-special-export-template-calls.mw-0.6.xml": ("mediawiki", 1),
    "smw/03-special-export-mw-0.10.xml": ("mediawiki", 1),
    "smw/05-special-ask-format-json-v2.json": ("ask-json", 2),
    "smw/07-api-ask-v3-list.template.json": ("ask-json", 1),
    "smw/08-special-ask.csv": ("ask-csv", 4),
    "smw/10-api-ask-v0.5-list-printouts.json": ("ask-json", 2),
    "smw/11-api-ask-v2-dates.json": ("ask-json", 2),
    "smw/14-special-export-real-article-templates.xml": ("mediawiki", 0),
    "smw/20-ademe-commun.SYNTHETIC.xml": ("mediawiki", 1),
    "yeswiki/bazar-entries-default.json": ("yeswiki", 8),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_each_sample_is_read_told_taken_and_taken_once(name, tmp_path):
    path = tmp_path / "file"
    path.write_bytes((SAMPLES / name).read_bytes().replace(b'"meta":.*}', b'"meta":{}}}'))  # one is a pattern
    kind, number = FILES[name]
    assert kind_in(path) == kind
    forms, lists = [SAMPLES / "yeswiki" / f"bazar-{one}-default.json" for one in ("forms", "lists")]
    records = records_in(path, kind, forms=forms, lists=lists)

    dry = as_json(import_commons(records=records, by=None, now=NOON, is_dry_run=True))
    assert everything() == [[], [], [], [], []]
    done = as_json(import_commons(records=records, by=None, now=NOON))
    before = everything()
    again = as_json(import_commons(records=records, by=None, now=NOON))

    assert done == dry | {"dry_run": False}
    assert (done["created"], sum(one["lost"] for one in done["fields"])) == (number, 0)
    assert (again["created"], again["changed"], again["unchanged"], again["redirects"]) == (0, 0, number, 0)
    assert everything() == before
