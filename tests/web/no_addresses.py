"""An instance whose addresses cannot be named: what a broken deployment looks like from an error page."""

urlpatterns: list = []
