"""A report in which every hostile text has its place."""

from dataclasses import replace

from essaim.reports.source import (
    PlenaryPart,
    QuestionPart,
    ReportSource,
    SetAsidePart,
    StrongIdeaPart,
    ThemePart,
)

from .example import note, report

HOSTILE = (
    '<script>alert("1")</script>',
    "</li></ol></details><h2>Faux titre</h2>",
    "\u202egnitnemmoc\u202c à l’envers",
    "🌳🚲 de l’ombre 👩🏽‍🌾",
    "mot\x0bcoupé\x00\x1b[31m\ufffe\uffff",
    "fin de section ]]> et <!-- commentaire --> & &amp; &lt;",
    "première ligne\r\n# Faux titre\r\n- fausse liste\rfin",
    '=HYPERLINK("http://x")',
    "＝1+1",
    "\t@SUM(A1)",
    "oui,=cmd|' /C calc'!A0;+3",
    "{{ source }} {% debug %} ${7*7} $(id)",
    "[lien](javascript:alert(1)) ![i](http://x/p.png) `code` **gras** | colonne | <https://x>",
    "1. faux numéro\n===\n---\n> citation",
    "a" * 5_000,
    "mot " * 1_250,
)


def hostile_report() -> ReportSource:
    """Every hostile text, as a note and as every kind of title."""
    notes = tuple(note(number, text, 3) for number, text in enumerate(HOSTILE, start=1))
    themes = tuple(
        ThemePart(key=f"t{number}", title=text, notes=(notes[number - 1],), summary=text, key_quote=number)
        for number, text in enumerate(HOSTILE, start=1)
    )
    aside = SetAsidePart(note=note(101, HOSTILE[0]), reason=HOSTILE[6])
    ideas = tuple(
        StrongIdeaPart(key=f"i{number}", text=text, reason=text, conditions=text, rapporteur=text, key_quote=number)
        for number, text in enumerate(HOSTILE, start=1)
    )
    question = QuestionPart(
        number=1, text=HOSTILE[0], summary=HOSTILE[1], themes=themes, strong_ideas=ideas, set_aside=(aside,)
    )
    return replace(
        report(),
        title=HOSTILE[4] + HOSTILE[2],
        questions=(question,),
        rules=HOSTILE[:8],
        plenary=(PlenaryPart(group=HOSTILE[5], rapporteur=HOSTILE[3], ideas=("i1",)),),
    )
