"""Addresses of the site."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from zhiqiang.web import gallery, health

urlpatterns = [
    path("", include("zhiqiang.web.applicant.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("language", set_language, name="set-language"),
    path("", include("zhiqiang.web.accounts.urls")),
    path("", include("zhiqiang.web.enterprise.urls")),
    path("office/", include("zhiqiang.web.office.urls")),
    path("messages/", include("zhiqiang.web.messages.urls")),
]

if settings.GALLERY:
    urlpatterns += [
        path("gallery/", gallery.gallery, name="gallery"),
        path("gallery/problem/<int:status>", gallery.shown_problem, name="gallery-problem"),
    ]
