from django.urls import path

from essaim.commons.views import exports, relatives, team, visitor, writers

app_name = "commons"

urlpatterns = [
    path("communs/", visitor.index, name="index"),
    path("communs/nouveau/", writers.begin, name="begin"),
    path("communs/a-relire/", writers.to_review, name="to_review"),
    path("communs/<slug:slug>/modifier/", writers.edit, name="edit"),
    path("communs/<slug:slug>/brouillon/", writers.keep, name="keep"),
    path("communs/<slug:slug>/relecture/", writers.step, name="step"),
    path("communs/<slug:slug>/historique/", writers.history, name="history"),
    path("communs/<slug:slug>/historique/<int:number>/retablir/", writers.restore, name="restore"),
    path("communs/<slug:slug>/equipe/", team.team, name="team"),
    path("communs/<slug:slug>/equipe/<int:pk>/retirer/", team.leave, name="leave"),
    path("communs/<slug:slug>/adapter/", relatives.adapt, name="adapt"),
    path("communs/<slug:slug>/famille/", relatives.family, name="family"),
    path("communs/<slug:slug>/filiation/", relatives.lineage, name="lineage"),
    path("communs/<slug:slug>/", visitor.common, name="common"),
    path("communs/exports/listes.ttl", exports.lists, name="lists"),
    path("communs/exports/communs.<slug:kind>", exports.catalogue, name="catalogue"),
    path("communs/<slug:slug>.<slug:kind>", exports.common, name="export"),
]
