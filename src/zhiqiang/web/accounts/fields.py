"""The fields the forms of accounts are made of, and how they are drawn."""

from __future__ import annotations

from allauth.account.fields import PasswordField, SetPasswordField
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from zhiqiang.engine.identifying import Identified, check_email
from zhiqiang.web.accounts.doors import spoken

LONGEST_PASSWORD = 128
SHORTEST_NAME = 4


def checked(found: Identified) -> str:
    """A number's normal form. Raises ValidationError with everything that is wrong with it, in the reader's language."""
    if not found.ok:
        raise ValidationError(
            [one.message_zh if spoken() == "zh" else one.message_en for one in found.problems]
        )
    return found.value


class House(forms.Form):
    """Fields drawn by `accounts/field.html`: our input, no placeholder."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            dress(name, field)


def dress(name: str, field: forms.Field) -> None:
    """Our input, no placeholder, and what is missing told in our words."""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["class"] = "zq-input zq-input--code" if name == "code" else "zq-input"
    field.error_messages["required"] = _("请填写这一项。")
    if isinstance(field, PasswordField):
        field.widget.attrs["maxlength"] = str(LONGEST_PASSWORD)


class EmailField(forms.CharField):
    """An e-mail address, in small letters; what is wrong with it is told one by one."""

    def __init__(self, *, autocomplete: str = "email", **more) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": autocomplete})
        super().__init__(**{"label": _("邮箱"), "max_length": 254, "widget": widget} | more)

    def clean(self, value: str) -> str:
        typed = super().clean(value)
        return checked(check_email(typed)).lower() if typed else typed


def code_field() -> forms.CharField:
    """A one-time code."""
    widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    )
    return forms.CharField(label=_("验证码"), max_length=20, widget=widget)


def credit_code_field() -> forms.CharField:
    """A credit code, checked as soon as it is filled in; of the form, only the code is sent."""
    attrs = {
        "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
        "hx-post": reverse_lazy("check-credit-code"), "hx-trigger": "change", "hx-target": "#credit-code-found",
        "hx-params": "credit_code,csrfmiddlewaretoken",
    }  # fmt: skip
    return forms.CharField(
        label=_("统一社会信用代码"), max_length=40, widget=forms.TextInput(attrs=attrs),
        help_text=_("18 位，见营业执照。填完即检查是否有误。"),
    )  # fmt: skip


def enterprise_field() -> forms.CharField:
    """An enterprise's full name."""
    return forms.CharField(
        label=_("企业名称"), max_length=100, help_text=_("与营业执照一致的全称。"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip


def enterprise_name(typed: str) -> str:
    """The name in one line. Raises ValidationError for what can be no full name."""
    name = " ".join(typed.split())
    if len(name) < SHORTEST_NAME:
        raise ValidationError(_("请填写企业的全称。"))
    return name


def new_password(label: str) -> SetPasswordField:
    """A password to be: its rules are told beforehand."""
    return SetPasswordField(label=label)
