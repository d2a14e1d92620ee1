"""The program `duban`."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from rich.console import Console

from cli import checking, serving
from cli.accounts import token, user
from cli.audit import audit
from cli.copies import backup, restore
from cli.doctor import doctor
from cli.imports import calendar, ledger
from cli.people import people
from engine.commands.definitions.deploy import deploy_bundle
from engine.domain.errors import DubanError
from engine.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(user, name="user", help="People who sign in.")
app.add_typer(token, name="token", help="Bearer tokens for programs.")
app.add_typer(people, name="people", help="People of the office.")
app.add_typer(audit, name="audit", help="The record: verify it, anchor it, take evidence from it.")
app.add_typer(calendar, name="calendar", help="The office's calendar.")
app.add_typer(ledger, name="ledger", help="The ledger.")
app.command()(backup)
app.command()(restore)
app.command()(doctor)
out = Console(soft_wrap=True, highlight=False)


@app.command()
def serve(
    data_dir: Annotated[Path | None, typer.Option(help="where the SQLite file lies")] = None,
    host: str = "127.0.0.1",
    port: int = 8000,
    demo: Annotated[bool | None, typer.Option("--demo/--no-demo", help="the demo office on an empty database")] = None,
    testing: Annotated[bool, typer.Option("--testing", help="the clock stands still until moved")] = False,
) -> None:
    """Serve API, web pages and (embedded) the worker."""
    serving.serve(data_dir=data_dir, host=host, port=port, demo=demo, testing=testing)


@app.command()
def worker(concurrency: Annotated[int, typer.Option(min=1, max=64)] = 1) -> None:
    """Run a Celery worker (scaled mode)."""
    serving.worker(concurrency)


@app.command()
def beat() -> None:
    """Run the tick (scaled mode)."""
    serving.beat()


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="files, each by itself, and folders, each as one bundle")],
    as_json: Annotated[bool, typer.Option("--json", help="one JSON document instead of lines")] = False,
    open_variables: Annotated[bool, typer.Option("--open", help="as deployed with variables=open")] = False,
) -> None:
    """Check definitions without a database: problems and warnings, exit 1 on problems."""
    checks = [checking.check(path, is_foreign=open_variables) for path in paths]
    if as_json:
        sys.stdout.write(checking.document(checks))
    else:
        for line in checking.lines(checks):
            out.print(line, markup=False)
    raise typer.Exit(1 if any(one.problems for one in checks) else 0)


@app.command()
def deploy(paths: list[Path]) -> None:
    """Deploy process family folders or files."""
    site = serving.open_site(Settings())
    for path in paths:
        with site.writing() as session:
            deployment = deploy_bundle(site.act(session), checking.files_at(path))
        for warning in deployment.warnings:
            out.print(warning.line_of_report(), markup=False)
        for definition in deployment.definitions:
            state = "new" if deployment.is_new else "unchanged"
            out.print(f"{definition.key} v{definition.version} {state}", markup=False)


@app.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    sys.stdout.write(serving.openapi_document())


def main() -> None:
    """Errors of the product are said in a sentence, not in a traceback."""
    try:
        app()
    except ValidationError as error:
        lines = [f"DUBAN_{_place(one['loc'])}: {one['msg']}" for one in error.errors(include_input=False)]
        out.print("\n".join(lines), markup=False)
        sys.exit(1)
    except SettingsError as error:
        out.print(str(error), markup=False)
        sys.exit(1)
    except DubanError as error:
        lines = [problem.line_of_report() for problem in error.problems] or [error.message()]
        out.print("\n".join(lines), markup=False)
        sys.exit(1)


def _place(location: tuple[int | str, ...]) -> str:
    """`RECEIVERS.oa.url`: the variable in capitals, what is inside as it is written."""
    first, *rest = (str(part) for part in location)
    return ".".join([first.upper(), *rest])
