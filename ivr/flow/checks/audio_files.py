"""A recorded file that a prompt names is absent, silent, clipped, or in a form that Asterisk does not play.

It is looked for where the engine looks: `recorded/<language>/<name>.wav` in the folder of the prompts, for
each language that callers of the dialplan can have. Where the prompt gives the words as well, a voice says
them instead of a file that cannot be played, and that is a warning only.

Wrong:

```yaml
- play: {file: welcom}
```

Right:

```yaml
- play: {file: welcome}
```

`ivr prompts import` brings recordings into the right form and to one level, and puts them there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

from ivr.audio.faults import AudioFault, prompt_faults
from ivr.document.problems import Problem, nearest
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.prompt import Prompt
from ivr.flow.prompt_parts import Choice, Part, Recording
from ivr.flow.site import Site
from ivr.flow.step import Place, values

ID = "audio_files"
SEVERITY = "error"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    if site.prompts is None:
        return
    folder = site.prompts / "recorded"
    for _, step in dialplan.steps():
        for label, prompt in values(step, Prompt):
            for recording, language in _recordings(prompt.parts, dialplan.languages):
                place = step.place_where(label, recording.file.__eq__)
                yield from _of_one(recording, language, folder, place)


def _of_one(recording: Recording, language: str, folder: Path, place: Place) -> Iterator[Problem]:
    path = folder / language / f"{recording.file}.wav"
    for fault in _faults(path):
        spoken = language in recording.words and fault.kind in ("absent", "unreadable", "format")
        text, zh = _told(fault, path)
        yield at(place, ID, text, "warning" if spoken else fault.severity, zh)


def _recordings(parts: tuple[Part, ...], languages: Collection[str]) -> Iterator[tuple[Recording, str]]:
    """Each recording with the languages in which it is heard."""
    for part in parts:
        if isinstance(part, Recording):
            yield from ((part, language) for language in sorted(languages))
        elif isinstance(part, Choice):
            for chosen, below in dict(map(part.pick, sorted(languages))).items():
                yield from _recordings(below, (chosen,))


def _faults(path: Path) -> tuple[AudioFault, ...]:
    try:
        stat = path.stat()
    except OSError:
        return prompt_faults(path)
    return _measured(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=10_000)
def _measured(path: Path, changed: int, size: int) -> tuple[AudioFault, ...]:
    """The faults of a file, worked out anew when it was changed."""
    return prompt_faults(path)


def _told(fault: AudioFault, path: Path) -> tuple[str, str]:
    shown = "/".join(path.parts[-3:])
    if fault.kind != "absent":
        return f"{shown}: {fault.text}", f"{shown}：{fault.zh}"
    there = [found.stem for found in path.parent.glob("*.wav")]
    return (
        f"{shown} is absent; {nearest(path.stem, there)}",
        f"缺少 {shown}；{nearest(path.stem, there, 'zh')}",
    )
