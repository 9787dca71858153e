"""Which panel or pad stands at which counter, as an option says it."""

import click

from hardware.addresses import MOST_ADDRESS


def counters_to_addresses(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> dict[int, int]:
    """Read COUNTER=ADDRESS options. Raises BadParameter."""
    places = {}
    for each in given:
        counter, _, address = each.partition("=")
        if not (counter.isdigit() and address.isdigit() and int(address) <= MOST_ADDRESS):
            raise click.BadParameter(f"{each!r} is not COUNTER=ADDRESS")
        places[int(counter)] = int(address)
    if len(set(places.values())) != len(places):
        raise click.BadParameter("two counters have one address")
    return places
