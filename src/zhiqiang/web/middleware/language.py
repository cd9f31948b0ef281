"""Chinese first; English once a reader has chosen it.

The browser's ``Accept-Language`` is not asked: an official at a computer set up in English still gets the Chinese
page, and everybody who is told "press the green button on the left" sees the same words.
"""

from django.conf import settings
from django.utils import translation


class CookieLanguage:
    def __init__(self, get_response):
        self.get_response = get_response
        self.known = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
