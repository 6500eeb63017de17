"""Where each room is mounted: one line a room. The storefront stands at the root and therefore comes last."""

from django.urls import URLPattern, URLResolver, include, path

MOUNTS = [
    ("api/v1/", "storecrew.fronts.rest.urls"),
    ("crew/api/", "storecrew.fronts.rest.docs_urls"),
    ("", "storecrew.fronts.mcp.urls"),
    ("crew/clock/", "storecrew.kernel.clock.urls"),
    ("crew/media/", "storecrew.kernel.media.urls"),
    ("crew/", "storecrew.kernel.reception.sign_in_urls"),
    ("crew/", "storecrew.kernel.reception.urls"),
    ("crew/jobs/", "storecrew.kernel.jobs.urls"),
    ("crew/mail/", "storecrew.kernel.mail.urls"),
    ("crew/webhooks/", "storecrew.fronts.webhooks.urls"),
    ("crew/approvals/", "storecrew.kernel.approvals.urls"),
    ("crew/orders/import/", "storecrew.shop.orders.transfer.urls"),
    ("crew/orders/letters/", "storecrew.shop.orders.letters.urls"),
    ("crew/orders/papers/", "storecrew.shop.orders.documents.urls"),
    ("crew/orders/", "storecrew.shop.orders.urls"),
    ("crew/catalogue/import/", "storecrew.shop.catalogue.transfer.urls"),
    ("crew/customers/import/", "storecrew.shop.customers.transfer.urls"),
    ("crew/customers/", "storecrew.shop.customers.urls"),
    ("crew/catalogue/", "storecrew.shop.catalogue.urls"),
    ("crew/stock/counts/", "storecrew.shop.stock.counting.urls"),
    ("crew/stock/", "storecrew.shop.stock.urls"),
    ("crew/supply/lists/", "storecrew.shop.supply.lists.urls"),
    ("crew/supply/links/", "storecrew.shop.supply.access.urls"),
    ("crew/supply/", "storecrew.shop.supply.urls"),
    ("crew/availability/", "storecrew.shop.availability.urls"),
    ("crew/carts/", "storecrew.shop.carts.urls"),
    ("crew/wishes/", "storecrew.shop.wishes.urls"),
    ("crew/reviews/", "storecrew.shop.reviews.urls"),
    ("crew/returns/", "storecrew.shop.returns.urls"),
    ("crew/ledger/", "storecrew.shop.ledger.urls"),
    ("crew/fulfilment/", "storecrew.shop.fulfilment.urls"),
    ("crew/shipping/", "storecrew.shop.shipping.urls"),
    ("crew/payments/", "storecrew.shop.payments.urls"),
    ("hooks/payments/", "storecrew.shop.payments.hook_urls"),
    ("crew/feeds/", "storecrew.shop.feeds.urls"),
    ("crew/sourcing/", "storecrew.shop.sourcing.urls"),
    ("crew/dropships/", "storecrew.shop.dropships.urls"),
    ("crew/buying/", "storecrew.shop.buying.urls"),
    ("crew/delays/", "storecrew.shop.delays.urls"),
    ("crew/suppliers/", "storecrew.team.suppliers.urls"),
    ("hooks/feeds/", "storecrew.shop.feeds.hook_urls"),
    ("hooks/orders/", "storecrew.shop.orders.transfer.hook_urls"),
    ("pay-test/", "storecrew.shop.payments.providers.test.pages"),
    ("crew/taxes/", "storecrew.shop.taxes.urls"),
    ("crew/discounts/", "storecrew.shop.discounts.urls"),
    ("crew/pricing/", "storecrew.shop.pricing.urls"),
    ("crew/promise/", "storecrew.shop.promise.urls"),
    ("crew/storefront/", "storecrew.fronts.storefront.crew_urls"),
    ("crew/", "storecrew.kernel.pages.urls"),
    ("crew/", "storecrew.fronts.desks.urls"),
    ("", "storecrew.fronts.checkout.urls"),
    ("", "storecrew.fronts.wishing.urls"),
    ("", "storecrew.fronts.returning.urls"),
    ("", "storecrew.fronts.portal.urls"),
    ("", "storecrew.fronts.account.urls"),
    ("", "storecrew.fronts.storefront.urls"),
]

urlpatterns: list[URLPattern | URLResolver] = [path(prefix, include(module)) for prefix, module in MOUNTS]

handler400 = "storecrew.kernel.pages.errors.bad_request"
handler403 = "storecrew.kernel.pages.errors.denied"
handler404 = "storecrew.kernel.pages.errors.missing"
handler500 = "storecrew.kernel.pages.errors.broken"
