from django.urls import URLPattern, path

from essaim.workshops.views import (
    organiser,
    organiser_abbreviations,
    organiser_formats,
    organiser_notes,
    organiser_people,
    organiser_questions,
    organiser_rotation,
    organiser_sequences,
    organiser_settings,
    organiser_tables,
    organiser_team,
)

ONE = "ateliers/<str:code>/"
FORMATS = "programmes/<slug:slug>/formats/"

routes: list[URLPattern] = [
    path("ateliers/", organiser.index, name="index"),
    path("lexique/", organiser_abbreviations.abbreviations, name="abbreviations"),
    path("ateliers/nouveau/", organiser.create, name="create"),
    path(ONE, organiser.prepare, name="prepare"),
    path(f"{ONE}accueil/", organiser.doors, name="doors"),
    path(f"{ONE}presentation/", organiser.describe, name="describe"),
    path(f"{ONE}questions/", organiser_questions.questions, name="questions"),
    path(f"{ONE}questions/<int:number>/notes/", organiser_notes.notes, name="notes_import"),
    path(f"{ONE}imports/<uuid:key>/", organiser_notes.note_import, name="note_import"),
    path(f"{ONE}imports/<uuid:key>/<str:verb>/", organiser_notes.note_import_change, name="note_import_change"),
    path(f"{ONE}deroule/", organiser_sequences.sequences, name="sequences"),
    path(f"{ONE}deroule/<int:position>/", organiser_sequences.sequence, name="sequence"),
    path(f"{ONE}tables/", organiser_tables.tables, name="tables"),
    path(f"{ONE}equipe/", organiser_team.team, name="team"),
    path(f"{ONE}equipe/<int:pk>/", organiser_team.assign, name="facilitator_assign"),
    path(f"{ONE}equipe/<int:pk>/retirer/", organiser_team.remove, name="facilitator_remove"),
    path(f"{ONE}personnes/", organiser_people.people, name="people"),
    path(f"{ONE}personnes/liste/", organiser_people.compare, name="people_compare"),
    path(f"{ONE}personnes/liste/confirmer/", organiser_people.register, name="people_register"),
    path(f"{ONE}personnes/nombre/", organiser_people.headcount, name="people_headcount"),
    path(f"{ONE}personnes/ajouter/", organiser_people.person, name="person_create"),
    path(f"{ONE}personnes/<int:number>/", organiser_people.person, name="person"),
    path(f"{ONE}personnes/<int:number>/effacer/", organiser_people.erase, name="person_erase"),
    path(f"{ONE}rotation/", organiser_rotation.rotation, name="rotation"),
    path(f"{ONE}liens/", organiser_settings.links, name="links"),
    path(f"{ONE}liens/mur/", organiser_settings.renew_wall, name="wall_renew"),
    path(f"{ONE}reglages/", organiser_settings.settings, name="settings"),
    path(f"{ONE}dupliquer/", organiser_settings.duplicate, name="duplicate"),
    path(f"{ONE}supprimer/", organiser_settings.discard, name="discard"),
    path(FORMATS, organiser_formats.formats, name="formats"),
    path(f"{FORMATS}<int:pk>/", organiser_formats.saved_format, name="format"),
    path(f"{FORMATS}<int:pk>/supprimer/", organiser_formats.remove, name="format_remove"),
]
