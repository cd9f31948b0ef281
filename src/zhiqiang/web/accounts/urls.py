"""Addresses of accounts. Only what the house uses of allauth has one; the names of those are allauth's."""

from allauth.account import views as allauth
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.db import transaction
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from zhiqiang.web.accounts import entrances, people, profile
from zhiqiang.web.accounts.doors import halfway_allowed, person_required

entrance = [
    path("enter/", entrances.EnterpriseEntrance.as_view(), name="account_login"),
    path("bureau/", entrances.BureauEntrance.as_view(), name="bureau-entrance"),
    path("register/", entrances.Registering.as_view(), name="account_signup"),
    path("register/credit-code/", entrances.check_credit_code, name="check-credit-code"),
    path("code/", transaction.atomic(allauth.email_verification_sent), name="account_email_verification_sent"),
    path("leave/", allauth.logout, name="account_logout"),
    path("closed/", allauth.account_inactive, name="account_inactive"),
    path("who/", entrances.who, name="who"),
    path("forgotten/", transaction.atomic(allauth.password_reset), name="account_reset_password"),
    path("forgotten/code/", transaction.atomic(allauth.confirm_password_reset_code), name="account_confirm_password_reset_code"),
    path("forgotten/new/", entrances.ResettingPassword.as_view(), name="account_complete_password_reset"),
    path(
        "forgotten/done/", TemplateView.as_view(template_name="accounts/reset_done.html"),
        name="account_password_reset_completed",
    ),
    path("second-factor/enter/", entrances.SecondStep.as_view(), name="mfa_authenticate"),
]  # fmt: skip
own = [
    path("", profile.account, name="account"),
    path("email/", person_required(profile.ChangeEmail.as_view()), name="account_email"),
    path("log-ins/", person_required(profile.Sessions.as_view()), name="usersessions_list"),
    path("second-factor/", person_required(factor.index), name="mfa_index"),
    path(
        "second-factor/remove/",
        person_required(transaction.atomic(totp.deactivate_totp)),
        name="mfa_deactivate_totp",
    ),
    path("on/", entrances.go_on, name="go-on"),
    path("enterprise/", entrances.new_enterprise, name="new-enterprise"),
]
# What somebody who has come in halfway needs to come in.
steps = [
    path("password/", halfway_allowed(profile.ChangePassword.as_view()), name="account_change_password"),
    path("again/", halfway_allowed(allauth.reauthenticate), name="account_reauthenticate"),
    path("second-factor/again/", halfway_allowed(factor.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/add/", halfway_allowed(never_cache(totp.activate_totp)), name="mfa_activate_totp"),
    path(
        "second-factor/codes/",
        halfway_allowed(never_cache(codes.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/codes/file/",
        halfway_allowed(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path(
        "second-factor/codes/new/",
        halfway_allowed(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
of_enterprise = [
    path("", people.people, name="people"),
    path("invite/", people.invite, name="invite"),
    path("invitations/<str:key>/resend/", people.resend, name="resend-invitation"),
    path("invitations/<str:key>/withdraw/", people.withdraw, name="withdraw-invitation"),
    path("<str:key>/remove/", people.remove, name="remove-member"),
    path("<str:key>/hand-over/", people.hand_over, name="hand-over"),
]

urlpatterns = [
    path("account/", include([*entrance, *own, *steps])),
    path("people/", include(of_enterprise)),
    path("invitation/<str:token>/", people.invitation, name="invitation"),
    path("demo/mailbox/", profile.mailbox, name="mailbox"),
]
