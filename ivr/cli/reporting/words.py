"""What `ivr report` says of mail, by id, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "report_no_server": {
        "zh": "没有发送邮件的服务器；请在 config/ivr.yaml 的 mail 下给出 host 和 from",
        "en": "there is no server for mail: give host and from under mail in config/ivr.yaml",
    },
    "report_attached": {
        "zh": "随邮件可附上：{known}；正文总是带图表的网页",
        "en": "with a mail goes one of {known}; its text always is the page with charts",
    },
    "schedules_none": {
        "zh": "没有定时报表；请写在 config/ivr.yaml 的 reports 下",
        "en": "No reports are scheduled; give them under reports in config/ivr.yaml.",
    },
    "schedules_columns": {
        "zh": "名称|报表|下次|上次|收件人",
        "en": "Name|Report|Next|Last|To",
    },
    "schedules_never": {"zh": "尚未发送", "en": "not yet"},
    "schedules_nothing": {"zh": "{period} 未发送：{why}", "en": "{period} nothing sent: {why}"},
    "schedules_nothing_now": {"zh": "没有可发送的内容：{why}", "en": "There is nothing to send: {why}"},
    "schedules_sent": {
        "zh": "{at} 已接收 {accepted}/{of}，等待 {waiting}，拒收 {refused}",
        "en": "{at} accepted {accepted} of {of}, waiting {waiting}, refused {refused}",
    },
    "schedules_waiting": {
        "zh": "{schedule}：{to} 试了 {tries} 次未送达，将再试：{answer}",
        "en": "{schedule}: {to} not reached in {tries} tries, will be tried again: {answer}",
    },
    "schedules_refused": {
        "zh": "{schedule}：{to} 试了 {tries} 次未送达，不再重试：{answer}",
        "en": "{schedule}: {to} not reached in {tries} tries, not tried again: {answer}",
    },
    "schedules_to": {
        "zh": "请用 --mail 给出收件地址",
        "en": "give the address to send it to by --mail",
    },
    "report_either": {
        "zh": "--out 与 --mail 只能用其一；随邮件附上文件请用 --format",
        "en": "give --out or --mail, not both; a file goes with the mail by --format",
    },
    "mail_accepted": {"zh": "{to}：服务器已接收", "en": "{to}: the server has it"},
    "mail_refused": {"zh": "{to}：服务器拒收：{answer}", "en": "{to}: refused by the server: {answer}"},
    "mail_later": {"zh": "{to}：未能送出：{answer}", "en": "{to}: not sent: {answer}"},
}


def word(name: str, language: str, **values: object) -> str:
    """The text with this id. Raises KeyError."""
    return _WORDS[name][language].format(**values)
