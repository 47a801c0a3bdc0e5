"""Options that every command which makes documents has."""

from typing import Annotated

import typer

Force = Annotated[bool, typer.Option("--force", help="Also render documents that are up to date.")]
Scheduler = Annotated[
    str, typer.Option(help="Render on the workers of this Dask scheduler, for example tcp://host:8786.")
]
Pdf = Annotated[bool, typer.Option("--pdf", help="Also print each document to a tagged PDF, using Chromium.")]
Management = Annotated[
    bool,
    typer.Option(
        "--management", help="Write documents of true counts to reports-management. needs.toml must allow them."
    ),
]
