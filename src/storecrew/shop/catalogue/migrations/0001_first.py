"""The tables of the catalogue."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("media", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Option",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "position",
                    models.SmallIntegerField(help_text="1 to 3; negative only while an action changes the order"),
                ),
                ("code", models.CharField(help_text="its name in addresses: ?colour=oat", max_length=64)),
                ("name", models.CharField(max_length=255)),
            ],
            options={
                "ordering": ["product_id", "position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("position__gte", -3), ("position__lte", 3), models.Q(("position", 0), _negated=True)
                        ),
                        name="catalogue_option_at_most_three",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("code", ""), _negated=True)
                        ),
                        name="catalogue_option_has_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Attribute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        help_text="stable name; a Shopify metafield is namespace.key", max_length=120, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("language", models.CharField(help_text="of the name", max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[("text", "Text"), ("number", "Number"), ("yes_no", "Yes or no"), ("date", "Date")],
                        default="text",
                        max_length=8,
                    ),
                ),
                ("unit", models.CharField(blank=True, help_text="e.g. ml; only for numbers", max_length=16)),
                ("filterable", models.BooleanField(default=False, help_text="offered as a facet in lists")),
                ("shown", models.BooleanField(default=True, help_text="shown on the product's page")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="catalogue_attribute_has_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit", ""), ("kind", "number"), _connector="OR"),
                        name="catalogue_attribute_unit_of_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=120)),
                ("path", models.CharField(max_length=800, unique=True)),
                ("depth", models.PositiveSmallIntegerField(help_text="1 for roots")),
                ("position", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(max_length=120)),
                (
                    "line",
                    models.CharField(blank=True, help_text="one sentence for lists and the home page", max_length=200),
                ),
                ("description", models.TextField(blank=True, help_text="HTML, cleaned when written")),
                ("language", models.CharField(help_text="of its texts", max_length=12)),
                ("seo_title", models.CharField(blank=True, max_length=255)),
                ("seo_description", models.CharField(blank=True, max_length=500)),
                ("hidden", models.BooleanField(default=False, help_text="not in the storefront")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="catalogue.category",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "categories",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("slug", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="catalogue_category_has_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("depth__gte", 1), ("depth__lte", 6)), name="catalogue_category_not_too_deep"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("depth", 1), ("parent", None)),
                            models.Q(("depth__gt", 1), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="catalogue_category_roots_have_depth_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=255, unique=True)),
                ("title", models.CharField(max_length=255)),
                ("description", models.TextField(blank=True, help_text="HTML, cleaned when written")),
                ("language", models.CharField(max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[("manual", "By hand"), ("rule", "By rule")], default="manual", max_length=6
                    ),
                ),
                (
                    "match_all",
                    models.BooleanField(default=True, help_text="every rule must hold; otherwise one is enough"),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("manual", "In my own order"),
                            ("newest", "Newest first"),
                            ("title", "By name"),
                            ("price_up", "Cheapest first"),
                            ("price_down", "Dearest first"),
                        ],
                        default="manual",
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, help_text="order among collections")),
                ("seo_title", models.CharField(blank=True, max_length=255)),
                ("seo_description", models.CharField(blank=True, max_length=500)),
                ("hidden", models.BooleanField(default=False, help_text="not in the storefront")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("slug", ""), _negated=True), models.Q(("title", ""), _negated=True)
                        ),
                        name="catalogue_collection_has_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["manual", "rule"])), name="catalogue_collection_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OptionValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(help_text="its name in addresses", max_length=64)),
                ("name", models.CharField(max_length=255)),
                (
                    "swatch",
                    models.CharField(
                        blank=True, help_text="#rrggbb; empty: shown by its name or picture", max_length=7
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="catalogue.option"
                    ),
                ),
            ],
            options={
                "ordering": ["option_id", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("option", "code"), name="catalogue_option_value_code_once"),
                    models.UniqueConstraint(fields=("option", "name"), name="catalogue_option_value_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("code", ""), _negated=True)
                        ),
                        name="catalogue_option_value_has_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        help_text="its address in the storefront (Shopify: handle)", max_length=255, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=255)),
                ("description", models.TextField(blank=True, help_text="HTML, cleaned when written")),
                (
                    "language",
                    models.CharField(
                        help_text="of title, description and all other texts of the product", max_length=12
                    ),
                ),
                ("brand", models.CharField(blank=True, help_text="Shopify: vendor", max_length=120)),
                (
                    "product_type",
                    models.CharField(blank=True, help_text="the shop's own word for the kind of thing", max_length=160),
                ),
                (
                    "taxonomy",
                    models.CharField(blank=True, help_text="path in a public taxonomy, e.g. Google's", max_length=255),
                ),
                ("seo_title", models.CharField(blank=True, help_text="empty: the title", max_length=255)),
                (
                    "seo_description",
                    models.CharField(blank=True, help_text="empty: the beginning of the description", max_length=500),
                ),
                (
                    "hs_code",
                    models.CharField(blank=True, help_text="customs tariff number, digits and dots", max_length=16),
                ),
                (
                    "origin",
                    models.CharField(blank=True, help_text="country of origin, ISO 3166-1 alpha-2", max_length=2),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("active", "On sale"), ("archived", "Archived")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("publish_at", models.DateTimeField(blank=True, help_text="a draft goes on sale then", null=True)),
                ("unpublish_at", models.DateTimeField(blank=True, help_text="it goes off sale then", null=True)),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, help_text="None: no customer has ever seen it", null=True),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, help_text="the last time it went on sale", null=True),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "extras",
                    models.JSONField(
                        blank=True, default=dict, help_text="columns of other shop systems kept for their export"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="one more with each change of anything of the product"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["status", "-updated_at", "-id"], name="catalogue_product_list"),
                    models.Index(fields=["status", "-published_at", "-id"], name="catalogue_product_newest"),
                    models.Index(fields=["brand"], name="catalogue_product_brand"),
                    models.Index(fields=["product_type"], name="catalogue_product_type"),
                    models.Index(
                        condition=models.Q(("publish_at__isnull", False)),
                        fields=["publish_at"],
                        name="catalogue_product_to_publish",
                    ),
                    models.Index(
                        condition=models.Q(("unpublish_at__isnull", False)),
                        fields=["unpublish_at"],
                        name="catalogue_product_to_unpublish",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug", ""), _negated=True), name="catalogue_product_has_slug"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="catalogue_product_has_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "active", "archived"])),
                        name="catalogue_product_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publish_at", None),
                            ("unpublish_at", None),
                            ("publish_at__lt", models.F("unpublish_at")),
                            _connector="OR",
                        ),
                        name="catalogue_product_sale_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "active"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="catalogue_product_on_sale_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceRange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("low_minor", models.BigIntegerField()),
                ("high_minor", models.BigIntegerField()),
                (
                    "reduced",
                    models.BooleanField(default=False, help_text="some variant costs less than its compare-at price"),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="price_ranges", to="catalogue.product"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["currency", "low_minor", "product"], name="catalogue_price_range_sort")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("product", "currency"), name="catalogue_price_range_once"),
                    models.CheckConstraint(
                        condition=models.Q(("low_minor__lte", models.F("high_minor"))),
                        name="catalogue_price_range_low_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("main", models.BooleanField(default=False)),
                (
                    "position",
                    models.PositiveIntegerField(default=0, help_text="order inside the category, then newest first"),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="placements", to="catalogue.category"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="placements", to="catalogue.product"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["category", "position", "product"], name="catalogue_placement_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("product", "category"), name="catalogue_placement_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("main", True)), fields=("product",), name="catalogue_placement_one_main"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(help_text="from 1")),
                (
                    "alt",
                    models.CharField(blank=True, help_text="what it shows, in the product's language", max_length=512),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        help_text="the stored picture; None: still to be fetched",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.asset",
                    ),
                ),
                (
                    "source_url",
                    models.CharField(blank=True, help_text="where it was or is to be fetched from", max_length=2000),
                ),
                (
                    "trouble",
                    models.CharField(
                        blank=True, help_text="why it could not be fetched; empty while waiting", max_length=255
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="catalogue.product"
                    ),
                ),
            ],
            options={
                "ordering": ["product_id", "position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asset__isnull", False), models.Q(("source_url", ""), _negated=True), _connector="OR"
                        ),
                        name="catalogue_picture_has_source",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="option",
            name="product",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="options", to="catalogue.product"
            ),
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="catalogue.collection"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="catalogue.product"
                    ),
                ),
            ],
            options={
                "ordering": ["collection_id", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("collection", "product"), name="catalogue_member_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AttributeValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "text",
                    models.CharField(help_text="as written: yes_no is yes or no, a date is ISO 8601", max_length=2000),
                ),
                (
                    "number",
                    models.DecimalField(
                        blank=True, decimal_places=6, help_text="of numbers, to sort by", max_digits=20, null=True
                    ),
                ),
                (
                    "attribute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="values", to="catalogue.attribute"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attribute_values",
                        to="catalogue.product",
                    ),
                ),
            ],
            options={
                "ordering": ["product_id", "attribute__position", "attribute_id", "position", "id"],
                "indexes": [models.Index(fields=["attribute", "text"], name="catalogue_attribute_facet")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "attribute", "position"), name="catalogue_attribute_value_position_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="catalogue_attribute_value_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("product", "product"),
                            ("category", "category"),
                            ("collection", "collection"),
                            ("path", "path"),
                        ],
                        help_text="whose kind of address `old` was",
                        max_length=10,
                    ),
                ),
                (
                    "old",
                    models.CharField(
                        help_text="slug or path; for `path` the whole path of another system's page", max_length=800
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="catalogue.category",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="catalogue.collection",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="catalogue.product",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "old"), name="catalogue_redirect_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", None), ("collection", None)),
                            models.Q(("collection", None), ("product", None)),
                            models.Q(("category", None), ("product", None)),
                            _connector="OR",
                        ),
                        name="catalogue_redirect_one_target",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("field", models.CharField(max_length=20)),
                ("relation", models.CharField(max_length=16)),
                ("value", models.CharField(max_length=255)),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="catalogue.collection"
                    ),
                ),
            ],
            options={
                "ordering": ["collection_id", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("collection", "position"), name="catalogue_rule_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("key", models.CharField(help_text="the name, folded for comparison", max_length=255, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="catalogue_tag_has_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="product_tags", to="catalogue.product"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="product_tags", to="catalogue.tag"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("product", "tag"), name="catalogue_product_tag_once")],
            },
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "object_type",
                    models.CharField(
                        help_text="product, option, option_value, category, collection, tag …", max_length=16
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("language", models.CharField(max_length=12)),
                ("field", models.CharField(max_length=20)),
                ("text", models.TextField()),
                (
                    "source_hash",
                    models.CharField(help_text="of the original at the time of translating", max_length=16),
                ),
                ("behind", models.BooleanField(default=False, help_text="the original has changed since")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("person", "written by a person"),
                            ("machine", "written by a machine"),
                            ("import", "imported"),
                        ],
                        default="person",
                        max_length=8,
                    ),
                ),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["language", "behind", "object_type"], name="catalogue_translation_lag")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("object_type", "object_id", "language", "field"), name="catalogue_translation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="catalogue_translation_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "signature",
                    models.CharField(
                        blank=True, help_text="ids of its option values, in the options' order", max_length=80
                    ),
                ),
                ("sku", models.CharField(blank=True, max_length=100)),
                ("barcode", models.CharField(blank=True, max_length=64)),
                (
                    "barcode_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("gtin", "GTIN"),
                            ("internal", "In-house number"),
                            ("odd", "Check digit or length is wrong"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "cost_minor",
                    models.BigIntegerField(
                        blank=True, help_text="of one piece, in minor units of cost_currency", null=True
                    ),
                ),
                ("cost_currency", models.CharField(blank=True, max_length=3)),
                (
                    "weight_g",
                    models.PositiveIntegerField(blank=True, help_text="with packing; None: not known", null=True),
                ),
                (
                    "weight_unit",
                    models.CharField(
                        choices=[("g", "g"), ("kg", "kg"), ("oz", "oz"), ("lb", "lb")],
                        default="g",
                        help_text="for showing it",
                        max_length=2,
                    ),
                ),
                ("length_mm", models.PositiveIntegerField(blank=True, null=True)),
                ("width_mm", models.PositiveIntegerField(blank=True, null=True)),
                ("height_mm", models.PositiveIntegerField(blank=True, null=True)),
                ("requires_shipping", models.BooleanField(default=True)),
                ("taxable", models.BooleanField(default=True)),
                ("tax_code", models.CharField(blank=True, max_length=64)),
                ("hs_code", models.CharField(blank=True, help_text="empty: the product's", max_length=16)),
                (
                    "origin",
                    models.CharField(blank=True, help_text="ISO 3166-1 alpha-2; empty: the product's", max_length=2),
                ),
                (
                    "extras",
                    models.JSONField(
                        blank=True, default=dict, help_text="columns of other shop systems kept for their export"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True, help_text="no longer made or sold; its SKU is free again", null=True
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="variants",
                        to="catalogue.picture",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="variants", to="catalogue.product"
                    ),
                ),
            ],
            options={
                "ordering": ["product_id", "position", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("barcode", ""), _negated=True),
                        fields=["barcode"],
                        name="catalogue_variant_barcode",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None), models.Q(("sku", ""), _negated=True)),
                        fields=("sku",),
                        name="catalogue_variant_sku_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("product", "signature"),
                        name="catalogue_variant_combination_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cost_currency", ""), ("cost_minor", None)),
                            models.Q(("cost_minor__gte", 0), models.Q(("cost_currency", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="catalogue_variant_cost_has_currency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("barcode", ""), ("barcode_state", "")),
                            models.Q(
                                models.Q(("barcode", ""), _negated=True), models.Q(("barcode_state", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="catalogue_variant_barcode_judged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedStock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "quantity",
                    models.IntegerField(
                        blank=True, help_text="may be negative in other systems; None: not counted", null=True
                    ),
                ),
                (
                    "tracked",
                    models.BooleanField(default=True, help_text="False: the other system sold it without counting"),
                ),
                (
                    "keep_selling",
                    models.BooleanField(default=False, help_text="the other system went on selling at zero"),
                ),
                ("source", models.CharField(help_text="who said so, e.g. shopify", max_length=40)),
                ("reported_at", models.DateTimeField()),
                (
                    "variant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reported_stock",
                        to="catalogue.variant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                (
                    "price_minor",
                    models.BigIntegerField(blank=True, help_text="None: from here on it has no price", null=True),
                ),
                ("compare_at_minor", models.BigIntegerField(blank=True, null=True)),
                ("since", models.DateTimeField(help_text="this price holds from here until the next row")),
                ("by", models.CharField(help_text="the actor as audit rows name it, e.g. person:1", max_length=80)),
                ("cause", models.CharField(help_text="the audit row of the run that set it", max_length=40)),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="price_changes",
                        to="catalogue.variant",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["variant", "currency", "-since", "-id"], name="catalogue_price_history")
                ],
            },
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(help_text="ISO 4217", max_length=3)),
                ("price_minor", models.BigIntegerField()),
                (
                    "compare_at_minor",
                    models.BigIntegerField(
                        blank=True, help_text="a former or recommended price, crossed out", null=True
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="prices", to="catalogue.variant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("variant", "currency"), name="catalogue_price_once_per_currency"),
                    models.CheckConstraint(
                        condition=models.Q(("price_minor__gte", 0)), name="catalogue_price_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("compare_at_minor", None), ("compare_at_minor__gte", 0), _connector="OR"),
                        name="catalogue_price_compare_at_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VariantValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.option"
                    ),
                ),
                (
                    "value",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variant_values",
                        to="catalogue.optionvalue",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="catalogue.variant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("variant", "option"), name="catalogue_variant_one_value_per_option")
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(blank=True, max_length=12)),
                (
                    "weight",
                    models.PositiveSmallIntegerField(help_text="how much it says that the product has the word here"),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.product"
                    ),
                ),
                (
                    "word",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="postings", to="catalogue.word"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("word", "language", "product"), name="catalogue_posting_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Gram",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gram", models.CharField(max_length=3)),
                (
                    "word",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grams", to="catalogue.word"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("gram", "word"), name="catalogue_gram_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="option",
            constraint=models.UniqueConstraint(fields=("product", "position"), name="catalogue_option_position_once"),
        ),
        migrations.AddConstraint(
            model_name="option",
            constraint=models.UniqueConstraint(fields=("product", "code"), name="catalogue_option_code_once"),
        ),
    ]
