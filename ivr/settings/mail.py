"""The part `mail` of `config/ivr.yaml`: the server that sends our mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from ivr.document.model import Fault, node_at
from ivr.document.nodes import Document
from ivr.document.problems import Problem
from ivr.settings.types import Section
from ivr.settings.web import LOOPBACK

PASSWORD = "CALLWRIGHT_MAIL_PASSWORD"
"""The environment variable with the password, so that it need not stand in a file."""
PORTS: Mapping[str, int] = {"none": 25, "starttls": 587, "tls": 465}
LONGEST_SECRET = 1000

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"(?=.{{1,254}}\Z)(?!\.)[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@{_LABEL}(?:\.{_LABEL})*"
)
_NAMED = re.compile(r"(?P<name>[^<>]{1,100}?)\s*<(?P<address>[^<>]*)>")


def address(text: str) -> str:
    """An address without a name, of ASCII characters. Raises Fault."""
    local = text.partition("@")[0]
    if not _ADDRESS.fullmatch(text) or ".." in local or local.endswith("."):
        found = "".join(char if char.isprintable() else " " for char in text[:80])
        raise Fault(
            f"'{found}' is no mail address; write it like li@example.com, a domain of other letters"
            " in its form xn--",
            zh=f"“{found}”不是邮件地址；请写成 li@example.com 的形式，中文域名请写成 xn-- 形式",
        )
    return text


def named(text: str) -> str:
    """An address, also with a name before it: Callwright <reports@example.com>. Raises Fault."""
    name, plain = split(text)
    address(plain)
    if not name.isprintable() or '"' in name:
        raise Fault(
            "the name before the address has quotes or characters that do not print; leave them out",
            zh="地址前的名称含有引号或不可显示的字符；请去掉",
        )
    return text


def split(text: str) -> tuple[str, str]:
    """Name ('' where there is none) and address."""
    found = _NAMED.fullmatch(text.strip())
    return (found["name"].strip(), found["address"].strip()) if found else ("", text.strip())


Address = Annotated[str, AfterValidator(address)]
Named = Annotated[str, AfterValidator(named)]


class Mail(Section):
    """The server that takes our mail. `port` is 587 for starttls, 465 for tls and 25 for none where nothing
    is said. The server's certificate must be one that this machine trusts, or that `ca_file` does. The
    password is better given in CALLWRIGHT_MAIL_PASSWORD, or alone in the file `password_file`."""

    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:_-]{0,253}$")] = ""
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Annotated[str, Field(pattern=r"^[ -~]{0,200}$")] = ""
    password: SecretStr = SecretStr("")
    password_file: Path | None = None
    ca_file: Path | None = None
    sender: Annotated[Named | None, Field(alias="from")] = None

    @property
    def reached_at(self) -> int:
        """The port."""
        return PORTS[self.security] if self.port is None else self.port


def with_password(mail: Mail, environment: Mapping[str, str], root: Path) -> Mail:
    """With the password of the environment, else that of the file, if it can be read."""
    found = environment.get(PASSWORD, "")
    if not found and mail.password_file:
        found = _line_of(root / mail.password_file)
    return mail.model_copy(update={"password": SecretStr(found)}) if found else mail


def _line_of(file: Path) -> str:
    """The first line, '' of a file that cannot be read or is none for a password."""
    try:
        with file.open("rb") as opened:
            return opened.read(LONGEST_SECRET).decode().partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return ""


def in_doubt(mail: Mail, root: Path, document: Document) -> Iterator[Problem]:
    """What would keep mail from being sent, or tell the password to others. `mail` with its password."""
    if document.root is None or node_at(document.root, ("mail",)) is document.root:
        return
    for key, text, zh in _doubts(mail, root):
        yield document.problem(node_at(document.root, ("mail", key)).mark, text, "mail", zh=zh)


def _doubts(mail: Mail, root: Path) -> Iterator[tuple[str, str, str]]:
    if not mail.host:
        yield "host", "mail needs 'host', the name of the server", "mail需要“host”：服务器名称"
    if mail.sender is None:
        yield (
            "from",
            "mail needs 'from', the address that mail comes from: Callwright <reports@example.com>",
            "mail需要“from”：发件地址，如 Callwright <reports@example.com>",
        )
    if mail.user and not mail.password.get_secret_value():
        yield (
            "user",
            f"there is no password for {mail.user}; give it in {PASSWORD}, or in a file by password_file",
            f"没有 {mail.user} 的密码；请用环境变量 {PASSWORD} 或 password_file 所指的文件给出",
        )
    if not mail.password.get_secret_value().isascii():
        yield (
            "password",
            "the password has characters that mail servers do not take: only those of ASCII",
            "密码含有邮件服务器不接受的字符：只能用ASCII字母、数字和符号",
        )
    if mail.user and mail.security == "none" and mail.host not in LOOPBACK:
        yield (
            "security",
            "without TLS the password goes to the server in the clear; write starttls or tls",
            "不用TLS，密码将明文传输；请写 starttls 或 tls",
        )
    for key, file in (("password_file", mail.password_file), ("ca_file", mail.ca_file)):
        if file and not (root / file).is_file():
            yield key, f"there is no file {file}", f"没有文件 {file}"
