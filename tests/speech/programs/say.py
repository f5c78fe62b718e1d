"""A program that says texts, for `CommandVoice`: beeps, 0.1 s a character, as 22050 Hz stereo.

say.py                 WAV on standard output        say.py --out FILE      into a file
say.py --fault NAME    what such programs do wrong
"""

from __future__ import annotations

import io
import math
import struct
import subprocess
import sys
import time
import wave

RATE = 22050


def beeps(text: str) -> bytes:
    values = (
        round(9000 * math.sin(2 * math.pi * 440 * n / RATE)) for n in range(max(1, len(text)) * RATE // 10)
    )
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<hh", value, value) for value in values))
    return target.getvalue()


def fault(name: str) -> None:
    if name == "refuses":
        sys.stderr.write("loading\nno licence for this voice\n")
        sys.exit(3)
    if name == "sleeps":
        subprocess.Popen(["sleep", "1000"])
        time.sleep(1000)
    if name == "floods":
        while True:
            sys.stdout.buffer.write(b"\0" * 2**20)
    if name == "mumbles":
        print("this is no audio")


def main() -> None:
    arguments = sys.argv[1:]
    if "--fault" in arguments:
        fault(arguments[arguments.index("--fault") + 1])
        return
    sound = beeps(sys.stdin.read().strip())
    if "--out" in arguments:
        with open(arguments[arguments.index("--out") + 1], "wb") as file:
            file.write(sound)
    else:
        sys.stdout.buffer.write(sound)


if __name__ == "__main__":
    main()
