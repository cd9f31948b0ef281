"""The page of one application: claims beside their proof, the form, the documents, what changed, what happened."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from zhiqiang.access import scope
from zhiqiang.queries.office_day import next_waiting
from zhiqiang.web.accounts.doors import officer_required
from zhiqiang.web.office.case import Case, case_of
from zhiqiang.web.office.changes import changes
from zhiqiang.web.office.history import history
from zhiqiang.web.office.sheets import sections
from zhiqiang.web.office.viewing import Viewed, viewed

TABS = {
    "claims": _("得分与证明"),
    "form": _("填报数据"),
    "files": _("材料"),
    "changes": _("补正前后"),
    "history": _("记录"),
}


@require_safe
@officer_required
def application(request: HttpRequest, key: str, tab: str = "claims") -> HttpResponse:
    """The page; for htmx the pane alone."""
    if tab not in TABS:
        raise Http404
    case = case_of(request, key)
    if tab == "changes" and case.before is None:
        raise Http404
    shown = page_context(request, case, tab)
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "office/pane.html" if part else "office/application.html", shown)
    patch_vary_headers(response, ("HX-Request", "HX-History-Restore-Request"))
    return response


def page_context(request: HttpRequest, case: Case, tab: str) -> dict:
    """What the page shows in one of its tabs."""
    tabs = [(id, words) for id, words in TABS.items() if id != "changes" or case.before is not None]
    shown = {
        "case": case,
        "tab": tab,
        "tabs": tabs,
        "last_move": case.moves[-1] if case.moves else None,
        "viewed": _viewed(request, case),
        "with_viewer": tab != "history",
    }
    if not case.mine and case.undo is not None:
        holders = [one.id for one in case.scheme.workflow.states if one.holder == case.actor and not one.final]
        shown["next"] = next_waiting(scope.applications(case.reader), holders, case.application)
    return shown | _PANES[tab](case)


def _viewed(request: HttpRequest, case: Case) -> Viewed | None:
    """The file the address names, or the first there is."""
    proofs = case.files.proofs
    wanted = request.GET.get("file", "")
    chosen = next((proof for proof in proofs if proof.file.key == wanted), proofs[0] if proofs else None)
    return viewed(chosen.file, request.at) if chosen else None


_PANES: dict[str, Callable[[Case], dict]] = {
    "claims": lambda case: {},
    "form": lambda case: {"sections": sections(case)},
    "files": lambda case: {},
    "changes": lambda case: {"changes": changes(case)},
    "history": lambda case: {"history": history(case)},
}
