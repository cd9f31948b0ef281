"""Why a file is not read at all: one sentence each, with the mend."""

from ...engine.words import Words


class WorkbookRefused(ValueError):
    """The file cannot be read as a workbook of a scheme; `message` says why and what to do."""

    def __init__(self, message: Words) -> None:
        super().__init__(message.en)
        self.message = message


def refused(zh: str, en: str) -> WorkbookRefused:
    """A refusal in both languages."""
    return WorkbookRefused(Words(zh, en))


SAVE_AS = Words(
    "请在 Excel 或 WPS 中另存为 .xlsx 后再上传", "save it as .xlsx in Excel or WPS and upload that"
)
DOWNLOAD = Words(
    "请重新下载工作簿，把数据填进去再上传", "download the workbook again, fill it in and upload that"
)


def with_mend(zh: str, en: str, mend: Words) -> WorkbookRefused:
    """A refusal followed by its mend."""
    return refused(f"{zh}。{mend.zh}。", f"{en}. {mend.en[0].upper()}{mend.en[1:]}.")


def no_file() -> WorkbookRefused:
    """Nothing there."""
    return refused("文件是空的或不存在，请重新选择文件。", "The file is empty or not there; choose it again.")


def too_big(limit_mb: int) -> WorkbookRefused:
    """Over the limit as uploaded."""
    return refused(
        f"文件超过 {limit_mb} MB，这不像一个填好的工作簿。请删去粘贴进来的图片和多余的工作表，或重新下载工作簿填写。",
        f"The file is over {limit_mb} MB, more than a filled workbook. Remove pictures and extra sheets, or fill in a new download.",
    )


def swollen() -> WorkbookRefused:
    """Over the limit once unpacked."""
    return with_mend(
        "文件解开后大得异常，为安全起见没有读取",
        "The file unpacks to an abnormal size and was not read, to be safe",
        DOWNLOAD,
    )


def not_a_workbook() -> WorkbookRefused:
    """Not a spreadsheet."""
    return with_mend("这不是 Excel 工作簿（.xlsx）", "This is not an Excel workbook (.xlsx)", DOWNLOAD)


def damaged() -> WorkbookRefused:
    """A spreadsheet that cannot be unpacked or parsed."""
    return refused(
        "文件不完整或已损坏，无法读取。请在 Excel 中打开并重新保存，或重新上传一次（可能传到一半中断）。",
        "The file is incomplete or damaged and cannot be read. Open and save it in Excel, or upload it "
        "again: the upload may have broken off.",
    )


def encrypted() -> WorkbookRefused:
    """Protected by a password for opening."""
    return refused(
        "文件设有打开密码，系统不能读取。请在 Excel 中用“文件 → 信息 → 保护工作簿 → 用密码进行加密”清空密码，保存后再上传。",
        "The file needs a password to open. In Excel clear it under File → Info → Protect Workbook → Encrypt "
        "with Password, save and upload again.",
    )


def old_format(what: str) -> WorkbookRefused:
    """Another spreadsheet format."""
    return with_mend(f"这是 {what} 格式的文件", f"This is a file in {what} format", SAVE_AS)


def other_document(zh: str, en: str) -> WorkbookRefused:
    """Another kind of document altogether."""
    return with_mend(f"这是{zh}，不是工作簿", f"This is {en}, not a workbook", DOWNLOAD)


def with_macros() -> WorkbookRefused:
    """It carries macros."""
    return refused(
        "文件中含有宏（VBA），为安全起见不予读取。本系统的工作簿不用宏：请另存为不含宏的 .xlsx 后再上传。",
        "The file carries macros (VBA) and was not read, to be safe. The workbook needs none: save it as "
        ".xlsx without macros and upload that.",
    )


def with_links() -> WorkbookRefused:
    """It refers to other files."""
    return refused(
        "文件中有引用其他文件的公式或连接。请在 Excel 中用“数据 → 编辑链接 → 断开链接”转成数值，保存后再上传。",
        "The file refers to other files. In Excel turn these into values under Data → Edit Links → Break Link, save and upload again.",
    )


def of_another_kind() -> WorkbookRefused:
    """A good workbook, but not one of ours."""
    return with_mend(
        "这是一个 Excel 文件，但不是本系统的填报工作簿（缺少标识表）",
        "This is an Excel file, but not a workbook of this system: its identification sheet is missing",
        DOWNLOAD,
    )


def newer() -> WorkbookRefused:
    """Made by a later version."""
    return with_mend(
        "这个工作簿由更新版本的系统生成，本系统读不懂",
        "The workbook was made by a newer version of the system",
        DOWNLOAD,
    )


def of_another_scheme(found: str, wanted: str) -> WorkbookRefused:
    """Of another scheme than the one wanted."""
    return refused(
        f"这是方案“{found}”的工作簿，而这里要的是“{wanted}”。请上传对应方案的工作簿。",
        f"This is a workbook of the scheme “{found}”, but “{wanted}” is wanted here. Upload the workbook of that scheme.",
    )


def of_unknown_scheme(found: str) -> WorkbookRefused:
    """Of a scheme that is not at hand."""
    shown = found[:60]
    return refused(
        f"这是方案“{shown}”的工作簿，但这里没有这个方案。请指明方案所在的文件夹，或下载现有方案的工作簿。",
        f"This is a workbook of the scheme “{shown}”, which is not here. Name the folder of the scheme, or "
        f"download a workbook of one that is here.",
    )


def enormous(sheet: str, cell: str) -> WorkbookRefused:
    """Content far outside of any sheet we write."""
    return refused(
        f"工作表“{sheet}”在很远的位置（{cell}）还有内容，超出了可读取的范围。请删去填报区以外的行和列，保存后再上传。",
        f"The sheet “{sheet}” holds content as far away as {cell}, beyond what is read. Delete rows and "
        f"columns outside the form, save and upload again.",
    )
