"""The forms of entrances and accounts: allauth's, with the house's fields, words and checks."""

from __future__ import annotations

from allauth.account import forms as allauth
from allauth.account.fields import PasswordField
from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhiqiang.access.roles import Reader
from zhiqiang.actions import accounts, logins
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.identifying import check_mobile, check_uscc
from zhiqiang.records.models import Enterprise, Member, Person
from zhiqiang.web.accounts.adapters import as_errors, moment
from zhiqiang.web.accounts.fields import (
    EmailField,
    House,
    checked,
    code_field,
    credit_code_field,
    dress,
    enterprise_field,
    enterprise_name,
    new_password,
)

USED_CODE_SECONDS = 120


# --- entrances


class LogIn(House, allauth.LoginForm):
    """An e-mail address, or the credit code for the owner of an enterprise's account; and the password."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        widget = forms.TextInput(
            attrs={"autocomplete": "username", "class": "zq-input", "autocapitalize": "none"}
        )
        self.fields["login"] = forms.CharField(
            label=_("邮箱"), max_length=254, widget=widget,
            help_text=_("账号负责人也可以填写 18 位统一社会信用代码。"),
        )  # fmt: skip
        dress("login", self.fields["login"])
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """The address; of a credit code, its owner's. A code nobody has is looked for like an address nobody has."""
        typed = super().clean_login()
        if "@" in typed:
            return typed.lower()
        if not any(one.isdigit() for one in typed):
            raise ValidationError(_("请填写邮箱，或 18 位统一社会信用代码。"))
        code = checked(check_uscc(typed))
        owners = Member.objects.filter(enterprise__credit_code=code, role=Member.Role.OWNER)
        return owners.values_list("person__email", flat=True).first() or code


class BureauLogIn(LogIn):
    """The bureaus' entrance: officers only."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("工作邮箱")
        self.fields["login"].help_text = ""

    def clean(self):
        """Says where to go to somebody who gave the right password at the wrong door."""
        cleaned = super().clean()
        if self.user is not None and Reader(self.user).post is None:
            raise ValidationError(_("这不是知识产权局工作人员的账号，请从企业入口登录。"))
        return cleaned


class Register(House, allauth.SignupForm):
    """An enterprise and the person who will own its account."""

    credit_code = credit_code_field()
    enterprise = enterprise_field()
    name = forms.CharField(
        label=_("姓名"), max_length=60, help_text=_("你将成为本企业账号的负责人，之后可以邀请同事或移交。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    mobile = forms.CharField(
        label=_("手机号"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("主管部门需要时与你联系。"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = EmailField(help_text=_("用它登录和接收通知；注册后会收到验证码。"))
        dress("email", self.fields["email"])
        password = self.fields["password1"]
        password.label, password.help_text = _("密码"), password_validators_help_text_html()
        self.order_fields(["credit_code", "enterprise", "name", "mobile", "email", "password1"])

    def clean_credit_code(self) -> str:
        code = checked(check_uscc(self.cleaned_data["credit_code"]))
        if Enterprise.objects.filter(credit_code=code).exists():
            raise ValidationError(
                _("这家企业已有账号。请让账号负责人邀请你加入；不知道负责人是谁，请联系当地知识产权局。")
            )
        return code

    def clean_mobile(self) -> str:
        return checked(check_mobile(self.cleaned_data["mobile"]))

    def clean_enterprise(self) -> str:
        return enterprise_name(self.cleaned_data["enterprise"])

    def validate_unique_email(self, value: str) -> str:
        """An address somebody gave before and never confirmed is free."""
        email = super().validate_unique_email(value)
        if self.account_already_exists and accounts.unconfirmed(value):
            self.account_already_exists = False
        return email

    def clean(self) -> dict:
        super(allauth.SignupForm, self).clean()
        about = (self.cleaned_data.get("credit_code", ""), self.cleaned_data.get("enterprise", ""))
        check_password(self, about=about)
        return self.cleaned_data

    def try_save(self, request: HttpRequest):
        """The person and no answer yet, or, where the address has an account, nobody and the very same answer."""
        if not self.account_already_exists:
            try:
                return self.save(request), None
            except Refused:  # somebody was quicker with the same address
                self.account_already_exists = True
        # As much work as for a new account, so that the time taken tells nothing.
        Person().set_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def save(self, request: HttpRequest) -> Person:
        given = self.cleaned_data
        return accounts.register(
            accounts.Particulars(given["email"], given["name"], given["mobile"]), credit_code=given["credit_code"],
            enterprise=given["enterprise"], password=given["password1"], at=moment(request),
        )  # fmt: skip


def check_password(form: forms.Form, *, email: str = "", about: tuple[str, str] = ("", "")) -> None:
    """Adds what is wrong with `password1` of somebody who has no account yet."""
    given = form.cleaned_data
    password = given.get("password1")
    if not password:
        return
    person = Person(
        email=email or given.get("email", ""), name=given.get("name", ""), mobile=given.get("mobile", "")
    )
    person.about = about
    try:
        validate_password(password, person)
    except ValidationError as error:
        form.add_error("password1", error)


class EnterpriseOnly(House):
    """An enterprise registered by somebody who has an account and belongs to none."""

    credit_code = credit_code_field()
    enterprise = enterprise_field()

    def clean_credit_code(self) -> str:
        return checked(check_uscc(self.cleaned_data["credit_code"]))

    def clean_enterprise(self) -> str:
        return enterprise_name(self.cleaned_data["enterprise"])


class Join(House):
    """Somebody who was invited and has no account yet; the address is the one that was invited."""

    name = forms.CharField(
        label=_("姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    mobile = forms.CharField(
        label=_("手机号"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    password1 = PasswordField(
        label=_("密码"), autocomplete="new-password", help_text=password_validators_help_text_html()
    )

    def __init__(self, *args, email: str, **kwargs) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def clean_mobile(self) -> str:
        return checked(check_mobile(self.cleaned_data["mobile"]))

    def clean(self) -> dict:
        super().clean()
        check_password(self, email=self.email)
        return self.cleaned_data


class Invite(House):
    """Whom to invite."""

    email = EmailField(label=_("同事的邮箱"), autocomplete="off")


# --- codes and passwords


class EmailCode(House, allauth.ConfirmEmailVerificationCodeForm):
    code = code_field()

    def clean_code(self) -> str:
        """Whoever shows that a new address is theirs is not kept out by somebody who only typed it."""
        right = compare_user_code(actual=self.cleaned_data["code"], expected=self.expected_code)
        if right and self.user is not None and self.user.email != self.email:
            accounts.forget_unconfirmed(self.email)
        return super().clean_code()


class ResetCode(House, allauth.ConfirmPasswordResetCodeForm):
    code = code_field()


class Forgotten(House, allauth.ResetPasswordForm):
    email = EmailField(help_text=_("填写登录用的邮箱，我们把验证码发到那里。"))


class NewPassword(House, allauth.ResetPasswordKeyForm):
    password1 = new_password(_("新密码"))
    password2 = None


class ChangePassword(House, allauth.ChangePasswordForm):
    oldpassword = PasswordField(label=_("现在的密码"), autocomplete="current-password")
    password1 = new_password(_("新密码"))
    password2 = None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("password1") and cleaned.get("password1") == cleaned.get("oldpassword"):
            self.add_error("password1", gettext("新密码与现在的密码相同，请换一个。"))
        return cleaned


class PasswordAgain(House, allauth.ReauthenticateForm):
    password = PasswordField(label=_("密码"), autocomplete="current-password")


class NewEmail(House, allauth.AddEmailForm):
    email = EmailField(label=_("新邮箱"), help_text=_("我们向新邮箱发送验证码；输入验证码后才会更换。"))


class AboutMe(House):
    """What a person may change about themselves."""

    name = forms.CharField(
        label=_("姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    mobile = forms.CharField(
        label=_("手机号"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("语言"), required=False, choices=[("", _("跟随浏览器中的选择")), ("zh-hans", "简体中文"), ("en", "English")],
        help_text=_("登录后页面使用的语言。"),
    )  # fmt: skip

    def clean_mobile(self) -> str:
        typed = self.cleaned_data["mobile"]
        return checked(check_mobile(typed)) if typed else ""


# --- the second factor


class CountedCode(House):
    """A code of the second factor: wrong ones are counted and lock, and a right one is good once."""

    code = code_field()

    def clean_code(self) -> str:
        attempt, at = logins.code_attempt(person=self.user), moment(context.request)
        try:
            logins.begin_attempt(attempt, at=at)
        except Refused as error:
            raise as_errors(error) from None
        try:
            code = super().clean_code()
            self._only_once(code)
        except ValidationError:
            logins.fail_attempt(attempt, person=self.user, at=at)
            raise
        logins.forgive_attempt(attempt, at=at)
        return code

    def _only_once(self, code: str) -> None:
        """For as long as the clocks' tolerance lets the same code pass: allauth remembers it for one period only."""
        if not cache.add(_used_key(self.user, code), 1, timeout=USED_CODE_SECONDS):
            raise ValidationError(_("这个验证码刚用过，请等下一个。"))


def was_used(person: Person, code: str) -> bool:
    """Whether the code was used a moment ago."""
    return cache.get(_used_key(person, code)) is not None


def _used_key(person: Person, code: str) -> str:
    return f"zhiqiang.code.{person.pk}.{''.join(one for one in code if one.isdigit())}"


class FactorCode(CountedCode, factor.AuthenticateForm):
    code = code_field()


class FactorCodeAgain(CountedCode, factor.ReauthenticateForm):
    code = code_field()


class ActivateFactor(House, totp.ActivateTOTPForm):
    code = code_field()
