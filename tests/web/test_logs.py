"""What the journal of a server keeps of a request: never the path, which may be a link that opens an account."""

import httpx

from tests.server import serving

SECRET = "unsecretquiouvreuncompte"


def test_the_journal_keeps_no_secret_of_a_link():
    with serving(LOG_LEVEL="INFO") as instance:
        answers = [
            httpx.get(f"{instance.url}/nulle/part/{SECRET}/").status_code,
            httpx.get(f"{instance.url}/p/{SECRET}/").status_code,
            httpx.post(f"{instance.url}/entrer/{SECRET}/").status_code,
        ]
        instance.stop()  # some lines come after the answer
        journal = instance.log()

    assert all(400 <= status < 500 for status in answers)
    assert ("Not Found: /*" in journal, SECRET in journal) == (True, False)
