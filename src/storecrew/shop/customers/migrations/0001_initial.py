import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("key", models.CharField(help_text="the name folded: VIP and vip are one", max_length=60, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(blank=True, help_text="in lower case; empty: not known", max_length=254)),
                (
                    "phone",
                    models.CharField(blank=True, help_text="digits, + in front when international", max_length=40),
                ),
                (
                    "phone_end",
                    models.CharField(
                        blank=True, help_text="the last four digits: how people name a number", max_length=4
                    ),
                ),
                (
                    "mailbox",
                    models.CharField(
                        blank=True, help_text="the e-mail without dots and tags that go nowhere", max_length=254
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "search",
                    models.CharField(blank=True, help_text="name and e-mail folded, for finding", max_length=460),
                ),
                ("language", models.CharField(blank=True, help_text="empty: the store's first", max_length=12)),
                (
                    "country",
                    models.CharField(
                        blank=True, help_text="where they have things sent; empty: not known", max_length=2
                    ),
                ),
                ("takes_newsletter", models.BooleanField(default=False, help_text="what the newest consent says")),
                ("takes_texts", models.BooleanField(default=False, help_text="what the newest consent says")),
                (
                    "source",
                    models.CharField(
                        help_text="where they came from: checkout, account, crew, an import's system", max_length=40
                    ),
                ),
                ("outside_id", models.CharField(blank=True, help_text="what the source calls them", max_length=80)),
                (
                    "email_proved_at",
                    models.DateTimeField(help_text="they opened a link that was sent there", null=True),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "seen_at",
                    models.DateTimeField(help_text="the last time they did something here themselves", null=True),
                ),
                ("forgotten_at", models.DateTimeField(help_text="everything personal was erased here", null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["phone"], name="customers_customer_phone"),
                    models.Index(fields=["phone_end"], name="customers_customer_phone_end"),
                    models.Index(fields=["mailbox"], name="customers_customer_mailbox"),
                    models.Index(fields=["created_at", "id"], name="customers_customer_newest"),
                    models.Index(fields=["seen_at", "id"], name="customers_customer_seen"),
                    models.Index(fields=["name", "id"], name="customers_customer_name"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("email",),
                        name="customers_customer_email_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outside_id", ""), _negated=True),
                        fields=("source", "outside_id"),
                        name="customers_customer_once_per_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into", None),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="customers_customer_not_into_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("forgotten_at", None),
                            models.Q(("email", ""), ("mailbox", ""), ("name", ""), ("phone", ""), ("search", "")),
                            _connector="OR",
                        ),
                        name="customers_customer_forgotten_is_blank",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("newsletter", "Newsletter by e-mail"),
                            ("texts", "Offers by text message"),
                            ("terms", "Terms of sale"),
                            ("privacy", "Privacy notice"),
                            ("profiling", "Offers made to measure"),
                        ],
                        max_length=20,
                    ),
                ),
                ("given", models.BooleanField(help_text="False: taken back, or refused")),
                ("text_version", models.CharField(max_length=80)),
                (
                    "text_hash",
                    models.CharField(blank=True, help_text="SHA-256 of the words that were shown", max_length=64),
                ),
                ("at", models.DateTimeField()),
                ("place", models.CharField(help_text="checkout, account, crew, an import …", max_length=40)),
                ("ip", models.GenericIPAddressField(help_text="erased when the person is forgotten", null=True)),
                ("by", models.CharField(help_text="who said so, as audit rows name actors", max_length=80)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="customers.customer"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "purpose", "-id"], name="customers_consent_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["newsletter", "texts", "terms", "privacy", "profiling"])),
                        name="customers_consent_purpose_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("data", models.JSONField(help_text="an Address of the addresses room, checked")),
                (
                    "fingerprint",
                    models.CharField(help_text="of the data: the same address is kept once", max_length=64),
                ),
                ("default_shipping", models.BooleanField(default=False)),
                ("default_billing", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="addresses", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["-default_shipping", "-id"],
                "indexes": [models.Index(fields=["fingerprint"], name="customers_address_same")],
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "fingerprint"), name="customers_address_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("default_shipping", True)),
                        fields=("customer",),
                        name="customers_address_one_shipping",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("default_billing", True)),
                        fields=("customer",),
                        name="customers_address_one_billing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("link", "Link"), ("password", "Password")], max_length=8)),
                (
                    "secret",
                    models.CharField(blank=True, help_text="a password as Django's hashers keep it", max_length=200),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="identities", to="customers.customer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "kind"), name="customers_identity_one_of_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "link"), ("secret", "")),
                            models.Q(("kind", "password"), models.Q(("secret", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="customers_identity_password_has_secret",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("moved", models.JSONField(default=dict, help_text="name of the part → what it needs to move back")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("gone",), name="customers_merge_gone_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("gone")), _negated=True), name="customers_merge_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=4000)),
                ("private", models.BooleanField(default=False)),
                ("by", models.CharField(help_text="the actor, as audit rows name them", max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="NotTheSame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                (
                    "high",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
                (
                    "low",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="customers.customer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("low", "high"), name="customers_not_the_same_once"),
                    models.CheckConstraint(
                        condition=models.Q(("low__lt", models.F("high"))), name="customers_not_the_same_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivacyRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("export", "a copy of their data"), ("forget", "to be forgotten")], max_length=6
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.CharField(
                        help_text="the customers themselves, or who of the crew took it down", max_length=80
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=80)),
                ("refused_because", models.TextField(blank=True, max_length=1000)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="privacy_requests",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None)), fields=["due_at"], name="customers_privacy_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("customer", "kind"),
                        name="customers_privacy_asked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["export", "forget"])), name="customers_privacy_kind_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the token in the cookie", max_length=64, unique=True),
                ),
                (
                    "device",
                    models.CharField(blank=True, help_text="what the browser calls itself, shortened", max_length=120),
                ),
                ("created_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="customers.customer"
                    ),
                ),
            ],
            options={
                "ordering": ["-seen_at", "-id"],
                "indexes": [models.Index(fields=["expires_at"], name="customers_session_expired")],
            },
        ),
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(max_length=32, unique=True)),
                ("purpose", models.CharField(choices=[("enter", "Enter"), ("email", "Email")], max_length=5)),
                ("email", models.EmailField(help_text="where it is sent, in lower case", max_length=254)),
                (
                    "name",
                    models.CharField(blank=True, help_text="what a new customer said of themselves", max_length=200),
                ),
                ("language", models.CharField(blank=True, max_length=12)),
                (
                    "wishes",
                    models.JSONField(default=list, help_text="consents that begin to hold once the address is proved"),
                ),
                (
                    "go_on",
                    models.CharField(blank=True, help_text="the page they wanted, inside the store", max_length=300),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        help_text="whose address changes",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="customers_link_expired")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="customers_link_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", "enter"), ("customer__isnull", False), _connector="OR"),
                        name="customers_link_change_has_customer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tag_rows", to="customers.customer"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="customer_rows", to="customers.tag"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("customer", "tag"), name="customers_tag_once")],
            },
        ),
    ]
