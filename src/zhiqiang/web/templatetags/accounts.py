"""Words for the pages of accounts."""

from __future__ import annotations

import re

from django import template
from django.utils.translation import gettext as _

register = template.Library()

BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("HuaweiBrowser", "Huawei"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def browser(user_agent: str) -> str:
    """What a browser says of itself, in two words; a plain word where it says nothing we know."""
    found = [next((name for mark, name in kinds if mark in user_agent), "") for kinds in (BROWSERS, SYSTEMS)]
    return " · ".join(word for word in found if word) or _("未知的设备")


@register.filter
def grouped(secret: str) -> str:
    """A long key in groups of four, for reading aloud."""
    return " ".join(re.findall(".{1,4}", secret))
