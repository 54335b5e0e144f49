from django.urls import path

from essaim.workbench.views import deciding, reading

app_name = "workbench"
BENCH = "programmes/<slug:slug>/etabli"

urlpatterns = [
    path(f"{BENCH}/", reading.index, name="index"),
    path(f"{BENCH}.csv", reading.counts, name="counts"),
    path(f"{BENCH}/themes/", reading.themes, name="themes"),
    path(f"{BENCH}/reunir/", deciding.gather, name="gather"),
    path(f"{BENCH}/themes/<uuid:key>/", reading.common, name="common"),
    path(f"{BENCH}/themes/<uuid:key>/renommer/", deciding.rename, name="rename"),
    path(f"{BENCH}/themes/<uuid:key>/joindre/", deciding.merge, name="merge"),
    path(f"{BENCH}/sortir/", deciding.take_out, name="take_out"),
    path(f"{BENCH}/idees/", reading.ideas, name="ideas"),
    path(f"{BENCH}/notes-proches/", reading.pairs, name="pairs"),
    path(f"{BENCH}/notes-proches/dire/", deciding.judge, name="judge"),
    path(f"{BENCH}/journal/", reading.journal, name="journal"),
    path(f"{BENCH}/journal/annuler/", deciding.undo, name="undo"),
]
