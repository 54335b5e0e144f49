from django.urls import path

from essaim.commons.views import exports, visitor

app_name = "commons"

urlpatterns = [
    path("communs/", visitor.index, name="index"),
    path("communs/<slug:slug>/", visitor.common, name="common"),
    path("communs/exports/listes.ttl", exports.lists, name="lists"),
    path("communs/exports/communs.<slug:kind>", exports.catalogue, name="catalogue"),
    path("communs/<slug:slug>.<slug:kind>", exports.common, name="export"),
]
