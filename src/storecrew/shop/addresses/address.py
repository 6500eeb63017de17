"""What an address is, and what a form that asks for one is made of."""

from typing import Annotated, Literal

from pydantic import Field as Limits
from pydantic import field_validator

from storecrew.kernel.actions.types import Input, Output, Personal

type AddressField = Literal[
    "name", "company", "country", "region", "city", "district", "postal_code", "line1", "line2", "phone"
]

type Line = Annotated[str, Limits(max_length=200)]
type Short = Annotated[str, Limits(max_length=40)]


class Address(Input):
    """Where somebody lives or something lies. Empty text means not given; only the country is always there.

    `country` is ISO 3166-1 alpha-2. `region` is the country's own key for a state, province or prefecture where it has
    one (`CA`, `广东省`, `東京都`), so that two spellings are one place. Four levels at most: region, city, district, lines.
    An address in China is province, city, district and the rest in `line1`; in 北京 上海 天津 重庆 the city stays empty.
    """

    name: Annotated[Line, Personal] = ""
    company: Annotated[Line, Personal] = ""
    country: str = Limits(pattern=r"^[A-Z]{2}$", examples=["CN", "US"])
    region: Line = ""
    city: Line = ""
    district: Line = ""
    postal_code: Annotated[Short, Personal] = ""
    line1: Annotated[Line, Personal] = ""
    line2: Annotated[Line, Personal] = ""
    phone: Annotated[Short, Personal] = ""

    @field_validator("country", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.strip().upper() if isinstance(value, str) else value


class Region(Output):
    """One place that can be chosen: `value` is what an address keeps, `name` what the reader sees."""

    value: str
    name: str
    level: Literal["region", "city", "district"]


class Field(Output):
    """One field of a country's form, in the order in which the country thinks.

    `choices` is empty where one types freely; a field with `after` takes its choices from `regions(country, above)` of
    what was chosen in the fields named there. `autocomplete` is the token of the HTML standard.
    """

    name: AddressField
    label: str
    required: bool
    choices: tuple[Region, ...] = ()
    after: tuple[AddressField, ...] = ()
    autocomplete: str
    example: str = ""
    inputmode: Literal["text", "numeric", "tel"] = "text"
