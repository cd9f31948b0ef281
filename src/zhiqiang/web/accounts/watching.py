"""What allauth did, told to the audit trail. Connected when the site starts (`web/apps.py`)."""

from __future__ import annotations

from allauth.account import signals as account
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as factor
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.contrib import messages
from django.dispatch import receiver

from zhiqiang.actions import accounts, logins
from zhiqiang.actions.refusals import Refused
from zhiqiang.web.accounts.adapters import moment
from zhiqiang.web.accounts.doors import reasons_of, sentence


@receiver(account.password_changed)
def on_password_changed(request, user, **rest) -> None:
    accounts.password_was_changed(person=user, at=moment(request))


@receiver(account.password_reset)
def on_password_reset(request, user, **rest) -> None:
    logins.lift_lock(account=user.email)
    accounts.password_was_changed(person=user, at=moment(request), act="password.reset")


@receiver(account.email_confirmed)
def on_email_confirmed(request, email_address, **rest) -> None:
    """An enterprise that waited for it gets its account, by whichever way the address was confirmed."""
    try:
        accounts.finish_registration(person=email_address.user, at=moment(request))
    except Refused as error:
        for words in reasons_of(error):
            messages.error(request, sentence(words))


@receiver(account.email_changed)
def on_email_changed(request, user, from_email_address, **rest) -> None:
    if from_email_address is not None:
        accounts.note("email.changed", person=user, at=moment(request))


@receiver(factor.authenticator_added)
def on_factor_added(request, user, authenticator, **rest) -> None:
    """The one just set up was shown by setting it up."""
    if authenticator.type == authenticator.Type.TOTP:
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
    accounts.note("factor.added", person=user, at=moment(request), type=authenticator.type)


@receiver(factor.authenticator_removed)
def on_factor_removed(request, user, authenticator, **rest) -> None:
    """Nobody stays in by a factor that is gone, here or elsewhere."""
    kept = [one for one in get_authentication_records(request, user) if one.get("method") != "mfa"]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
    end_other_sessions(request, user)
    accounts.note("factor.removed", person=user, at=moment(request), type=authenticator.type)


@receiver(factor.authenticator_reset)
def on_codes_made(request, user, authenticator, **rest) -> None:
    accounts.note("factor.codes_made", person=user, at=moment(request))
