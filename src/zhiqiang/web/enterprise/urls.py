"""Addresses of the enterprise's pages."""

from django.urls import path

from zhiqiang.web.enterprise import filling, home, materials, papers, submitting

urlpatterns = [
    path("enterprise/", home.home, name="enterprise"),
    path("enterprise/begin/<slug:scheme>/", filling.begin, name="application-begin"),
    path("enterprise/start/<slug:campaign>", filling.start, name="application-start"),
    path("enterprise/a/<slug:key>/", filling.fill, name="application"),
    path("enterprise/a/<slug:key>/answers", filling.save, name="application-save"),
    path("enterprise/a/<slug:key>/materials/", materials.materials, name="application-materials"),
    path("enterprise/a/<slug:key>/materials/<slug:material>/upload", materials.upload, name="material-upload"),
    path("enterprise/a/<slug:key>/materials/<slug:material>/use", materials.use, name="material-use"),
    path("enterprise/a/<slug:key>/attachments/<int:id>/off", materials.off, name="material-off"),
    path("enterprise/a/<slug:key>/attachments/<int:id>/type-check", materials.type_check, name="material-type-check"),
    path("enterprise/a/<slug:key>/files/<slug:file>", materials.download, name="application-file"),
    path("enterprise/a/<slug:key>/submit/", submitting.check, name="application-check"),
    path("enterprise/a/<slug:key>/history/", home.history, name="application-history"),
    path("enterprise/a/<slug:key>/receipts/<str:receipt>.pdf", submitting.receipt_pdf, name="receipt-pdf"),
    path("enterprise/a/<slug:key>/papers/<slug:paper>.<str:kind>", papers.paper, name="application-paper"),
    path("verify/<str:receipt>/<str:digest>", submitting.verify, name="verify"),
]
