"""Upload, describe and remove pictures."""

import base64
import binascii
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, BeforeValidator, Field, field_validator
from pydantic.config import JsonDict

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.grants import system
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.kernel.media import keeping, usage
from storecrew.kernel.media.events import AssetRemoved, AssetStored
from storecrew.kernel.media.images import MAX_BYTES
from storecrew.kernel.media.keeping import Inspected
from storecrew.kernel.media.models import Asset, Rendition
from storecrew.kernel.media.paths import offered
from storecrew.kernel.media.types import Picture

WORKSHOP = system("media.workshop", may={"media.record_copies"})
"""Makes the copies."""

SourceType = Literal[
    "",
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "algorithmicMedia",
    "digitalCapture",
    "digitalArt",
]


def _bytes(value: Any) -> Any:
    """Programs send base64 in JSON; our own code hands over bytes."""
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(_("Send the file's bytes in base64.")) from error


def _by_language(texts: dict[str, str]) -> dict[str, str]:
    known = {code for code, _name in settings.LANGUAGES}
    for code in texts:
        if code not in known and not code.replace("-", "").isalnum():
            raise ValueError(_("“%(code)s” is no language code.") % {"code": code})
    return {code.lower(): text.strip() for code, text in texts.items() if text.strip()}


class SeenBytes(bytes):
    """Bytes that were looked at: what was found out goes along, so that nobody decodes twice."""

    inspected: Inspected


def _seen(content: bytes) -> SeenBytes:
    seen = SeenBytes(content)
    seen.inspected = keeping.look_at(content)
    return seen


_IN_JSON: JsonDict = {"contentEncoding": "base64", "type": "string", "maxLength": 4 * -(-MAX_BYTES // 3)}
"""Base64 writes three bytes as four characters."""
Content = Annotated[
    bytes,
    BeforeValidator(_bytes),
    AfterValidator(_seen),
    Field(min_length=1, max_length=MAX_BYTES, json_schema_extra=_IN_JSON),
]
AltText = Annotated[
    dict[Annotated[str, Field(min_length=2, max_length=12)], Annotated[str, Field(max_length=500)]],
    Field(max_length=20),
]
"""What is to be seen, by language code; an empty text takes a language out."""


class Upload(Input):
    """A picture's bytes. They are decoded while the input is read: before the transaction, with a sentence at the field."""

    content: Content
    name: Annotated[str, Field(max_length=200)] = ""
    alt: AltText = {}
    source_type: SourceType = ""
    """State that a machine made the picture; what the file itself states counts before this."""
    origin_url: Annotated[str, Field(max_length=2000)] = ""
    """Where the bytes were fetched from."""

    @field_validator("alt")
    @classmethod
    def _alt(cls, texts: dict[str, str]) -> dict[str, str]:
        return _by_language(texts)


class Uploaded(Output):
    """`created` is False when the same bytes were known; `cleaned` names what was taken out of a drawing."""

    picture: Picture
    created: bool
    cleaned: tuple[str, ...] = ()


@action(
    "media.upload",
    label=gettext_lazy("Upload a picture"),
    seats={"director", "web", "it", "warehouse", "marketing", "service"},
    surfaces={"web", "rest", "mcp", "cli"},
    emits=(AssetStored,),
)
def upload(run: Run, data: Upload) -> Uploaded:
    """Keep a picture: JPEG, PNG, GIF, WebP, AVIF or SVG, up to 30 MB and 60 million pixels.

    The same bytes are kept once. Copies for the web are made by a worker. Drawings (SVG) are cleaned of everything that
    could act or load; the original is kept beside.
    """
    found = data.content.inspected if isinstance(data.content, SeenBytes) else keeping.look_at(data.content)
    asset = Asset.objects.filter(sha256=found.sha256).first()
    if asset is not None:
        _complete(run, asset, data)
        return Uploaded(picture=asset.picture(), created=False, cleaned=found.removed)
    keeping.keep(found)
    asset = Asset.of(found.sha256)
    asset.media_type = found.facts.media_type
    asset.bytes = len(found.content)
    asset.width, asset.height = found.facts.width, found.facts.height
    asset.frames, asset.has_alpha = found.facts.frames, found.facts.has_alpha
    asset.source_type = found.facts.source_type or data.source_type
    asset.name, asset.origin_url, asset.alt, asset.uploaded_at = data.name, data.origin_url, data.alt, run.now
    try:
        with transaction.atomic():
            asset.save()
    except IntegrityError:  # the same bytes came in twice at once
        asset = Asset.objects.get(sha256=found.sha256)
        return Uploaded(picture=asset.picture(), created=False, cleaned=found.removed)
    run.changed(asset.subject, "sha256", old=None, new=asset.sha256)
    run.emit(AssetStored(asset_id=asset.pk), subject=asset.subject)
    return Uploaded(picture=asset.picture(), created=True, cleaned=found.removed)


def _complete(run: Run, asset: Asset, data: Upload) -> None:
    """A known picture that comes again brings what was not said about it before, and overwrites nothing."""
    alt = {**data.alt, **asset.alt}
    run.changed(asset.subject, "alt", old=asset.alt, new=alt)
    asset.alt = alt
    asset.save(update_fields=["alt"])


class Describe(Input):
    """What is to be seen on a picture, by language; languages that are not named stay as they are."""

    asset_id: int
    alt: AltText

    @field_validator("alt")
    @classmethod
    def _alt(cls, texts: dict[str, str]) -> dict[str, str]:
        return {**{code.lower(): "" for code in texts}, **_by_language(texts)}


@action(
    "media.describe",
    label=gettext_lazy("Describe a picture"),
    seats={"director", "web", "marketing", "service"},
    surfaces={"web", "rest", "mcp", "cli"},
)
def describe(run: Run, data: Describe) -> Picture:
    """Write the alt text of a picture, by language code. An empty text takes that language out."""
    asset = _load(data.asset_id)
    alt = {code: text for code, text in {**asset.alt, **data.alt}.items() if text}
    run.changed(asset.subject, "alt", old=asset.alt, new=alt)
    asset.alt = alt
    asset.save(update_fields=["alt"])
    return asset.picture()


class Remove(Input):
    """Which picture goes."""

    asset_id: int


@action(
    "media.remove",
    label=gettext_lazy("Remove a picture"),
    seats={"director", "web", "marketing"},
    surfaces={"web", "rest", "cli"},
    emits=(AssetRemoved,),
    previews=True,
    destructive=True,
)
def remove(run: Run, data: Remove) -> Nothing:
    """Remove a picture that is used nowhere, with its copies and its original. It cannot be taken back."""
    asset = _load(data.asset_id)
    users = usage.uses_of(asset.pk)
    run.about(asset.subject, *users)
    if users:
        raise Refused(_still_used(), code="asset_in_use")
    gone = AssetRemoved(
        asset_id=asset.pk,
        sha256=asset.sha256,
        media_type=asset.media_type,
        width=asset.width,
        has_alpha=asset.has_alpha,
    )
    run.changed(asset.subject, "sha256", old=asset.sha256, new=None)
    run.emit(gone, subject=asset.subject)
    try:
        asset.delete()
    except ProtectedError as error:
        raise Refused(_still_used(), code="asset_in_use") from error
    return Nothing()


class Copy(Input):
    """A copy that exists in the storage."""

    width: Annotated[int, Field(gt=0)]
    format: Annotated[str, Field(max_length=4)]
    bytes: Annotated[int, Field(ge=0)]


class RecordCopies(Input):
    """The copies of one picture."""

    asset_id: int
    copies: tuple[Copy, ...]


@action(
    "media.record_copies", label=gettext_lazy("Record the copies of a picture"), seats=frozenset(), surfaces={"worker"}
)
def record_copies(run: Run, data: RecordCopies) -> Nothing:
    """Write down which copies of a picture exist."""
    asset = _load(data.asset_id)
    run.about(asset.subject)
    offer = set(offered(asset.media_type, asset.width, has_alpha=asset.has_alpha))
    Rendition.objects.bulk_create(
        [
            Rendition(asset=asset, width=copy.width, format=copy.format, bytes=copy.bytes, made_at=run.now)
            for copy in data.copies
            if (copy.width, copy.format) in offer
        ],
        ignore_conflicts=True,  # made before: they are the same
    )
    return Nothing()


def _load(asset_id: int) -> Asset:
    asset = Asset.objects.select_for_update().filter(pk=asset_id).first()
    if asset is None:
        raise Missing
    return asset


def _still_used() -> str:
    return _("This picture is still in use. Take it out there first.")
