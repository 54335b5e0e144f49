from django.urls import URLPattern, path

from essaim.workshops.views import facilitator as hearing
from essaim.workshops.views import facilitator_apart as apart
from essaim.workshops.views import facilitator_cards as cards
from essaim.workshops.views import facilitator_concluding as concluding
from essaim.workshops.views import facilitator_cutting as cutting
from essaim.workshops.views import facilitator_photos as photos
from essaim.workshops.views import facilitator_proposals as proposals
from essaim.workshops.views import facilitator_reading as reading
from essaim.workshops.views import facilitator_sheets as sheets
from essaim.workshops.views import facilitator_sorting as sorting
from essaim.workshops.views import facilitator_themes as themes
from essaim.workshops.views import facilitator_voting as voting

DESK = "animation/<str:code>/<int:number>/"
THEME = f"{DESK}themes/<uuid:key>/"

routes: list[URLPattern] = [
    path("animation/<str:code>/", hearing.desks, name="desks"),
    path(DESK, hearing.desk, name="desk"),
    path(f"{DESK}noter/", hearing.scribe, name="desk_scribe"),
    path(f"{DESK}ranger/", sorting.move, name="desk_move"),
    path(f"{DESK}reunir/", sorting.merge, name="desk_join"),
    path(f"{DESK}doublons/", sorting.merging, name="desk_merge"),
    path(f"{DESK}separer/", sorting.separate, name="desk_separate"),
    path(f"{DESK}ecarter/", sorting.set_aside, name="desk_aside"),
    path(f"{DESK}reprendre/", sorting.restore, name="desk_restore"),
    path(f"{DESK}couper/", cutting.cuts, name="desk_cuts"),
    path(f"{DESK}couper/note/", cutting.cut, name="desk_cut"),
    path(f"{DESK}accepter/", sorting.accept, name="desk_accept"),
    path(f"{DESK}annuler/", sorting.undo, name="desk_undo"),
    path(f"{DESK}propositions/", proposals.proposed, name="desk_proposals"),
    path(f"{DESK}propositions/ranger/", proposals.place, name="desk_place"),
    path(f"{DESK}propositions/retenir/", proposals.adopt, name="desk_adopt"),
    path(f"{DESK}propositions/seules/", proposals.alone, name="desk_alone"),
    path(f"{DESK}lecture/", reading.read, name="desk_reading"),
    path(f"{DESK}lecture/demander/", reading.ask, name="desk_reading_ask"),
    path(f"{DESK}lecture/arreter/", reading.stop, name="desk_reading_stop"),
    path(f"{DESK}lecture/retenir/", reading.adopt, name="desk_reading_adopt"),
    path(f"{DESK}lecture/<int:place>/", reading.notes, name="desk_read_notes"),
    path(f"{DESK}a-part/", apart.mine, name="desk_apart"),
    path(f"{DESK}a-part/commencer/", apart.begin, name="desk_apart_begin"),
    path(f"{DESK}a-part/garder/", apart.keep, name="desk_apart_keep"),
    path(f"{DESK}differences/", apart.differences, name="desk_differences"),
    path(f"{DESK}differences/retenir/", apart.adopt, name="desk_differences_adopt"),
    path(f"{DESK}papier/", cards.cards, name="desk_cards"),
    path(f"{DESK}papier/imprimer/", cards.make, name="desk_cards_make"),
    path(f"{DESK}papier/saisie/", cards.lay, name="desk_lay"),
    path(f"{DESK}papier/<int:printout>.pdf", cards.sheet, name="desk_cards_sheet"),
    path(f"{DESK}votes/", voting.votes, name="desk_votes"),
    path(f"{DESK}votes/compter/", voting.count, name="desk_count"),
    path(f"{DESK}conclusion/", concluding.conclusion, name="desk_conclusion"),
    path(f"{DESK}conclusion/figer/", concluding.freeze, name="desk_freeze"),
    path(f"{DESK}conclusion/rapporteur/", concluding.rapporteur, name="desk_rapporteur"),
    path(f"{DESK}conclusion/idee/", concluding.idea, name="desk_idea"),
    path(f"{DESK}conclusion/idee/retirer/", concluding.drop, name="desk_drop"),
    path(f"{DESK}relais/<int:round>/", sheets.relay, name="relay_sheet"),
    path("animation/<str:code>/table/<int:table>/carte/", sheets.card, name="rapporteur_card"),
    path(f"{DESK}photos/", photos.photos, name="desk_photos"),
    path(f"{DESK}photos/ajouter/", photos.add, name="desk_photo_add"),
    path(f"{DESK}photos/retirer/", photos.remove, name="desk_photo_remove"),
    path(f"{DESK}photos/<uuid:key>.jpg", photos.photo, name="desk_photo"),
    path(THEME, themes.theme, name="desk_theme"),
    path(f"{THEME}renommer/", themes.rename, name="theme_rename"),
    path(f"{THEME}deplacer/", themes.shift, name="theme_shift"),
    path(f"{THEME}citation/", themes.quote, name="theme_quote"),
    path(f"{THEME}retirer/", themes.remove, name="theme_remove"),
]
