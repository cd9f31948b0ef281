"""Response headers that neither Django nor django-csp sets."""

from django.conf import settings


class ExtraHeaders:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.headers.get("Cache-Control") and response.headers.get("Content-Type", "").startswith(
            "text/html"
        ):
            # A page carries a form token and the reader's own figures: no cache between us keeps it.
            response.headers["Cache-Control"] = "private, no-cache"
        return response
