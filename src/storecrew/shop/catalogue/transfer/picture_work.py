"""The long work that fetches the pictures of an import, one by one, in the background."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from storecrew.kernel.actions.errors import ActionError, Denied
from storecrew.kernel.actions.validation import sentence
from storecrew.kernel.jobs.work import CannotGoOn, LongWork, long_work
from storecrew.kernel.media.actions import Upload, upload
from storecrew.kernel.outgoing.types import OutgoingError
from storecrew.shop.catalogue.actions.pictures import Settle, settle
from storecrew.shop.catalogue.models import Picture
from storecrew.shop.catalogue.transfer import pictures
from storecrew.shop.catalogue.transfer.actions import PICTURES
from storecrew.shop.catalogue.transfer.models import Import, ImportedProduct, ImportFinding, Phase
from storecrew.shop.catalogue.transfer.pictures import NoPicture, Shelf

_PAGE = 100


@long_work(PICTURES, label=gettext_lazy("Pictures of a product file"))
def fetch(work: LongWork) -> None:
    """Fetch what the imported products still wait for. A picture that is missing is told, and the rest goes on."""
    row = Import.objects.get(pk=work.params["import_id"])
    try:
        shelf = pictures.shelf_of(row.pictures)
    except NoPicture as error:
        raise CannotGoOn(
            _("The ZIP with the pictures cannot be opened. Send the file again, with another one.")
        ) from error
    if not work.cursor:
        with work.step() as step:
            step.total = _waiting(row, after=0).count()
            step.cursor = {"picture": 0}
            ImportFinding.objects.filter(of=row, code__startswith="picture_").delete()
    for picture in _each(row, work.cursor["picture"]):
        _settle(work, row, picture, shelf)


def _waiting(row: Import, *, after: int) -> QuerySet[Picture]:
    products = ImportedProduct.objects.filter(of=row, product__isnull=False).values("product_id")
    return Picture.objects.filter(product_id__in=products, asset=None, pk__gt=after).order_by("pk")


def _each(row: Import, after: int) -> Iterator[Picture]:
    while page := list(_waiting(row, after=after)[:_PAGE]):
        yield from page
        after = page[-1].pk


def _settle(work: LongWork, row: Import, picture: Picture, shelf: Shelf) -> None:
    """Get the bytes outside of any transaction, then write down how it ended."""
    known = _known(picture)
    data: Upload | None = None
    code, reason = "", ""
    if known is None:
        try:
            content = pictures.bytes_of(picture.source_url, shelf)
            data = Upload(
                content=content, name=pictures.name_of(picture.source_url)[:200], origin_url=picture.source_url
            )
        except NoPicture:
            code, reason = "picture_missing", _("It is in neither the ZIP nor the folder.")
        except OutgoingError as error:
            code, reason = "picture_not_fetched", error.message
        except ValidationError as error:
            code, reason = "picture_not_fetched", sentence(error.errors(include_url=False)[0])
    with work.step() as step:
        step.cursor = {"picture": picture.pk}
        if not code:
            try:
                asset_id = known or _uploaded(work, data)
                settle(work.actor, Settle(picture_id=picture.pk, asset_id=asset_id), now=work.now)
                step.did(picture.pk, subject=f"product:{picture.product_id}")
                return
            except Denied as error:
                raise CannotGoOn(error.message) from error
            except ActionError as error:
                code, reason = "picture_not_fetched", error.message
        settle(work.actor, Settle(picture_id=picture.pk, trouble=reason[:255]), now=work.now)
        _tell(row, picture, code, reason)
        step.refused(picture.pk, value=picture.source_url, reason=reason)


def _known(picture: Picture) -> int | None:
    """Return the asset of a picture from the same address that is here already; two ZIPs may both have a `1.jpg`."""
    if not picture.source_url.startswith(pictures.WEB):
        return None
    same = Picture.objects.filter(source_url=picture.source_url, asset__isnull=False)
    return same.values_list("asset_id", flat=True).first()


def _uploaded(work: LongWork, data: Upload | None) -> int | None:
    return upload(work.actor, data, now=work.now).picture.asset_id if data else None


def _tell(row: Import, picture: Picture, code: str, reason: str) -> None:
    line = ImportedProduct.objects.filter(of=row, product_id=picture.product_id).values_list("line", flat=True).first()
    finding = ImportFinding(
        of=row,
        phase=Phase.RUN,
        line=line or 0,
        value=picture.source_url[:255],
        code=code,
        params={"reason": reason} if code == "picture_not_fetched" else {},
        refused=False,
    )
    ImportFinding.objects.bulk_create([finding])
