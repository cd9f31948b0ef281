"""What every template may use."""

from django.conf import settings

from zhiqiang import __version__


def site(request):
    return {
        "zhiqiang_version": __version__,
        "gallery_shown": settings.GALLERY,
        "demo_shown": settings.DEMO,
        "other_language": ("zh-hans", "简体中文") if request.LANGUAGE_CODE == "en" else ("en", "English"),
    }
