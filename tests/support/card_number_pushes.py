"""Card numbers in whatever shape people, devices and programs send them, and requests that are full of them."""

import base64
import re
from itertools import count

from card_number_scan import CARDS

SHAPES = [
    "{}", "thẻ {}.", ";{}=30121010000012345678?", "%B{}^NGUYEN/VAN A^3012101000000?", "22 {} 23", "PAN={}&cvv",
]  # fmt: skip
GAPS = (" ", "-", ".", "\u00a0", "  ", "\u2013", "/", "_")
EXACT = {"secret", "password", "png", "logo", "content", "signature"}
"""What is compared or unpacked and then forgotten; a centre's own account is no cardholder's either."""
LONGEST_OF_NO_CARD = 10**12


def grouped(card, gap=" "):
    return gap.join(card[at : at + 4] for at in range(0, len(card), 4))


TEXTS = [
    *(shape.format(card) for card in CARDS for shape in SHAPES),
    *(grouped(card, gap) for card in CARDS for gap in GAPS),
    *(" ".join(card) for card in CARDS),
    *(f"key-{card}" for card in CARDS),
    *("".join(chr(0xFF10 + int(digit)) for digit in card) for card in CARDS),
]


class Filler:
    """Fills a schema of the OpenAPI document, each text with another card number where its length and letters allow.

    Two of three times a name that is in `known` gets what is known of it, so that what is asked for is also done.
    """

    def __init__(self, document, known):
        self.schemas, self.known = document["components"]["schemas"], known
        self.turns = count(1)
        self._fitting = {}

    def fill(self, schema, name=""):
        if "$ref" in schema:
            return self.fill(self.schemas[schema["$ref"].rsplit("/", 1)[1]], name)
        if "anyOf" in schema:
            return self.fill(next(each for each in schema["anyOf"] if each.get("type") != "null"), name)
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        kind = schema.get("type", "object")
        if kind == "object":
            return {key: self.fill(each, key) for key, each in schema.get("properties", {}).items()}
        if kind == "array":
            return [self.fill(schema["items"], name)] if "items" in schema else []
        if kind == "string":
            return self._text(schema, name)
        return (
            self._number(schema) if kind == "integer" else {"number": schema.get("minimum", 1), "boolean": False}[kind]
        )

    def _number(self, schema):
        most = schema.get("maximum", 2**62)
        fitting = [int(card) for card in CARDS if int(card) <= most]
        turn = next(self.turns)
        return fitting[turn % len(fitting)] if fitting and turn % 3 == 0 else schema.get("minimum", 1)

    def _text(self, schema, name):
        turn = next(self.turns)
        if name in self.known and turn % 3:
            return self.known[name]
        if name in EXACT:
            return base64.b64encode(b"a,b").decode()
        fitting = self._texts_for(schema.get("minLength", 0), schema.get("maxLength", 1_000), schema.get("pattern", ""))
        return fitting[turn % len(fitting)] if fitting else self.known.get(name, "x")

    def _texts_for(self, least, most, pattern):
        asked = (least, most, pattern)
        if asked not in self._fitting:
            self._fitting[asked] = [text for text in TEXTS if least <= len(text) <= most and re.search(pattern, text)]
        return self._fitting[asked]


def every_call(document, filler, places):
    """Yield method, address, headers and body (or None) of each endpoint, once with places that are and once without.

    What ends somebody's right to go on comes last.
    """
    last = ("", "/revoke", "/sign-out")
    for path, operations in sorted(
        document["paths"].items(), key=lambda each: max(at for at, end in enumerate(last) if each[0].endswith(end))
    ):
        for method, operation in operations.items():
            schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            for card in (None, CARDS[next(filler.turns) % len(CARDS)]):
                address = re.sub(r"\{(\w+)\}", lambda part: card or places.get(part[1], "x"), path)  # noqa: B023
                yield (
                    method.upper(),
                    f"{address}?language={CARDS[0]}&after={grouped(CARDS[1], '-')}" if card else address,
                    headers_with(card, turn=next(filler.turns)),
                    None if schema is None else filler.fill(schema),
                )


def headers_with(card, *, turn):
    """Headers as a browser sends them, with card numbers in all that may be anything; `card` also in the key."""
    other = CARDS[turn % len(CARDS)]
    return {
        "Idempotency-Key": (card, f"key-{other}")[turn % 2] if card else f"sweep-{turn:06}",
        "User-Agent": f"Chrome/{other} Linux {other}", "Referer": f"http://127.0.0.1/?pan={other}",
        "X-Anything": other, "X-Request-Id": other, "X-Forwarded-For": other, "If-None-Match": f'"{other}"',
        "Accept-Language": f"vi-{other}", "Cookie-Of-Nobody": f"a={other}",
        **({"X-Console": f"console-{other}"} if card and turn % 3 == 0 else {}),
    }  # fmt: skip
