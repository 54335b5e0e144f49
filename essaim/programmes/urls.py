from django.urls import path

from essaim.programmes.views import organiser, organiser_perimeters, visitor

app_name = "programmes"
urlpatterns = [
    path("programmes/", visitor.index, name="index"),
    path("programmes/nouveau/", organiser.create, name="create"),
    path("programmes/<slug:slug>/", visitor.programme, name="programme"),
    path("programmes/<slug:slug>/modifier/", organiser.edit, name="edit"),
    path("programmes/<slug:slug>/equipe/", organiser.organisers, name="organisers"),
    path("programmes/<slug:slug>/equipe/<int:pk>/retirer/", organiser.remove_organiser, name="organiser_remove"),
    path("programmes/<slug:slug>/saisons/nouvelle/", organiser.season, name="season_create"),
    path("programmes/<slug:slug>/saisons/<int:pk>/", organiser.season, name="season"),
    path("programmes/<slug:slug>/saisons/<int:pk>/supprimer/", organiser.remove_season, name="season_remove"),
    path("programmes/<slug:slug>/rencontres/nouvelle/", organiser.gathering, name="gathering_create"),
    path("programmes/<slug:slug>/rencontres/<int:pk>/", organiser.gathering, name="gathering"),
    path(
        "programmes/<slug:slug>/rencontres/<int:pk>/supprimer/",
        organiser.cancel_gathering,
        name="gathering_cancel",
    ),
    path("programmes/<slug:slug>/perimetres/", organiser_perimeters.perimeters, name="perimeters"),
    path("programmes/<slug:slug>/perimetres/nouveau/", organiser_perimeters.perimeter, name="perimeter_create"),
    path("programmes/<slug:slug>/perimetres/<int:pk>/", organiser_perimeters.perimeter, name="perimeter"),
    path("programmes/<slug:slug>/perimetres/<int:pk>/supprimer/", organiser_perimeters.erase, name="perimeter_erase"),
]
