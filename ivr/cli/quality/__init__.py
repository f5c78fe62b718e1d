"""`ivr quality`: how good talks are."""

from __future__ import annotations

import typer

from ivr.cli.quality.calibrating import agree, calibrate, calibration
from ivr.cli.quality.comparing import agreement, trend
from ivr.cli.quality.listing import audit, forms, scores, show
from ivr.cli.quality.sampling import sample, samples
from ivr.cli.quality.scoring import appeal, decide, discard, score

quality = typer.Typer(
    no_args_is_help=True,
    help="""Quality: score talks on forms, see scores, appeal. 质检：评分、查看得分、申诉。

    ivr quality forms

    ivr quality score answers.yaml --call 1763776800.12 --final

    ivr quality scores --agent li --from 30d

    ivr quality show 12
    """,
)
quality.command()(forms)
quality.command()(score)
quality.command()(scores)
quality.command()(show)
quality.command()(appeal)
quality.command()(decide)
quality.command()(discard)
quality.command()(audit)
quality.command()(agreement)
quality.command()(calibrate)
quality.command()(agree)
quality.command()(calibration)
quality.command()(trend)
quality.command()(sample)
quality.command()(samples)
