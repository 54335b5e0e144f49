from django.urls import path

from essaim.commons.views import visitor

app_name = "commons"

urlpatterns = [
    path("communs/", visitor.index, name="index"),
    path("communs/<slug:slug>/", visitor.common, name="common"),
    path("communs/<slug:slug>.jsonld", visitor.linked_data, name="linked_data"),
]
