"""The officer's notes, from within the page: a claim marked as seen, a place noted for correction, a note taken back."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.actions.places import known_place, place_words
from zhiqiang.actions.refusals import Refused
from zhiqiang.actions.remarking import ask_correction, mark_seen, take_back, unmark_seen
from zhiqiang.web.accounts.doors import officer_required, reasons_of, refused, sentence
from zhiqiang.web.office.case import Case, case_of
from zhiqiang.web.office.typed import plain

MOST_PLACES = 60


@require_safe
@officer_required
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """The small form for a note: about a claim (`claim=i2`) with its places to choose from, or about one `place`."""
    case = case_of(request, key)
    return _form(request, case, request.GET.get("claim", ""), request.GET.get("place", ""))


def _form(
    request: HttpRequest, case: Case, claim: str, place: str, *, problems: Sequence[str] = (), note: str | None = None
) -> HttpResponse:
    if claim in case.cards:
        places = list(case.cards[claim].claim.places)
        title = case.cards[claim].claim.title
    elif known_place(case.scheme, place):
        places = [(place, place_words(case.scheme, place)(case.lang))]
        title = places[0][1]
    else:
        raise Http404
    noted = case.asked_by_place
    chosen = [one for one, _ in places if one in noted]
    kept = next((noted[one].note for one in chosen), "")
    shown = {
        "case": case, "claim": claim, "place": place, "places": places, "title": title, "chosen": chosen,
        "note": kept if note is None else note, "problems": problems,
        "tab": request.POST.get("tab", request.GET.get("tab", "claims")),
    }  # fmt: skip
    status = 422 if problems and not request.htmx else 200
    return render(request, "office/ask.html" if request.htmx else "office/ask_page.html", shown, status=status)


@require_POST
@officer_required
def remarks(request: HttpRequest, key: str) -> HttpResponse:
    """One note: `seen` or `unseen` a claim, `ask` for correction of places with a note, or `back` to take notes away."""
    case = case_of(request, key)
    said = request.POST
    claim = plain(said.get("seen") or said.get("unseen") or said.get("claim", ""), 80)
    places = [plain(place, 120) for place in said.getlist("place")[:MOST_PLACES]]
    note = plain(said.get("note", ""))
    named = {"application": case.application, "scheme": case.scheme, "by": request.reader}
    try:
        if "seen" in said:
            mark_seen(claims=[claim], at=request.at, **named)
        elif "unseen" in said:
            unmark_seen(claims=[claim], **named)
        elif "back" in said:
            take_back(places=[plain(said["back"], 120)], **named)
        else:
            ask_correction(places=places, note=note, at=request.at, **named)
    except Refused as no:
        if "ask" in said:
            problems = [sentence(words) for words in reasons_of(no)]
            return _form(request, case, claim, said.get("about", ""), problems=problems, note=note)
        return refused(request, reasons_of(no))
    return _after(request, key, claim)


def _after(request: HttpRequest, key: str, claim: str) -> HttpResponse:
    """The card as it now is, with the numbers above it; without script the page again, at the same place."""
    case = case_of(request, key)
    tab = request.POST.get("tab", "claims")
    if not request.htmx:
        kept = urlencode([(name, case.query[name]) for name in ("show", "file", "list") if case.query.get(name)])
        address = case.address if tab == "claims" else reverse("office-tab", args=[key, tab])
        anchor = f"#claim-{claim}" if claim else ""
        return HttpResponseRedirect(f"{address}{'?' + kept if kept else ''}{anchor}")
    if claim in case.cards:
        return render(request, "office/card_after.html", {"case": case, "card": case.cards[claim], "tab": "claims"})
    response = HttpResponse(status=204)
    response.headers["HX-Refresh"] = "true"
    return response
