"""What click itself says, in Dutch: headings of the help, and the errors of wrong use."""

from collections.abc import Iterable
from typing import Any

import click

_WORDS = {
    "Options": "Opties",
    "Commands": "Opdrachten",
    "[required]": "[verplicht]",
    "; required]": "; verplicht]",
    "[default: ": "[standaard: ",
}


class DutchFormatter(click.HelpFormatter):
    """Help with Dutch headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line."""
        words = args.replace("[OPTIONS]", "[OPTIES]").replace("COMMAND [ARGS]...", "OPDRACHT ...")
        super().write_usage(prog, words, prefix or "Gebruik: ")

    def write_heading(self, heading: str) -> None:
        """The line above options or commands."""
        super().write_heading(_WORDS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """The options or commands with their help."""
        super().write_dl([(name, _translated(text)) for name, text in rows], *args, **kwargs)


class DutchContext(click.Context):
    """A context whose help is in Dutch, as wide as most terminals."""

    formatter_class = DutchFormatter

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_content_width": 100, **kwargs})


class DutchCommand(click.Command):
    """A command whose help is in Dutch."""

    context_class = DutchContext

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help`` with a Dutch text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Toon deze uitleg."
        return option


class DutchGroup(DutchCommand, click.Group):
    """A group of commands whose help is in Dutch, listed in the order in which one meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, in the order in which they were added."""
        return list(self.commands)


def explain(error: click.ClickException) -> str:
    """An error of wrong use in Dutch, with what to do."""
    context = getattr(error, "ctx", None)
    ask = f"Zie: {context.command_path} --help" if context else "Zie: plancoder --help"
    return f"{_what(error)} {ask}"


def _what(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            close = f" Bedoelt u {', '.join(sorted(error.possibilities))}?" if error.possibilities else ""
            return f"De optie {error.option_name} bestaat niet.{close}"
        case click.MissingParameter():
            return f"{_name(error)} ontbreekt."
        case click.BadParameter():
            return f"De waarde van {_name(error)} kan niet. Verwacht wordt {_expected(error)}."
        case click.BadOptionUsage():
            return f"De optie {error.option_name} is niet goed gebruikt: er hoort een waarde achter."
        case click.UsageError() if "No such command" in error.message:
            return "Deze opdracht bestaat niet."
        case click.UsageError():
            return f"Verkeerd gebruik ({error.message.rstrip('.')})."
    return error.format_message()


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Argument):
        return str(parameter.make_metavar(error.ctx)).rstrip(".") if error.ctx else str(parameter.name)
    return parameter.opts[0] if parameter is not None else "een optie"


def _expected(error: click.BadParameter) -> str:
    kind = error.param.type if error.param is not None else None
    match kind:
        case click.IntRange(min=low, max=None):
            return f"een geheel getal vanaf {low}"
        case click.IntRange(min=low, max=high):
            return f"een geheel getal van {low} tot en met {high}"
        case click.DateTime():
            return "een datum zoals 2020-06-01"
        case click.Choice():
            return f"een van: {', '.join(str(choice) for choice in kind.choices)}"
    return "iets anders"


def _translated(text: str) -> str:
    for english, dutch in _WORDS.items():
        text = text.replace(english, dutch)
    return text
