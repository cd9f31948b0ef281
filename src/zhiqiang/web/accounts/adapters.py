"""What allauth asks of a site: who may enter, what is written to whom, what is logged."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiqiang.access.roles import Reader
from zhiqiang.actions import logins
from zhiqiang.actions.refusals import Refused
from zhiqiang.records.models import Letter, Person
from zhiqiang.web.accounts import browsers
from zhiqiang.web.accounts.doors import reasons_of, sentence
from zhiqiang.web.accounts.entering import UNTIL, showed_factor
from zhiqiang.web.accounts.saying import MESSAGES
from zhiqiang.web.middleware.limits import client_address

FAILURES = "zhiqiang.failures"
SECRET_LETTERS = ("email_confirmation", "password_reset_code")


def moment(request: HttpRequest | None):
    """The request's instant."""
    return getattr(request, "at", None) or timezone.now()


def as_errors(error: Refused) -> ValidationError:
    """A refusal as a form tells it."""
    return ValidationError([ValidationError(sentence(words), code="refused") for words in reasons_of(error)])


class Accounts(DefaultAccountAdapter):
    """Log-in, letters and messages of the house."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("这个账号已停用。"),
        "duplicate_email": gettext_lazy("这就是你现在的邮箱。"),
        "email_password_mismatch": gettext_lazy(
            "邮箱（或信用代码）与密码不相符。请核对后再试；忘记密码可用邮件重设。"
        ),
        "email_taken": gettext_lazy("这个邮箱不能使用，请换一个。"),
        "enter_current_password": gettext_lazy("现在的密码不正确。"),
        "incorrect_code": gettext_lazy("验证码不正确，请核对后重新输入。"),
        "incorrect_password": gettext_lazy("密码不正确。"),
        "rate_limited": gettext_lazy("请求太频繁，请稍等片刻再试。"),
        "same_as_current": gettext_lazy("新的内容与现在的相同。"),
        "too_many_login_attempts": gettext_lazy("验证码输错次数过多，已作废，请重新开始。"),
    }

    # --- entering

    def get_client_ip(self, request: HttpRequest) -> str:
        """As the rest of the house sees it; what is no address counts as one and the same."""
        try:
            return str(ipaddress.ip_address(client_address(request)))
        except ValueError:
            return "0.0.0.0"  # noqa: S104 - a name for "unknown", nothing is bound

    def is_safe_url(self, url: str) -> bool:
        """Pages of this very host, by a plain path or a whole address."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the attempt; a locked account or address goes no further."""
        email = credentials.get("email", "")
        self._attempt = logins.password_attempt(
            account=email, address=self.get_client_ip(request), browser=browsers.known(request, email)
        )
        try:
            logins.begin_attempt(self._attempt, at=moment(request))
        except Refused as error:
            raise as_errors(error) from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Logs it."""
        person = Person.objects.filter(email=credentials.get("email", "")).first()
        logins.fail_attempt(self._attempt, person=person, at=moment(request))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """The person whose password this is, or None; the attempt is forgiven when it was right."""
        person = super().authenticate(request, **credentials)
        if person is not None:
            failures = logins.forgive_attempt(self._attempt, at=moment(request))
            if not request.user.is_authenticated:
                request.session[FAILURES] = failures
        return person

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Whoever has a second factor shows that one again; the password alone would not do."""
        methods = super().get_reauthentication_methods(user)
        by_factor = [one for one in methods if one["id"] != "reauthenticate"]
        return by_factor or methods

    def post_login(self, request: HttpRequest, user: Any, **rest: Any):
        """Logs it, keeps an officer's session short, and remembers the browser."""
        response = super().post_login(request, user, **rest)
        record_authentication(request, user, method="password", reauthenticated=True)
        factor = showed_factor(request, user)
        failures = request.session.pop(FAILURES, 0)
        logins.enter(person=user, at=moment(request), failures=failures, factor=factor)
        if Reader(user).post is not None:
            request.session[UNTIL] = moment(request).timestamp() + settings.SESSION_COOKIE_AGE / 2
        if user.language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, user.language, max_age=settings.LANGUAGE_COOKIE_AGE, httponly=True,
                samesite="Lax", secure=request.is_secure(),
            )  # fmt: skip
        browsers.remember(request, response, user)
        if failures:
            told = _("上次登录以来，有 %(count)d 次登录没有成功。若不是你，请修改密码。") % {
                "count": failures
            }
            self.add_message(request, messages.WARNING, message=told)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Logs it."""
        if request.user.is_authenticated:
            logins.leave(person=request.user, at=moment(request))
        super().logout(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The step that is left, or one's desk."""
        return reverse("go-on")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """One's desk."""
        return reverse("go-on")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """One's own page."""
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """One's own page."""
        return reverse("account")

    # --- letters and messages

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None,
        message_context: dict[str, Any] | None = None, extra_tags: str = "", message: str | None = None,
    ) -> None:  # fmt: skip
        """What allauth wants to say, in the house's words (`MESSAGES`); what has none is not said."""
        if message is None and message_template:
            words = MESSAGES.get(message_template)
            message = str(words) % (message_context or {}) if words else None
        if message:
            super().add_message(request, level, message=str(message), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Puts a letter in both languages into the outbox."""
        said = [
            self._in_language(language, template_prefix, {**context, "email": email})
            for language in ("zh-hans", "en")
        ]
        name = template_prefix.rpartition("/")[2]
        Letter.objects.create(
            to=email, at=moment(self.request), secret=name.startswith(SECRET_LETTERS),
            subject=" / ".join(subject for subject, _body in said), body="\n\n".join(body for _subject, body in said) + "\n",
        )  # fmt: skip

    def _in_language(self, language: str, template_prefix: str, context: dict) -> tuple[str, str]:
        with translation.override(language):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
            return subject, render_to_string(f"{template_prefix}_message.txt", context).strip()


class SecondFactor(DefaultMFAAdapter):
    """TOTP and recovery codes; their secrets are kept encrypted with the site's secret key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": gettext_lazy("启用两步验证后才能生成恢复码。"),
        "incorrect_code": gettext_lazy(
            "验证码不正确。请输入验证器当前显示的 6 位数字，或一个未用过的恢复码。"
        ),
        "unverified_email": gettext_lazy("请先确认邮箱，再启用两步验证。"),
    }

    def build_totp_svg(self, url: str) -> str:
        """The QR code as SVG, without a size of its own."""
        import segno

        return segno.make(url, error="m").svg_inline(
            omitsize=True, border=2, svgclass="zq-qr__image", lineclass=None
        )

    def encrypt(self, text: str) -> str:
        return _boxes().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _boxes().decrypt(encrypted_text.encode()).decode()


def _boxes() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"second factor\n{secret}".encode()).digest())
