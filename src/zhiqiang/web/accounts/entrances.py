"""The two entrances, registering, and what a page's script asks about the one who is logged in."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.mfa.base import views as factor
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.access.roles import Reader
from zhiqiang.actions.enterprises import register_enterprise
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.identifying import check_uscc
from zhiqiang.web.accounts import browsers, demo
from zhiqiang.web.accounts.adapters import as_errors
from zhiqiang.web.accounts.doors import WAY_BACK, person_required, spoken
from zhiqiang.web.accounts.entering import person_of, reader_of, step_left
from zhiqiang.web.accounts.forms import BureauLogIn, EnterpriseOnly


class EnterpriseEntrance(allauth.LoginView):
    """Where the people of enterprises log in; by a script, without leaving the page one is on."""

    for_officers = False

    def get_ajax_data(self):
        """What a page needs to go on after a log-in in place."""
        return who_is(self.request)

    def get_context_data(self, **more):
        """Whom one may try, in the demonstration."""
        shown = {
            "demo_log_ins": demo.log_ins(officers=self.for_officers),
            "demo_password": settings.DEMO_PASSWORD,
        }
        return super().get_context_data(**more) | shown


class BureauEntrance(EnterpriseEntrance):
    """Where officers log in."""

    template_name = "accounts/bureau.html"
    for_officers = True

    def get_form_class(self):
        return BureauLogIn


@method_decorator(transaction.atomic, name="post")
class Registering(allauth.SignupView):
    """A person and an enterprise begin; the account opens once the e-mail address is confirmed."""


class SecondStep(factor.AuthenticateView):
    """The code of the second factor."""

    def get_context_data(self, **more):
        """What the authenticator shows, in the demonstration."""
        return super().get_context_data(**more) | {"demo_code": demo.shown_code(self.stage.login.user)}


@method_decorator(transaction.atomic, name="post")
class ResettingPassword(allauth.CompletePasswordResetView):
    """A new password for somebody who read the code sent to their address."""

    def form_valid(self, form) -> HttpResponse:
        """From now on this browser is known, so that no stranger's lock keeps its owner out."""
        person = self._process.user
        response = super().form_valid(form)
        browsers.remember(self.request, response, person)
        return response


@never_cache
@require_safe
@person_required
def go_on(request: HttpRequest) -> HttpResponse:
    """Where one goes after coming in: back to where one was stopped, or to one's own desk."""
    back = request.session.pop(WAY_BACK, "")
    if (
        back
        and back != request.get_full_path()
        and url_has_allowed_host_and_scheme(back, {request.get_host()})
    ):
        return HttpResponseRedirect(back)
    desk = "office" if request.reader.bureau else "enterprise" if request.reader.enterprise else "account"
    try:
        return HttpResponseRedirect(reverse(desk))
    except NoReverseMatch:  # that desk is still to be built
        return HttpResponseRedirect(reverse("account"))


@never_cache
@require_safe
def who(request: HttpRequest) -> JsonResponse:
    """Who is logged in, and the token to send forms with from now on."""
    return JsonResponse(who_is(request), json_dumps_params={"ensure_ascii": False})


def who_is(request: HttpRequest) -> dict:
    """The person as a page's script needs to know them; `step`: what is left to do before coming in."""
    reader, person = reader_of(request), person_of(request)
    return {
        "person": {"name": person.name, "email": person.email} if person else None,
        "enterprise": reader.enterprise.key if reader.enterprise else None,
        "bureau": reader.bureau.code if reader.bureau else None,
        "step": step_left(request, Reader(person)),
        "csrf": get_token(request),
    }


@require_POST
def check_credit_code(request: HttpRequest) -> HttpResponse:
    """What is wrong with a credit code, or what it says of itself. Does not tell whether it has an account."""
    typed = request.POST.get("credit_code", "")[:60]
    found = check_uscc(typed) if typed.strip() else None
    said = [one.message_zh if spoken() == "zh" else one.message_en for one in found.problems] if found else []
    suffix = "" if spoken() == "zh" else "_en"
    facts = [found.facts.get(f"{name}{suffix}", "") for name in ("kind", "region", "city")] if found else []
    context = {"found": found, "problems": said, "facts": [fact for fact in facts if fact]}
    return render(request, "accounts/credit_code.html", context)


@person_required
def new_enterprise(request: HttpRequest) -> HttpResponse:
    """An enterprise registered by somebody who has an account and belongs to none."""
    if request.reader.enterprise is not None:
        return HttpResponseRedirect(reverse("account"))
    form = EnterpriseOnly(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            register_enterprise(
                credit_code=given["credit_code"],
                name=given["enterprise"],
                person=request.reader.person,
                at=request.at,
            )
        except Refused as error:
            form.add_error(None, as_errors(error))
        else:
            return HttpResponseRedirect(reverse("account"))
    return render(request, "accounts/new_enterprise.html", {"form": form})
