"""The house style on one page, shown only where ``ZHIQIANG_GALLERY`` is 1. Its words stand in docs/house-style.md."""

from django.http import Http404
from django.shortcuts import render

from zhiqiang.web import problems
from zhiqiang.web.icons import ICONS

GROUPS = (
    ("一、创造", 26, 35),
    ("二、运用", 14, 25),
    ("三、管理与保护", 33, 40),
    ("四、特色加分", 8, 50),
)
PROBLEMS = {
    400: problems.bad_request,
    403: problems.forbidden,
    404: problems.not_found,
    413: problems.too_large,
    429: lambda request: problems.too_many(request, 12),
    500: problems.server_error,
}


def gallery(request):
    groups = [
        {"number": n, "label": label, "points": points, "maximum": maximum}
        for n, (label, points, maximum) in enumerate(GROUPS, start=1)
    ]
    return render(
        request, "gallery/gallery.html", {"groups": groups, "icons": sorted(ICONS), "problems": PROBLEMS}
    )


def shown_problem(request, status: int):
    """The page of one problem, as a reader would meet it."""
    if status not in PROBLEMS:
        raise Http404
    return PROBLEMS[status](request)
