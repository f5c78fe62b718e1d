"""A folder of recordings → takes, each with its phrase and all that is wrong with it; nothing is written.

A recording is found by the name of its file: the phrase's id (`zh-3f2a9c1b04.wav`), alone or in a folder
`zh` or `en`; or in such a folder by the name that a dialplan gives it or by its words (`zh/welcome.wav`,
`zh/两千.wav`).
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ivr.audio.measure import Measured, Unreadable, measure
from ivr.audio.takes import TakeFault, expected_seconds, take_faults
from ivr.speech.listing import Entry

ENDINGS = (".wav", ".flac", ".ogg")
MOST_FILES = 20_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Take:
    """One file of the folder. `name` is fit to be shown; `entry` and `measured` are None if they are not
    known, and then a fault says why."""

    path: Path
    name: str
    entry: Entry | None
    measured: Measured | None
    faults: tuple[TakeFault, ...]

    def is_usable(self) -> bool:
        return self.measured is not None and not any(fault.severity == "hopeless" for fault in self.faults)

    def is_good(self) -> bool:
        return all(fault.severity == "warning" for fault in self.faults)


def look_through(folder: Path, entries: Sequence[Entry], progress: Progress) -> tuple[Take, ...]:
    """Every file of the folder, by name. Raises OSError for a folder that cannot be read."""
    files = sorted(_files(folder))
    names = _names(entries)
    takes = []
    for done, path in enumerate(files, start=1):
        takes.append(_take(path, folder, names))
        progress(done, len(files))
    return tuple(_told_twice(takes))


def _files(folder: Path) -> Iterator[Path]:
    """Audio files, links and what looks like audio; hidden files (`.DS_Store`) and texts are left alone."""
    for count, (path, is_folder) in enumerate(_below(folder, depth=2)):
        if count >= MOST_FILES:
            raise OSError(0, f"more than {MOST_FILES} files", str(folder))
        if not is_folder and path.suffix.casefold() in ENDINGS:
            yield path


def _below(folder: Path, depth: int) -> Iterator[tuple[Path, bool]]:
    with os.scandir(folder) as found:
        for item in found:
            if item.name.startswith("."):
                continue
            is_folder = item.is_dir(follow_symlinks=False)
            yield Path(item.path), is_folder
            if is_folder and depth > 1:
                yield from _below(Path(item.path), depth - 1)


def _names(entries: Sequence[Entry]) -> Mapping[str, Sequence[Entry]]:
    names: dict[str, list[Entry]] = {}
    for entry in entries:
        phrase = entry.phrase
        inside = (phrase.file, phrase.text.strip()) if phrase.file else (phrase.text.strip(),)
        wanted = {
            entry.id,
            f"{phrase.language}/{entry.id}",
            *(f"{phrase.language}/{name}" for name in inside),
        }
        for name in {_same(name) for name in wanted}:
            names.setdefault(name, []).append(entry)
    return names


def _take(path: Path, folder: Path, names: Mapping[str, Sequence[Entry]]) -> Take:
    relative = path.relative_to(folder)
    name = shown(str(relative))
    entry = _entry(relative, names)
    if path.is_symlink():
        return _hopeless(path, name, "name", "a link; put the file itself there", "这是链接；请放入文件本身")
    if entry is None:
        return _hopeless(path, name, "name", *_unknown(relative, names))
    try:
        measured = measure(path)
    except Unreadable as fault:
        return _hopeless(path, name, "unreadable", str(fault), fault.zh)
    except OSError as error:
        return _hopeless(
            path, name, "unreadable", f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}"
        )
    phrase = entry.phrase
    expected = expected_seconds(phrase.text, phrase.language, entry.synthetic)
    return Take(path, name, entry, measured, tuple(take_faults(measured, expected)))


def _hopeless(path: Path, name: str, kind: str, text: str, zh: str) -> Take:
    return Take(path, name, None, None, (TakeFault(kind, text, zh, "hopeless"),))


def _entry(relative: Path, names: Mapping[str, Sequence[Entry]]) -> Entry | None:
    found = names.get(_same(str(relative.with_suffix(""))), ())
    return found[0] if len(found) == 1 else None


def _unknown(relative: Path, names: Mapping[str, Sequence[Entry]]) -> tuple[str, str]:
    name = _same(str(relative.with_suffix("")))
    if name in names:
        ids = ", ".join(entry.id for entry in names[name])
        return (
            f"several phrases fit this name; call it by its id: {ids}",
            f"有多条文本符合此名；请用编号命名：{ids}",
        )
    close = get_close_matches(name[:80], names, n=1, cutoff=0.8)
    hint, zh = (f" did you mean {close[0]}?", f"是否为 {close[0]}？") if close else ("", "")
    return (
        f"no phrase is called so;{hint} names are in the script of `ivr prompts export`",
        f"没有以此命名的文本；{zh}文件名见 `ivr prompts export` 的清单",
    )


def _told_twice(takes: Sequence[Take]) -> Iterator[Take]:
    """Two files for one phrase: neither can be chosen for the artist."""
    first: dict[str, list[str]] = {}
    for take in takes:
        if take.entry:
            first.setdefault(take.entry.id, []).append(take.name)
    for take in takes:
        others = [name for name in first.get(take.entry.id, ()) if name != take.name] if take.entry else []
        if not others:
            yield take
            continue
        text = f"{', '.join(others[:3])} is for the same phrase; keep one of them"
        zh = f"与 {'、'.join(others[:3])} 对应同一文本；请只保留一个"
        fault = TakeFault("name", text, zh, "hopeless")
        yield Take(take.path, take.name, take.entry, take.measured, (*take.faults, fault))


def shown(name: str) -> str:
    """A file's name as one line without control characters, at most 120 long."""
    safe = "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in name)
    return safe if len(safe) <= 120 else f"{safe[:117]}..."


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
