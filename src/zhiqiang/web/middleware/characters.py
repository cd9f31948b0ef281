"""The character NUL is in nothing that people write, and one of our databases cannot even be asked about it."""

from django.utils.datastructures import MultiValueDict

from zhiqiang.web.problems import unreadable

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class NoNul:
    """Answers 400 where an address or a form holds a NUL. What is sent as JSON is looked at by whoever reads it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info or _holds(request.GET):
            return unreadable(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """The form as well: by now the check of its token has read it."""
        if request.method == "POST" and request.content_type in FORMS and _holds(request.POST):
            return unreadable(request)
        return None


def _holds(said: MultiValueDict) -> bool:
    return any("\x00" in text for name, texts in said.lists() for text in (name, *texts))
