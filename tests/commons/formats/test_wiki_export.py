"""An export is read page by page, whatever its version, and refused with a sentence where it is none."""

import io
import tracemalloc

import pytest

from essaim.commons.formats.found import Contributor, Field, Found, Group, Origin, Text
from essaim.commons.formats.wiki_export import read_export
from essaim.kit.refusal import Refused
from tests.commons.formats.exports import BASE, Stream, export, head_of, page, revision

COMMON = "{{Commun|titre=Four à pain}}\n[[Catégorie:Commun]]"
NOT_AN_EXPORT = "Ce fichier n’est pas un export de wiki. Sur le wiki, la page « Spécial:Exporter » en fait un."
DOCTYPE = "Ce fichier commence par un DOCTYPE, qu’aucun export de wiki ne contient : il n’a pas été lu."


def read(content: bytes) -> list[Found]:
    return list(read_export(io.BytesIO(content)))


def test_a_page_has_its_origin_and_those_who_wrote_it():
    older = revision("brouillon", number=6, at="2025-01-01T00:00:00Z", by="Service Déchets")

    assert read(export(page("Four à pain", revision(COMMON), older))) == [
        Found(
            title="Four à pain",
            origin=Origin(
                system="mediawiki",
                site=BASE,
                key="Four à pain",
                address=BASE + "Four_%C3%A0_pain",
                revision="7",
                written_at="2026-03-01T08:00:00Z",
                contributors=(Contributor("Amel B."), Contributor("Service Déchets")),
            ),
            kind="Commun",
            fields=(Field("titre", "Four à pain", (Text("Four à pain"),)),),
            categories=("Commun",),
            raw=COMMON,
        )
    ]


@pytest.mark.parametrize("version", ["0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "0.10", "0.11"])
def test_every_version_is_read_alike(version):
    [found] = read(export(page("Four", revision(COMMON)), version=version))

    assert (found.kind, found.raw, found.origin.revision) == ("Commun", COMMON, "7")


def test_addresses_of_machines_are_not_kept():
    anonymous = "<revision><id>1</id><contributor><ip>192.0.2.7</ip></contributor><text>a</text></revision>"
    imported = revision("b", by="2001:db8::7", at="2026-03-02T08:00:00Z")
    hidden = "<revision><id>1</id><contributor deleted='deleted'/><text>c</text></revision>"

    [found] = read(export(page("Four", anonymous, imported, hidden)))

    assert (found.origin.contributors, found.raw) == ((), "b")


def test_pages_of_every_namespace_are_kept_with_its_number():
    pages = [
        page("Modèle:Commun", revision("[[Thème::{{{Thème|}}}]]"), namespace=10),
        page("Attribut:Licence", revision("[[A le type::Texte]] [[Valeur possible::CC BY]]"), namespace=102),
        page("Catégorie:Commun", revision("Ce que nous partageons"), namespace=None),
        page("Utilisatrice:Amel/notes.json", revision('{"a": [[b]]}'), namespace=None),
        page("Note: à lire", revision("Rien"), namespace=None),
    ]

    assert [
        (one.title, one.namespace, one.text, [field.raw for field in one.fields]) for one in read(export(*pages))
    ] == [
        ("Modèle:Commun", 10, "[[Thème::{{{Thème|}}}]]", []),
        ("Attribut:Licence", 102, "Texte CC BY", ["Texte", "CC BY"]),
        ("Catégorie:Commun", 14, "Ce que nous partageons", []),
        ("Utilisatrice:Amel/notes.json", 2, '{"a": [[b]]}', []),
        ("Note: à lire", 0, "Rien", []),
    ]


def test_a_page_that_leads_elsewhere_says_where():
    by_text = page("Four banal", revision("#REDIRECTION [[Four à pain]]"))
    by_mark = page("Fournil", revision("Autre chose"), more='<redirect title="Four à pain"/>')

    assert [found.redirects_to for found in read(export(by_text, by_mark))] == ["Four à pain", "Four à pain"]


def test_other_texts_of_a_page_are_kept_beside_its_own():
    slot = "<content><role>données</role><model>json</model><text>{}</text></content>"

    [found] = read(export(page("Four", revision(COMMON, more=slot)), version="0.11"))

    assert (found.raw, found.others) == (COMMON, (Group("données", (Field("text", "{}", (Text("{}"),)),)),))


def test_a_page_whose_text_is_hidden_says_so():
    hidden = "<revision><id>1</id><text deleted='deleted' /></revision>"

    [found] = read(export(page("Four", hidden)))

    assert found.troubles == ("Le wiki cache le texte de cette page : il n’est pas dans l’export.",)


def test_a_page_that_is_too_long_is_refused_alone():
    pages = [
        page("Long", revision("é" * (10 * 2**20 + 1))),
        page("Juste", revision("a" * 2**20)),
        page("Court", revision("b")),
    ]

    found = read(export(*pages))

    assert [(one.title, len(one.text), one.troubles) for one in found] == [
        ("Long", 0, ("Le texte de cette page dépasse 20 Mo : il n’a pas été lu.",)),
        ("Juste", 2**20, ()),
        ("Court", 1, ()),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_an_export_is_read_in_the_encoding_that_it_announces(encoding):
    declared = encoding.removesuffix("-sig")
    content = f'<?xml version="1.0" encoding="{declared}"?>{export(page("Four", revision("été"))).decode()}'

    assert [found.raw for found in read(content.encode(encoding))] == ["été"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", NOT_AN_EXPORT),
        (b"Bonjour", NOT_AN_EXPORT),
        (b"<html><body/></html>", NOT_AN_EXPORT),
        (b"<a>" * 50, NOT_AN_EXPORT),
        (b"<mediawiki>" + b"<a>" * 50, NOT_AN_EXPORT),
        (b'{"query": {}}', NOT_AN_EXPORT),
        (b"\x1f\x8b\x08", "Ce fichier est compressé : décompressez-le, puis donnez le fichier XML qu’il contient."),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><mediawiki>&b;</mediawiki>', DOCTYPE),
        (b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><mediawiki/>', DOCTYPE),
        (b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://192.0.2.1/b"> %b;]><mediawiki/>', DOCTYPE),
        (b'<!DOCTYPE a PUBLIC "b" "http://192.0.2.1/b.dtd"><mediawiki/>', DOCTYPE),
        (
            export(page("Four", revision("ete"))).replace(b"ete", "été".encode("latin-1")),
            "La ligne 1 n’est pas écrite dans l’encodage annoncé. Enregistrez ce fichier en UTF-8.",
        ),
        (
            b'<?xml version="1.0" encoding="martien"?><mediawiki/>',
            "La ligne 1 n’est pas écrite dans l’encodage annoncé. Enregistrez ce fichier en UTF-8.",
        ),
        (
            (head_of() + "\n" + page("Four", revision("a")) + "<page>&inconnue;</page></mediawiki>").encode(),
            "Cet export n’est plus du XML à la ligne 2 (pages entières : 1). Exportez-le à nouveau.",
        ),
    ],
)
def test_what_is_no_export_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Refused) as refusal:
        read(content)

    assert str(refusal.value) == sentence


def test_a_thousand_million_laughs_are_refused_before_the_first():
    entities = '<!ENTITY r0 "ha">' + "".join(f'<!ENTITY r{n} "{f"&r{n - 1};" * 10}">' for n in range(1, 10))

    with pytest.raises(Refused, match="DOCTYPE"):
        read(f"<!DOCTYPE mediawiki [{entities}]><mediawiki>&r9;</mediawiki>".encode())


def test_a_tag_without_end_is_refused_before_it_fills_the_memory():
    endless = (b"<mediawiki a='" if place == 0 else b"a" * 2**20 for place in range(200))
    stream = Stream(endless)

    with pytest.raises(Refused, match="pas un export de wiki"):
        list(read_export(stream))

    assert stream.size < 40 * 2**20


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
def test_an_export_that_was_cut_gives_its_whole_pages_then_says_so(share):
    content = export(*(page(f"Page {number}", revision(COMMON)) for number in range(100)))
    kept = content[: int(len(content) * share)]
    found = []

    with pytest.raises(Refused) as refusal:
        for one in read_export(io.BytesIO(kept)):
            found.append(one)

    whole = kept.count(b"</page>")
    assert len(found) == whole
    assert str(refusal.value) == (
        f"Cet export s’arrête avant sa fin (pages entières : {whole}). Exportez-le à nouveau."
    )


def test_a_large_export_takes_the_memory_of_one_page():
    body = "{{Commun|titre=Four|description=" + "Du pain, des mots. " * 100 + "}}\n" + "Autour du four. " * 400

    def parts(count):
        yield head_of().encode()
        for number in range(count):
            yield page(f"Page {number}", revision(body)).encode()
        yield b"</mediawiki>"

    stream = Stream(parts(2_000))
    tracemalloc.start()
    try:
        count = sum(1 for _found in read_export(stream))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (count, stream.size > 15 * 2**20, peak < 3 * 2**20) == (2_000, True, True)
