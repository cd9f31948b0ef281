"""The root of all addresses."""

from django.urls import include, path

urlpatterns = [path("", include("zhiqiang.web.urls"))]

handler400 = "zhiqiang.web.problems.bad_request"
handler403 = "zhiqiang.web.problems.forbidden"
handler404 = "zhiqiang.web.problems.not_found"
handler500 = "zhiqiang.web.problems.server_error"
handler429 = "zhiqiang.web.problems.too_often"  # allauth's
