"""What the scripts of the kept form say."""

from django.utils.translation import gettext as _


def kept_words() -> dict[str, str]:
    """Sentences by name, in the language of the page."""
    return {
        "kept_ready": _("每次改动自动保存"),
        "kept_readonly": _("只读"),
        "kept_closed": _("本次退回没有要求修改这一部分，内容只读。"),
        "kept_dropped": _("有 {n} 项改动没来得及保存，现在已不能修改，请自行留存："),
        "kept_still_here": _("填写的内容仍在本浏览器，不会丢失。"),
        "kept_reload": _("重新加载"),
        "kept_clash_title": _("{n} 处与他人的修改不一致，请选择保留哪一个："),
        "kept_colleague": _("同事"),
        "kept_meanwhile": _("此间"),
        "kept_saving": _("正在保存…"),
        "kept_saved": _("已保存 {time}"),
        "kept_offline": _("连接中断：已存在本浏览器，恢复后自动发送"),
        "kept_busy": _("服务器正忙：已存在本浏览器，{n} 秒后自动发送"),
        "kept_login": _("登录已过期，填写的内容还在。"),
        "kept_login_link": _("登录后继续"),
        "kept_refused": _("没有保存：{why}"),
        "kept_news": _("{n} 项由同事更新"),
        "kept_clash": _("您填的是“{mine}”，{by} {time} 填的是“{theirs}”。"),
        "kept_mine": _("用我的"),
        "kept_theirs": _("用对方的"),
        "kept_empty": _("（空）"),
        "upload_large": _("{name} 超过 {mb} MB，没有上传；请压缩或拆分后再传。"),
        "upload_failed": _("上传失败：{why}"),
        "upload_busy": _("正在上传 {name}：{percent}%"),
        "upload_done": _("已上传 {name}"),
        "upload_line": _("网络中断，请重试"),
    }
