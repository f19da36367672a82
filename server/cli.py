"""The commands of `flask --app server.cli ...`: thin, each calls one use case and prints what became of it.

Decides nothing and opens no transaction.
"""

from __future__ import annotations

import getpass
import subprocess
import sys
from pathlib import Path

import click
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from server.app import create_app as create_plain_app
from server.audit_commands import verify_audit_command
from server.config import SECRET_KEY_FILE, VAPID_KEY_FILE, VAPID_PUBLIC_FILE
from server.demo import load_demo, print_accounts
from server.document_type_commands import document_types
from server.domain.backup_file import BackupError
from server.domain.change_refusal import ChangeRefusedError
from server.domain.import_file import ImportFileError
from server.domain.import_layouts import GAZETTEER, LAYOUTS
from server.domain.message import MessageChannel, MessageWords
from server.domain.words import Role
from server.sealing_key_commands import add_sealing_key_command, print_sealing_keys_command, rotate_sealing_key_command
from server.store.schema_picture import redraw_page
from server.store.statistics import refresh_statistics
from server.use_cases.add_user import UserRefusedError, add_user
from server.use_cases.end_account import NoSuchAccountError, end_account
from server.use_cases.end_page_sessions import UnknownUserError, end_page_sessions
from server.use_cases.ensure_programme import ensure_programme
from server.use_cases.import_file import import_file, utc_now
from server.use_cases.make_backup import Places, make_backup
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_keyring import open_keyring
from server.use_cases.prepare_installation import prepare_installation
from server.use_cases.publish_form import FormRefusedError, publish_form, publish_shipped_forms
from server.use_cases.renew_epoch import RenewedEpoch, renew_epoch
from server.use_cases.restore_backup import Schema, restore_backup
from server.use_cases.set_message_template import set_message_template


def create_app() -> Flask:
    """The app with every command there is. The web process uses the plain one and never loads what commands need."""
    app = create_plain_app()
    for command in (
        prepare,
        add_user_command,
        end_sessions_command,
        end_user_command,
        import_file_command,
        load_gazetteer_command,
        publish_form_command,
        draw_database,
        backup_command,
        restore_command,
        new_epoch_command,
        rotate_sealing_key_command,
        print_sealing_keys_command,
        add_sealing_key_command,
        set_message_command,
        document_types,
        verify_audit_command,
    ):
        app.cli.add_command(command)
    return app


@click.command("prepare")
@click.option("--with-demo-data", is_flag=True, help="In demo mode, load the demo data on the first start.")
@with_appcontext
def prepare(with_demo_data: bool) -> None:
    """Migrate the database, make what every installation needs, and count its rows for the planner; safe at each start."""
    upgrade()
    prepare_installation(utc_now())
    for form_id in publish_shipped_forms(now=utc_now()):
        click.echo(f"The form {form_id} is published.")
    if with_demo_data and current_app.config["DEMO"]:
        load_demo(current_app.config, click.echo)
        print_accounts(current_app.config, click.echo)
    refresh_statistics()


@click.command("add-user")
@click.argument("email")
@click.argument("name")
@click.argument("role", type=click.Choice([str(role) for role in Role]))
@with_appcontext
def add_user_command(email: str, name: str, role: str) -> None:
    """Add a member of staff; the first password is asked for, or is the first line of what is piped in."""
    is_piped = not sys.stdin.isatty()
    password = sys.stdin.readline().rstrip("\r\n") if is_piped else getpass.getpass("First password: ")
    try:
        demo = current_app.config["DEMO"]
        add_user(email=email, name=name, role=Role(role), password=password, at=utc_now(), demo=demo)
    except UserRefusedError as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"{name} may sign in as {email}.")


@click.command("end-sessions")
@click.argument("email", required=False)
@click.option("--everybody", is_flag=True, help="Sign out every browser of everybody.")
@with_appcontext
def end_sessions_command(email: str | None, everybody: bool) -> None:
    """Sign a member of staff out of the office pages on every browser. Phones are revoked on the page Devices."""
    if (email is None) is not everybody:
        raise click.UsageError("Give one address, or --everybody.")
    try:
        count = end_page_sessions(email, utc_now())
    except UnknownUserError as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"{count} page sessions ended.")


@click.command("end-user")
@click.argument("email")
@with_appcontext
def end_user_command(email: str) -> None:
    """Somebody has left: they sign in no more, their phones are told to wipe and deliver for 30 days yet."""
    try:
        name = end_account(email, at=utc_now(), address=current_app.config["PUBLIC_URL"])
    except NoSuchAccountError as refused:
        raise click.ClickException(f"Nobody works here as {email}.") from refused
    except ChangeRefusedError as refused:
        raise click.ClickException(f"{email} is the only administrator: make another one first.") from refused
    click.echo(f"{name} may sign in no more. Their visits are still theirs: give them to somebody else on Assign.")


@click.command("import-file")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--layout", type=click.Choice(["auto", *LAYOUTS]), default="auto", help="Insist on a layout.")
@click.option("--programme", default="shielding", help="Code of the programme to open cases under.")
@with_appcontext
def import_file_command(path: Path, layout: str, programme: str) -> None:
    """Import a list of people or a gazetteer in one go; lines that need a person wait on the imports page."""
    _import(path, None if layout == "auto" else layout, programme)


@click.command("load-gazetteer")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def load_gazetteer_command(path: Path) -> None:
    """Load a CSV of UPRN, postcode, ward, latitude and longitude."""
    _import(path, GAZETTEER, "shielding")


def _import(path: Path, layout: str | None, programme: str) -> None:
    try:
        import_file(
            path,
            layout=layout,
            programme_id=ensure_programme(code=programme, name=programme.replace("_", " ").capitalize()),
            max_bytes=current_app.config["MAX_IMPORT_BYTES"],
            allow_test_range=current_app.config["ALLOW_TEST_NHS_NUMBERS"],
            clock=utc_now,
            say=click.echo,
        )
        refresh_statistics()
    except ImportFileError as refused:
        raise click.ClickException(str(refused)) from refused


@click.command("publish-form")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def publish_form_command(path: Path) -> None:
    """Publish an XLSForm as the current version of its form, as the page Forms does, without looking at it first."""
    try:
        version_id = publish_form(path.read_bytes(), user_id=None, now=utc_now(), file_name=path.name)
    except FormRefusedError as refused:
        lines = (
            f"{one.sheet or 'form'}, row {one.row}: {one.message}" if one.row else one.message
            for one in refused.problems
        )
        raise click.ClickException("\n".join(lines)) from refused
    click.echo(f"{path.name} is published: version {version_id}.")


@click.command("set-message")
@click.argument("name")
@click.argument("language", type=click.Choice(["en", "cy"]))
@click.argument("channel", type=click.Choice([str(channel) for channel in MessageChannel]))
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--subject", help="Of an e-mail.")
@with_appcontext
def set_message_command(name: str, language: str, channel: str, path: Path, subject: str | None) -> None:
    """Put the words in the text file PATH in force for a message. What is queued already keeps the old ones."""
    try:
        words = MessageWords(subject, path.read_text("utf-8").strip())
        set_message_template(name, language, MessageChannel(channel), words, now=utc_now())
    except ValueError as refused:  # a TemplateRefusedError, or no UTF-8
        raise click.ClickException(str(refused)) from refused
    click.echo("These words are in force.")


@click.command("draw-database")
def draw_database() -> None:
    """Draw the pictures of docs/database.md anew from the tables."""
    page = Path(__file__).resolve().parent.parent / "docs" / "database.md"
    page.write_text(redraw_page(page.read_text(encoding="utf-8")), encoding="utf-8")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup_command(file: Path) -> None:
    """Write database, attachments and secrets into one new FILE, while the server runs. See docs/backup.md."""
    try:
        manifest = make_backup(file.absolute(), _places(), app_revision=_find_revision(), now=utc_now(), say=click.echo)
    except BackupError as refused:
        raise click.ClickException(str(refused)) from refused
    if manifest.bucket:
        click.echo(f"The attachments are in the bucket {manifest.bucket}; the backup lists only their keys.")
    click.echo(f"{file} is whole. Keep it as safe as the server itself: it holds residents' data and secrets.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace the data that is here; it is kept aside.")
@with_appcontext
def restore_command(file: Path, yes: bool) -> None:
    """Bring back the backup in FILE. Stop the web process and the worker first. See docs/backup.md."""
    scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
    schema = Schema(known=[script.revision for script in scripts.walk_revisions()], upgrade=upgrade)
    try:
        restored = restore_backup(file, _places(), schema, replace_data=yes, now=utc_now(), say=click.echo)
    except BackupError as refused:
        raise click.ClickException(str(refused)) from refused
    refresh_statistics()
    if restored.kept_aside:
        click.echo(f"What was here before is kept: {restored.kept_aside}.")
    _tell_of_epoch(restored.renewed)


@click.command("new-epoch")
@with_appcontext
def new_epoch_command() -> None:
    """After the database was brought back by other means: ask every phone for what is missing here."""
    _tell_of_epoch(renew_epoch(open_byte_store(current_app.config), now=utc_now()))


def _find_revision() -> str:
    """The commit this release was made from, where it can be known."""
    asked = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        return subprocess.run(asked, check=False, capture_output=True, text=True).stdout.strip() or "unknown"
    except OSError:
        return "unknown"


def _places() -> Places:
    folder = Path(current_app.config["DATA_FOLDER"])
    return Places(
        store=open_byte_store(current_app.config),
        imports=Path(current_app.config["IMPORTS_FOLDER"]),
        secrets=tuple(folder / name for name in (SECRET_KEY_FILE, VAPID_KEY_FILE, VAPID_PUBLIC_FILE)),
        keyring=open_keyring(current_app.config),
        bucket=current_app.config["S3_BUCKET"],
    )


def _tell_of_epoch(renewed: RenewedEpoch) -> None:
    click.echo(
        f"The server has a new epoch, {renewed.epoch}: each phone offers what it holds when it next has a connection."
    )
    click.echo(f"{renewed.expected_again} attachments are expected again, since their bytes are not here.")
