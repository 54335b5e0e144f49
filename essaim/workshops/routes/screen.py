from django.urls import URLPattern, path

routes: list[URLPattern] = []
