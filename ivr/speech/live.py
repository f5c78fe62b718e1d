"""Audio of texts that were not known before the call: a bounded folder of this process, gone at its end.

Such texts may come from callers and web services, so they fill neither the disk nor the index. A folder that
a killed engine left behind is removed by the next one to start: its lock is free then.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections import OrderedDict
from pathlib import Path

from ivr.ports import Phrase, Sound


class LiveSounds:
    """At most `most` sounds; the one longest unheard goes first. OSError without a writable folder."""

    def __init__(self, folder: Path, most: int = 500) -> None:
        self._most = most
        self._sounds: OrderedDict[Phrase, Sound] = OrderedDict()
        folder = folder.absolute()
        folder.mkdir(parents=True, exist_ok=True)
        with _Lock(folder / "lock"):  # nobody sweeps between our folder and its lock
            for left in folder.iterdir():
                _remove_if_left(left)
            self.folder = folder / secrets.token_hex(8)
            self.folder.mkdir()
            self._lock = _Lock(self.folder / "lock")

    def get(self, phrase: Phrase) -> Sound | None:
        if phrase not in self._sounds:
            return None
        self._sounds.move_to_end(phrase)
        return self._sounds[phrase]

    def keep(self, phrase: Phrase, sound: Sound) -> None:
        self._sounds[phrase] = sound
        self._sounds.move_to_end(phrase)
        while len(self._sounds) > self._most:
            _, oldest = self._sounds.popitem(last=False)
            if oldest not in self._sounds.values():
                Path(f"{oldest.path}.wav").unlink(missing_ok=True)

    def close(self) -> None:
        self._sounds.clear()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()


class _Lock:
    """A file locked as long as this process lives; waits for it unless told not to (then BlockingIOError)."""

    def __init__(self, path: Path, wait: bool = True) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BaseException:
            os.close(self._file)
            raise

    def release(self) -> None:
        os.close(self._file)

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self.release()


def _remove_if_left(folder: Path) -> None:
    if not folder.is_dir():
        return
    try:
        lock = _Lock(folder / "lock", wait=False)
    except OSError:
        return
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
