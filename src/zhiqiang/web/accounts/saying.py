"""The messages allauth shows after an act, in the house's words. What is not here is not said."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "account/messages/email_confirmation_failed.txt": _("%(email)s 已被另一个账号确认，不能使用。"),
    "account/messages/email_confirmed.txt": _("邮箱 %(email)s 已确认。"),
    "account/messages/logged_out.txt": _("已退出登录。"),
    "account/messages/password_changed.txt": _("密码已修改，其他设备上的登录已失效。"),
    "mfa/messages/totp_activated.txt": _("两步验证已启用。"),
    "mfa/messages/totp_deactivated.txt": _("两步验证已停用。"),
    "usersessions/messages/sessions_logged_out.txt": _("其他设备上的登录都已退出。"),
}
