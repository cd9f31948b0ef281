"""Addresses of the office."""

from django.urls import path

from zhiqiang.web.office import export, home, listing

urlpatterns = [
    path("", home.home, name="office"),
    path("applications", listing.applications, name="office-list"),
    path("applications.xlsx", export.export, name="office-export"),
    path("applications/<slug:key>", home.home, name="office-application"),
]
