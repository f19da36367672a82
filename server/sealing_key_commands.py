"""The commands for the keys that phones seal their work with: make a new one, print all for the safe, bring printed ones back."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from server.domain.escrow_page import write_escrow_page
from server.keyring import KeyRefusedError
from server.use_cases.import_file import utc_now
from server.use_cases.look_after_keys import bring_back_keys, rotate_sealing_key, take_escrow_copy
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_kept_work import open_kept_work
from server.use_cases.open_keyring import open_keyring


@click.command("rotate-sealing-key")
@with_appcontext
def rotate_sealing_key_command() -> None:
    """Make a new key for phones to seal their work with. Every process uses it at once; the old ones are kept."""
    key_id = rotate_sealing_key(open_keyring(current_app.config), now=utc_now())
    click.echo(f"Phones seal with the key {key_id} from their next contact on.")
    click.echo("Print it (print-sealing-keys), and back up.")


@click.command("print-sealing-keys")
@with_appcontext
def print_sealing_keys_command() -> None:
    """Print the escrow copy of every sealing key, for paper in a safe. See docs/backup.md."""
    kept = take_escrow_copy(open_keyring(current_app.config), now=utc_now())
    click.echo(write_escrow_page({key.key_id: key.pem for key in kept}))


@click.command("add-sealing-key")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def add_sealing_key_command(file: Path) -> None:
    """Bring back the sealing keys that stand in FILE, and open what could not be opened without them."""
    keyring = open_keyring(current_app.config)
    try:
        added = bring_back_keys(keyring, file.read_bytes(), now=utc_now())
    except KeyRefusedError as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"Brought back: {', '.join(added)}." if added else "Every key in this file was here already.")
    opened = open_kept_work(open_byte_store(current_app.config), keyring, now=utc_now())
    click.echo(f"{opened.operations} operations and {opened.files} files were opened. Destroy {file} now.")
