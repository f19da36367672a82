"""The command that looks whether the audit trail is as it was written. Prints what it found; exits with 1 where something is wrong."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from server.domain.audit_chain import ChainFault, ChainHead, ChainProblem, read_head
from server.use_cases.chain_audit import chain_audit
from server.use_cases.verify_audit import verify_audit

_WORDS = {
    ChainFault.CHANGED: "was changed after it was written",
    ChainFault.MISSING: "is missing",
    ChainFault.NOT_THE_HEAD: "is not what was written down",
}


def _read_kept(_context: click.Context, _option: click.Parameter, written: tuple[str, ...]) -> list[ChainHead]:
    heads = [read_head(one) for one in written]
    if None in heads:
        raise click.BadParameter("write it as it was printed: number:hash")
    return [head for head in heads if head]


@click.command("verify-audit")
@click.option("--kept", multiple=True, callback=_read_kept, help="An earlier head (number:hash) that must still stand.")
@with_appcontext
def verify_audit_command(kept: list[ChainHead]) -> None:
    """Read the whole audit trail and compare each entry with its hash, and the hash with the one before."""
    chain_audit()
    verdict = verify_audit(kept, lambda number: click.echo(f"{number:,} entries read", err=True))
    for problem in verdict.problems[:100]:
        click.echo(f"{_name(problem)} {_WORDS[problem.fault]}.")
    if verdict.waiting:
        click.echo(
            f"{verdict.waiting:,} entries are not chained yet, the oldest of {verdict.waiting_since:%d %b %Y %H:%M} UTC."
        )
    if verdict.problems:
        raise click.ClickException(f"{len(verdict.problems):,} places of the audit trail are not as they were written.")
    click.echo(
        f"{verdict.head.number:,} entries are as they were written. Keep this line elsewhere, and give it as --kept:"
    )
    click.echo(str(verdict.head))


def _name(problem: ChainProblem) -> str:
    if problem.first == problem.last:
        return f"Entry {problem.first:,}"
    return f"Each of the entries {problem.first:,} to {problem.last:,}"
