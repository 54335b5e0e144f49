"""Whatever a file holds, it is read or refused with a sentence: it never breaks the import."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.commons.formats.ask_tables import read_table
from essaim.commons.formats.detecting import kind_of
from essaim.commons.formats.turtle import read_turtle
from essaim.commons.formats.understanding import values_of
from essaim.commons.formats.wiki_answers import read_answers
from essaim.commons.formats.wiki_export import read_export
from essaim.commons.formats.wikitext import read_page
from essaim.commons.formats.yeswiki import read_entries
from essaim.kit.refusal import Refused

MANY = settings(max_examples=150, deadline=None)

NAMES = (
    "query results printouts fulltext raw timestamp value unit lat lon label item printrequests typeid mode error "
    "id_fiche bf_titre id_typeannonce geolocation bf_latitude bf_longitude checkboxListeA listefiche2 imagebf_image "
    "bf_date template prepared propertyname options nodes children A#0##b"
)
KEYS = st.sampled_from(NAMES.split())
LEAVES = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    st.sampled_from(["1/2013/10/27", "nan", "1e999", "_dat", "_geo", "2024", "a***b***c", "liste***x***y***"]),
)
TOLD = st.recursive(
    LEAVES, lambda one: st.lists(one, max_size=3) | st.dictionaries(KEYS, one, max_size=5), max_leaves=20
)
MARKS = (
    "{{ }} [[ ]] {| |} | = :: #set: #ask: #subobject: +sep <nowiki> </nowiki> <!-- --> <div> </div> <br> a 2024 , "
    "Catégorie: http://a.example [ ] {{!}} &amp; ''' == * #REDIRECT DISPLAYTITLE:"
)
MARKUP = st.lists(st.sampled_from([*MARKS.split(), " ", "\n", "\ue000", "\ue001", "\ufdd0"]), max_size=40).map("".join)
TERMS = (
    "<http://semantic-mediawiki.org/swivt/1.0#Subject> <http://www.w3.org/2000/01/rdf-schema#label> <a> a _:b "
    '<http://semantic-mediawiki.org/swivt/1.0#wikiNamespace> [ ] ( ) . ; , "x" "-" @fr \'\'\' true 1e9 {'
)
TRIPLES = st.lists(st.sampled_from(TERMS.split()), max_size=25).map(" ".join)


def read_or_refused(reader, *told, **more):
    try:
        list(reader(*told, **more))
    except Refused as refusal:
        assert str(refusal)


@MANY
@given(TOLD, TOLD, TOLD)
def test_any_json_is_read_or_refused(first, second, third):
    content, forms, lists = (json.dumps(one).encode() for one in (first, second, third))
    answer = {"results": {"A": {"printouts": {"b": [first, second]}}}, "printrequests": third}
    entry = {"id_fiche": first, "bf_titre": second, "bf_date": third, "checkboxListeA": first, "listefiche2": second}

    read_or_refused(read_answers, content)
    read_or_refused(read_answers, json.dumps(answer).encode())
    read_or_refused(read_entries, content, forms=forms, lists=lists)
    read_or_refused(read_entries, json.dumps([entry]).encode(), forms=forms, lists=lists)


@MANY
@given(MARKUP)
def test_any_wikitext_is_a_page_that_has_it_whole(text):
    assert read_page(text, title="Page").raw == text
    values_of(text, name="date, lieu")


@MANY
@given(TRIPLES)
def test_any_triples_are_read_or_refused(text):
    read_or_refused(read_turtle, text.encode())


@MANY
@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(content):
    for reader in (read_table, read_turtle, read_answers, read_entries):
        read_or_refused(reader, content)
    read_or_refused(read_export, io.BytesIO(content))
    assert isinstance(kind_of(content), str)


@pytest.mark.parametrize("piece", ["<!--", "<?", "<!DOCTYPE [", "\n", '["####', '{"', "<a>", ",", '"', "@prefix "])
def test_a_file_that_repeats_itself_is_known_at_once(piece):
    assert kind_of((piece * 2**16)[: 2**16].encode()) in {"", "table"}
