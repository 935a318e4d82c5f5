"""`audioworkout cache`: what is kept, and forgetting it."""

import typer

from audioworkout.cli.console import size
from audioworkout.ground import cache as caching

app = typer.Typer(help="Show what is kept for the next rendering, or clear it.")


@app.callback(invoke_without_command=True)
def show(context: typer.Context) -> None:
    """Show where the cache lies and what it holds."""
    if context.invoked_subcommand:
        return
    cache = caching.Cache()
    print(f"{cache.folder} (at most {size(cache.limit)})")
    for kind, usage in sorted(cache.stats().items()):
        name = kind if kind == "music" else f"{kind}s"
        print(f"{name:<8} {usage.entries:>7,}  {size(usage.size)}")


@app.command()
def clear() -> None:
    """Delete what the cache holds; the next rendering makes it again."""
    removed = caching.Cache().clear()
    print(f"{removed.entries:,} entries removed, {size(removed.size)}")
