"""One's own account: who I am, my password, address, second factor and log-ins; and the demonstration's mailbox."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiqiang.actions import accounts
from zhiqiang.actions.refusals import Refused
from zhiqiang.queries.people import latest_letters
from zhiqiang.web.accounts.adapters import as_errors
from zhiqiang.web.accounts.doors import person_required
from zhiqiang.web.accounts.forms import AboutMe


@person_required
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and what one can change."""
    person = request.reader.person
    kept = {"name": person.name, "mobile": person.mobile, "language": person.language}
    form = AboutMe(request.POST if request.method == "POST" else None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.change_particulars(**form.cleaned_data, by=request.reader, at=request.at)
        except Refused as error:
            form.add_error(None, as_errors(error))
        else:
            return _saved(request, form.cleaned_data["language"])
    factors = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    context = {
        "form": form,
        "has_factor": Authenticator.Type.TOTP in factors,
        "sessions": UserSession.objects.filter(user=person).count(),
    }
    return render(request, "accounts/account.html", context)


def _saved(request: HttpRequest, language: str) -> HttpResponse:
    messages.success(request, _("已保存。"))
    response = HttpResponseRedirect(reverse("account"))
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.LANGUAGE_COOKIE_AGE, httponly=True,
            samesite="Lax", secure=request.is_secure(),
        )  # fmt: skip
    return response


@method_decorator(transaction.atomic, name="post")
class ChangePassword(allauth.PasswordChangeView):
    """A new password; all other log-ins end."""

    def get_context_data(self, **more):
        """Whether it is a duty."""
        return super().get_context_data(**more) | {"must": self.request.user.must_change_password}


@method_decorator(transaction.atomic, name="post")
class ChangeEmail(allauth.EmailView):
    """Another e-mail address; it counts once its code is typed in."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """One act only: a new address. The others of allauth's page have no place where there is one address."""
        if "action_add" not in request.POST:
            raise Http404
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **more):
        """The address as it stands."""
        return super().get_context_data(**more) | {
            "current": EmailAddress.objects.get_primary_email(self.request.user)
        }


@method_decorator(transaction.atomic, name="post")
class Sessions(ListUserSessionsView):
    """Where one is logged in; all others can be ended."""

    def form_valid(self, form) -> HttpResponse:
        """Ends them, and logs it."""
        accounts.note("login.others_ended", person=self.request.reader.person, at=self.request.at)
        return super().form_valid(form)


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """In the demonstration only: every letter the site wrote, to whomever."""
    if not settings.DEMO:
        raise Http404
    to = request.GET.get("to", "")
    return render(request, "accounts/mailbox.html", {"letters": latest_letters(to, request.at), "to": to})
