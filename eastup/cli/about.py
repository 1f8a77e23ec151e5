"""The commands ``eastup docs`` and ``eastup doctor``: what eastup says of itself."""

from __future__ import annotations

from pathlib import Path

import click

from eastup.cli import streams
from eastup.cli.options import written
from eastup.errors import EastupError


@click.command()
@written(".html", "one page, .html")
@click.option("--open", "opened", is_flag=True, help="Show it in the browser.")
def docs(output: str | None, opened: bool) -> None:
    """Print where the documentation is, which needs no network; --open shows it.

    It is a site with a search where eastup came as a wheel, else one page, which goes into your cache folder. -o writes
    that page.

    \b
    eastup docs
    eastup docs --open
    eastup docs -o eastup.html
    """
    from eastup.cli import manual
    from eastup.io.version import __version__

    path = Path(output) if output else manual.site() or Path(click.get_app_dir("eastup")) / f"eastup-{__version__}.html"
    if not output:
        path.parent.mkdir(parents=True, exist_ok=True)
    if output or manual.site() is None:
        manual.write(path)
    if not streams.is_stdout(output):
        click.echo(str(path))
    if opened:
        click.launch(path.resolve().as_uri())


@click.command()
def doctor() -> None:
    """Try what eastup rests on: packages, data files, projections, fonts, the search by sea, the terminal.

    Exit status 1 where a part is not sound.

    \b
    eastup doctor
    """
    from eastup.cli.health import findings

    faults = []
    for each in findings():
        click.echo(f"{'ok ' if each.sound else 'NOT'}  {each.part + ':':12} {each.told}")
        faults += [each.part] * (not each.sound)
    if faults:
        raise EastupError(f"not sound: {', '.join(faults)}")
