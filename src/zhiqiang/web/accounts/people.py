"""The people of an enterprise: invited, accepted, removed; the account handed over."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.access.people import colleagues, invitations
from zhiqiang.actions import accounts, enterprises
from zhiqiang.actions.refusals import Refused
from zhiqiang.queries.people import owner_first, waiting
from zhiqiang.records.models import Person
from zhiqiang.web.accounts.adapters import as_errors
from zhiqiang.web.accounts.doors import enterprise_required, reasons_of, refused
from zhiqiang.web.accounts.entering import person_of
from zhiqiang.web.accounts.forms import Invite, Join


def _page(request: HttpRequest, form: Invite | None = None) -> HttpResponse:
    context = {
        "people": owner_first(colleagues(request.reader)),
        "invitations": waiting(invitations(request.reader)),
        "form": form or Invite(),
        "days": enterprises.INVITATION_DAYS,
    }
    return render(request, "accounts/people.html", context)


def _back(request: HttpRequest, said: str) -> HttpResponseRedirect:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("people"))


def _link(request: HttpRequest) -> str:
    """The address of an invitation, with `{token}` where the secret goes."""
    return request.build_absolute_uri(reverse("invitation", args=["TOKEN"])).replace("TOKEN", "{token}")


@require_safe
@enterprise_required
def people(request: HttpRequest) -> HttpResponse:
    """Who works for the enterprise, and who is invited."""
    return _page(request)


@require_POST
@enterprise_required
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail."""
    if not request.reader.is_owner:
        return refused(request, [enterprises.NOT_OWNER])
    form = Invite(request.POST)
    if form.is_valid():
        try:
            made = enterprises.invite_member(
                email=form.cleaned_data["email"], by=request.reader, at=request.at, link=_link(request)
            )
            return _back(request, _("邀请已发往 %(email)s。") % {"email": made.email})
        except Refused as error:
            form.add_error("email", as_errors(error))
    return _page(request, form)


@require_POST
@enterprise_required
def resend(request: HttpRequest, key: str) -> HttpResponse:
    """Send an invitation again."""
    invitation = get_object_or_404(invitations(request.reader), key=key)
    try:
        enterprises.resend_invitation(
            invitation=invitation, by=request.reader, at=request.at, link=_link(request)
        )
    except Refused as error:
        return refused(request, reasons_of(error))
    return _back(request, _("已重新发往 %(email)s，原来的链接不再有效。") % {"email": invitation.email})


@require_POST
@enterprise_required
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(invitations(request.reader), key=key)
    try:
        enterprises.withdraw_invitation(invitation=invitation, by=request.reader, at=request.at)
    except Refused as error:
        return refused(request, reasons_of(error))
    return _back(request, _("已撤回发给 %(email)s 的邀请。") % {"email": invitation.email})


@enterprise_required
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a colleague off the account; first the page that says what follows."""
    member = get_object_or_404(colleagues(request.reader).select_related("person"), key=key)
    if request.method != "POST":
        return _ask(request, "accounts/remove.html", member)
    try:
        enterprises.remove_member(member=member, by=request.reader, at=request.at)
    except Refused as error:
        return refused(request, reasons_of(error))
    return _back(request, _("%(name)s 已不再是本单位人员。") % {"name": member.person})


@enterprise_required
def hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """Make a colleague the owner; first the page that says what follows."""
    member = get_object_or_404(colleagues(request.reader).select_related("person"), key=key)
    if request.method != "POST":
        return _ask(request, "accounts/hand_over.html", member)
    try:
        enterprises.hand_over(member=member, by=request.reader, at=request.at)
    except Refused as error:
        return refused(request, reasons_of(error))
    return _back(request, _("%(name)s 现在是账号负责人。") % {"name": member.person})


def _ask(request: HttpRequest, template: str, member) -> HttpResponse:
    """The page before the act; who may not act is told so here already."""
    if not request.reader.is_owner:
        return refused(request, [enterprises.NOT_OWNER])
    return render(request, template, {"member": member})


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What a secret link opens: joining, with the account one has or a new one."""
    try:
        found = enterprises.find_invitation(token=token, at=request.at)
    except Refused as error:
        return refused(request, reasons_of(error))
    person = person_of(request)
    if person is not None:
        return _join(request, token, found, person)
    if (
        Person.objects.filter(email=found.email)
        .exclude(pk__in=[p.pk for p in accounts.unconfirmed(found.email)])
        .exists()
    ):
        return render(request, "accounts/invitation.html", {"invitation": found, "known": True})
    return _join_newly(request, token, found)


def _join(request: HttpRequest, token: str, found, person: Person) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/invitation.html", {"invitation": found, "person": person})
    try:
        enterprises.accept_invitation(token=token, person=person, at=request.at)
    except Refused as error:
        return refused(request, reasons_of(error))
    messages.success(request, _("你已加入 %(name)s。") % {"name": found.enterprise.name})
    return HttpResponseRedirect(reverse("people"))


def _join_newly(request: HttpRequest, token: str, found) -> HttpResponse:
    """The link came by mail to this address: whoever opens it has shown that it is theirs."""
    form = Join(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        who = accounts.Particulars(found.email, given["name"], given["mobile"])
        try:
            with transaction.atomic():
                person = accounts.open_account(
                    who, password=given["password1"], at=request.at, confirmed=True
                )
                enterprises.accept_invitation(token=token, person=person, at=request.at)
        except Refused as error:
            return refused(request, reasons_of(error))
        return perform_login(request, person, email=found.email, redirect_url=reverse("people"))
    return render(request, "accounts/invitation.html", {"invitation": found, "form": form})
