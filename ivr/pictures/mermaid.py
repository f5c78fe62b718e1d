"""A picture as Mermaid text, which many editors, wikis and code hosts draw."""

from __future__ import annotations

from ivr.pictures.boxes import Arrow, Picture, Row
from ivr.pictures.notes import Traffic, Uncovered
from ivr.pictures.svg import Notes, cut

_STEPS, _WIDE = 6, 230


def mermaid(picture: Picture, notes: Notes) -> str:
    """A flowchart: a node is a flow with its first steps, an edge a way out."""
    names = {box.flow: f"f{index}" for index, box in enumerate(picture.boxes)}
    lines = ["flowchart LR"]
    for box in picture.boxes:
        steps = [
            f"{row.verb}: {cut(row.text, _WIDE)}" if row.text else row.verb
            for row in box.rows
            if row.verb and not row.target
        ]
        more = ["…"] if len(steps) > _STEPS else []
        text = "<br/>".join(_safe(line) for line in [_head(box.flow, notes.traffic), *steps[:_STEPS], *more])
        lines.append(f'  {names[box.flow]}["{text}"]{":::begins" if box.begins else ""}')
    red: list[int] = []
    for number, arrow in enumerate(picture.arrows):
        row = next(box for box in picture.boxes if box.flow == arrow.flow).rows[arrow.row]
        label = _label(arrow, row, notes.traffic)
        lines.append(
            f"  {names[arrow.flow]} -->{f'|{chr(34)}{label}{chr(34)}|' if label else ''} {names[arrow.to]}"
        )
        if _is_uncovered(row, notes.uncovered):
            red.append(number)
    if red:
        lines.append(f"  linkStyle {','.join(map(str, red))} stroke:#c0392b,stroke-dasharray:5 3")
    lines.append("  classDef begins fill:#dff3e7,stroke:#1c7a4b")
    return "\n".join(lines) + "\n"


def _head(flow: str, traffic: Traffic | None) -> str:
    return f"{flow} ({traffic.entered.get(flow, 0)})" if traffic else flow


def _label(arrow: Arrow, row: Row, traffic: Traffic | None) -> str:
    count = traffic.taken.get((arrow.flow, row.key, arrow.to), 0) if traffic else 0
    return _safe(f"{arrow.label}{f' ({count})' if count else ''}".strip())


def _is_uncovered(row: Row, uncovered: Uncovered | None) -> bool:
    return (row.place.line, row.key) in (uncovered or ())


def _safe(text: str) -> str:
    """Mermaid's own way to write what would end a text: character numbers behind a #."""
    return "".join(
        character if character.isalnum() or character in " .,:…，。？！、·（）-_/" else f"#{ord(character)};"
        for character in text
        if character.isprintable()
    )
