"""What a password must be. Each rule is told beforehand (`get_help_text`) and again where it is broken."""

from __future__ import annotations

import re

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_DIFFERENT = 5
LONGEST_LOOKED_AT = 200
LONGEST_TAIL = 6
LOOKALIKES = str.maketrans("013457@$!", "oleastasi")
ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv",
)
SHORTEST_RUN = 6
LONGEST_ROW = max(len(row) for row in ROWS)


class LongEnough:
    """From `least` to `most` characters."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def validate(self, password, user=None):
        if len(password) < self.least:
            said = _("密码只有 %(length)d 个字符，至少要 %(least)d 个。")
            raise ValidationError(said % {"length": len(password), "least": self.least}, code="short")
        if len(password) > self.most:
            raise ValidationError(_("密码最多 %(most)d 个字符。") % {"most": self.most}, code="long")

    def get_help_text(self):
        return _("至少 %(least)d 个字符，可以是一句话") % {"least": self.least}


class SeveralKinds:
    """At least two of letters, digits and anything else."""

    def validate(self, password, user=None):
        kinds = {self._kind(one) for one in password}
        if len(kinds) < 2:
            raise ValidationError(_("密码只有一类字符，请再加上数字、字母或符号。"), code="one-kind")

    @staticmethod
    def _kind(character: str) -> str:
        if character.isdigit():
            return "digit"
        return "letter" if character.isascii() and character.isalpha() else "other"

    def get_help_text(self):
        return _("字母、数字、符号（或汉字）中至少两类")


class NotCommon(CommonPasswordValidator):
    """None of the 20,000 commonest, nor one of them with a tail or with look-alikes, nor a run of keys."""

    def validate(self, password, user=None):
        plain = password.lower().strip()[:LONGEST_LOOKED_AT]
        if (
            plain in self.passwords
            or self._dressed(plain)
            or self._run(plain)
            or len(set(plain)) < FEWEST_DIFFERENT
        ):
            raise ValidationError(_("密码太常见或太有规律，容易被猜中，请换一个。"), code="common")

    def _dressed(self, plain: str) -> bool:
        """A common word with digits or signs before or behind it."""
        for word in (plain, plain.translate(LOOKALIKES)):
            core = re.sub(r"^[^a-z]+|[^a-z]+$", "", word)
            if len(core) >= 4 and core in self.passwords and len(word) - len(core) <= LONGEST_TAIL:
                return True
        return False

    @staticmethod
    def _run(plain: str) -> bool:
        """Neighbouring keys, with little else."""
        if len(plain) > LONGEST_ROW + LONGEST_TAIL:
            return False
        pieces = {
            plain[start:end]
            for start in range(len(plain))
            for end in range(start + SHORTEST_RUN, len(plain) + 1)
        }
        runs = [piece for piece in pieces if len(plain) - len(piece) < SHORTEST_RUN]
        return any(run in row or run in row[::-1] for run in runs for row in ROWS)

    def get_help_text(self):
        return _("不用常见的密码和键盘上相邻的字符，如 Password123、1qaz2wsx")


class NotAboutYou(UserAttributeSimilarityValidator):
    """Unlike the person's name, address and number, and the enterprise's name and code.

    A form that knows more than the row does sets `about` on it: further texts.
    """

    def __init__(self) -> None:
        super().__init__(user_attributes=("email", "name", "mobile", "about_0", "about_1"))

    def validate(self, password, user=None):
        if user is None:
            return
        about = getattr(user, "about", ())
        if not about and user.pk and getattr(user, "membership", None):
            about = (user.membership.enterprise.credit_code, user.membership.enterprise.name)
        for number, text in enumerate(about[:2]):
            setattr(user, f"about_{number}", text)
        try:
            super().validate(password, user)
        except ValidationError:
            raise ValidationError(
                _("密码与你的姓名、邮箱、手机号或企业信息太接近，请换一个。"), code="about-you"
            ) from None

    def get_help_text(self):
        return _("不与姓名、邮箱、手机号、企业名称和信用代码相近")
