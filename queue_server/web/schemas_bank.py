"""What providers of bank transfers send. They may add members at any time, so others than these are let be."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from queue_server.domain.bank_credit import LARGEST_CREDIT
from queue_server.domain.bank_words import bank_moment, plain
from queue_server.web.schemas_out import Out


def _moment(written: str) -> str:
    bank_moment(written)
    return written


Told = Annotated[str, Field(max_length=2_000), AfterValidator(plain)]
Name = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(plain)]
Dong = Annotated[int, Field(gt=0, le=LARGEST_CREDIT)]
BankTime = Annotated[str, Field(max_length=40), AfterValidator(_moment)]


class FromBank(BaseModel):
    """The base of what a provider sends."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, alias_generator=to_camel)


class SepayTransfer(FromBank):
    """One transfer, in or out, as SePay's webhook tells of it."""

    id: Annotated[int, Field(ge=0)]
    transaction_date: BankTime
    account_number: Name
    content: Told
    transfer_type: Annotated[str, Field(max_length=10)]
    transfer_amount: Dong
    reference_code: Told | None = None


class PayosData(FromBank):
    """A payment to a payOS link. `description` is the transfer's text, in which the pay code stands."""

    order_code: int
    amount: Dong
    description: Told
    account_number: Name
    reference: Name
    transaction_date_time: BankTime
    payment_link_id: Name
    code: Annotated[str, Field(max_length=10)]


class PayosNotice(FromBank):
    """What payOS sends: the data and their signature."""

    data: PayosData
    signature: Annotated[str, Field(max_length=200)]


class Taken(Out):
    """What a provider waits for; without it, it sends again."""

    success: bool


def payos_data(parsed: Any) -> tuple[dict[str, Any], str]:
    """Return what was signed and the signature, of whatever came; empty where there is none."""
    data = parsed.get("data") if isinstance(parsed, dict) else None
    signature = parsed.get("signature") if isinstance(parsed, dict) else None
    return (data if isinstance(data, dict) else {}), (signature if isinstance(signature, str) else "")
