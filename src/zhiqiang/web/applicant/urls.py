"""Addresses of the open pages."""

from django.urls import path

from zhiqiang.web.applicant import advice, exchange, export, pages, score, sheet, tables

urlpatterns = [
    path("", pages.home, name="home"),
    path("s/<slug:id>/", pages.overview, name="edition"),
    path("s/<slug:id>/notice/", pages.notice, name="notice"),
    path("s/<slug:id>/set-values/", pages.set_values, name="set-values"),
    path("s/<slug:id>/self-assessment/", pages.assessment, name="assessment"),
    path("s/<slug:id>/score", score.score, name="score"),
    path("s/<slug:id>/advice", advice.advice, name="advice"),
    path("s/<slug:id>/sheet/", sheet.sheet, name="sheet"),
    path("s/<slug:id>/answers.json", export.answers_json, name="answers-json"),
    path("s/<slug:id>/workbook.xlsx", export.workbook, name="workbook"),
    path("s/<slug:id>/score-sheet.pdf", export.score_pdf, name="score-pdf"),
    path("s/<slug:id>/read", exchange.read_file, name="read-file"),
    path("standards/<slug:name>.json", tables.table, name="table"),
]
