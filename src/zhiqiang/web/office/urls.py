"""Addresses of the office."""

from django.urls import path

from zhiqiang.web.office import application, deciding, export, home, listing, papers, remarks, viewing

urlpatterns = [
    path("", home.home, name="office"),
    path("applications", listing.applications, name="office-list"),
    path("applications.xlsx", export.export, name="office-export"),
    path("applications/<slug:key>", application.application, name="office-application"),
    path("applications/<slug:key>/remarks", remarks.remarks, name="office-remarks"),
    path("applications/<slug:key>/ask", remarks.ask, name="office-ask"),
    path("applications/<slug:key>/moves/<slug:move>", deciding.decision, name="office-decide"),
    path("applications/<slug:key>/papers/<slug:paper>.<str:kind>", papers.paper, name="office-paper"),
    path("applications/<slug:key>/<slug:tab>", application.application, name="office-tab"),
    path("files/<slug:key>", viewing.viewer, name="office-file"),
    path("files/<slug:key>/original", viewing.original, name="office-original"),
    path("files/<slug:key>/<int:number>.png", viewing.page, name="office-page"),
    path("files/<slug:key>/<slug:size>/<int:number>.png", viewing.page, name="office-page-large"),
]
