"""What the scripts of the kept form say."""

from django.utils.translation import gettext as _


def kept_words() -> dict[str, str]:
    """Sentences by name, in the language of the page."""
    return {
        "kept_saving": _("正在保存…"),
        "kept_saved": _("已保存 {time}"),
        "kept_offline": _("连接中断：已存在本浏览器，恢复后自动发送"),
        "kept_login": _("登录已过期，填写的内容还在。"),
        "kept_login_link": _("登录后继续"),
        "kept_refused": _("没有保存：{why}"),
        "kept_news": _("{n} 项由同事更新"),
        "kept_clash": _("“{label}”：您填的是 {mine}；{by} 于 {time} 填了 {theirs}。"),
        "kept_mine": _("用我的"),
        "kept_theirs": _("用对方的"),
        "kept_empty": _("（空）"),
        "upload_failed": _("上传失败：{why}"),
        "upload_busy": _("正在上传 {name}：{percent}%"),
        "upload_done": _("已上传 {name}"),
        "upload_line": _("网络中断，请重试"),
    }
