"""Money: an integer count of minor units in one ISO 4217 currency."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from storecrew.kernel.money.currencies import is_currency, minor_digits

type Exact = int | Decimal | Fraction
"""A number without rounding error. Floats are refused wherever money is concerned."""


class MoneyError(ValueError):
    """Something that cannot be done with money; the message is for the person who typed it."""


class UnknownCurrency(MoneyError):
    """A code that ISO 4217 does not know."""

    def __init__(self, code: object) -> None:
        super().__init__(_("There is no currency “%(code)s”. Use a code such as CNY or USD.") % {"code": code})


class CurrencyMismatch(MoneyError):
    """Two currencies met in one sum or comparison; convert one of them first, with a rate."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            _("%(one)s and %(other)s cannot be added or compared without a rate.") % {"one": one, "other": other}
        )


class FloatRefused(MoneyError, TypeError):
    """A float came near money. 0.1 + 0.2 is not 0.3 in floats; pass int, Decimal or Fraction."""

    def __init__(self, value: object) -> None:
        super().__init__(f"{value!r} is a {type(value).__name__}; money is counted in int, Decimal or Fraction")


class TooPrecise(MoneyError):
    """The amount has more decimals than the currency, and nobody named a rule for rounding."""

    def __init__(self, amount: object, currency: str) -> None:
        super().__init__(
            _("%(amount)s has more decimals than %(currency)s knows (%(digits)d).")
            % {"amount": amount, "currency": currency, "digits": minor_digits(currency)}
        )


class Rounding(StrEnum):
    """What happens to a part of a minor unit. Named at each use, because contracts and tax laws name it too."""

    HALF_UP = "half_up"
    """Half and more away from zero: invoices and most tax laws."""
    HALF_EVEN = "half_even"
    """Half to the even neighbour: no drift over many roundings."""
    DOWN = "down"
    """Towards zero."""
    UP = "up"
    """Away from zero."""


def rounded(value: Fraction, rule: Rounding) -> int:
    """Return the whole number that `rule` makes of `value`."""
    whole, rest = divmod(abs(value.numerator), value.denominator)
    match rule:
        case Rounding.HALF_UP:
            more = 2 * rest >= value.denominator
        case Rounding.HALF_EVEN:
            more = 2 * rest > value.denominator or (2 * rest == value.denominator and whole % 2 == 1)
        case Rounding.DOWN:
            more = False
        case Rounding.UP:
            more = rest > 0
    return (whole + more) * (-1 if value < 0 else 1)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency. Zero yuan and zero dollars are different things."""

    minor: int
    """Whole minor units, e.g. fen or cents; negative for what is owed or given back."""
    currency: str
    """ISO 4217 code in capitals."""

    def __post_init__(self) -> None:
        if type(self.minor) is not int:  # bool is an int, and a float may look like one
            raise FloatRefused(self.minor)
        if not isinstance(self.currency, str) or not is_currency(self.currency):
            raise UnknownCurrency(self.currency)

    @classmethod
    def of(cls, amount: Exact | str, currency: str, *, rounding: Rounding | None = None) -> "Money":
        """Return `amount` in whole units (yuan, dollars) as money: `Money.of("12.50", "CNY")`.

        Text is read as a plain decimal number; what people type goes through `parsing.parse_money`.
        Raises TooPrecise when decimals would be lost and no rounding rule is named.
        """
        exact = _exact(Decimal(amount) if isinstance(amount, str) else amount)
        if not is_currency(currency):
            raise UnknownCurrency(currency)
        minor = exact * 10 ** minor_digits(currency)
        if rounding is None and minor.denominator != 1:
            raise TooPrecise(amount, currency)
        return cls(rounded(minor, rounding or Rounding.HALF_UP), currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        """Return nothing, in that currency."""
        return cls(0, currency)

    @property
    def amount(self) -> Decimal:
        """Return the amount in whole units with the currency's decimals, e.g. Decimal("12.50")."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return self._with(other, lambda one, two: one + two)

    def __sub__(self, other: "Money") -> "Money":
        return self._with(other, lambda one, two: one - two)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor), self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __mul__(self, count: int) -> "Money":
        """Return the amount `count` times. For shares and percentages see `times`, which asks for a rounding rule."""
        if isinstance(count, float):
            raise FloatRefused(count)
        if type(count) is not int:
            return NotImplemented
        return Money(self.minor * count, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self._compared(other) < 0

    def __le__(self, other: "Money") -> bool:
        return self._compared(other) <= 0

    def __gt__(self, other: "Money") -> bool:
        return self._compared(other) > 0

    def __ge__(self, other: "Money") -> bool:
        return self._compared(other) >= 0

    def times(self, factor: Exact, *, rounding: Rounding) -> "Money":
        """Return the amount multiplied by an exact number, rounded once by the named rule."""
        return Money(rounded(self.minor * _exact(factor), rounding), self.currency)

    def ratio(self, other: "Money") -> Fraction:
        """Return how many times `other` fits in, exactly; raises ZeroDivisionError for nothing."""
        self._same(other)
        return Fraction(self.minor, other.minor)

    def split(self, parts: int) -> "tuple[Money, ...]":
        """Return `parts` (1 or more) nearly equal amounts that add up to this one; the first carry the odd cents."""
        return self.allocate([1] * parts)

    def allocate(self, weights: Sequence[Exact]) -> "tuple[Money, ...]":
        """Divide the amount in proportion to `weights` without losing a cent.

        Largest remainder: each part is its exact share rounded towards zero, then the missing units go one each to the
        largest remainders, earlier parts first among equals. Hence no part is off by a whole unit, a weight of zero
        gets nothing, and minus the amount is divided into minus the parts.
        Weights are zero or more; raises MoneyError when one is negative or their sum is not positive.
        """
        exact = [_exact(weight) for weight in weights]
        total = sum(exact, Fraction(0))
        if total <= 0 or any(weight < 0 for weight in exact):
            raise MoneyError(_("An amount can only be divided by shares of zero or more, and not all of them zero."))
        sign, whole = (-1 if self.minor < 0 else 1), abs(self.minor)
        shares = [whole * weight / total for weight in exact]
        parts = [int(share) for share in shares]
        order = sorted(range(len(shares)), key=lambda index: (parts[index] - shares[index], index))
        for index in order[: whole - sum(parts)]:
            parts[index] += 1
        return tuple(Money(sign * part, self.currency) for part in parts)

    def _with(self, other: object, combine: Callable[[int, int], int]) -> "Money":
        return Money(combine(self.minor, self._same(other).minor), self.currency)

    def _compared(self, other: object) -> int:
        return self.minor - self._same(other).minor

    def _same(self, other: object) -> "Money":
        if isinstance(other, float):
            raise FloatRefused(other)
        if not isinstance(other, Money):
            raise TypeError(f"money and {type(other).__name__} do not go together")
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let inputs and facts hold money: as JSON it is `{"minor": 1250, "currency": "CNY"}`."""
        fields = core_schema.typed_dict_schema(
            {
                "minor": core_schema.typed_dict_field(core_schema.int_schema(strict=True)),
                "currency": core_schema.typed_dict_field(core_schema.str_schema(pattern="^[A-Z]{3}$")),
            },
            extra_behavior="forbid",
        )
        from_json = core_schema.chain_schema(
            [fields, core_schema.no_info_plain_validator_function(lambda value: cls(**value))]
        )
        return core_schema.json_or_python_schema(
            json_schema=from_json,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_json]),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda money: {"minor": money.minor, "currency": money.currency}, return_schema=fields
            ),
        )


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Add up amounts of `currency`; nothing at all is zero of it. Raises CurrencyMismatch."""
    result = Money.zero(currency)
    for amount in amounts:
        result += amount
    return result


def _exact(value: Exact) -> Fraction:
    if isinstance(value, (float, bool)) or not isinstance(value, (int, Decimal, Fraction)):
        raise FloatRefused(value)
    return Fraction(value)
