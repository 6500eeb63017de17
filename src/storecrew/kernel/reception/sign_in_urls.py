"""Addresses of signing in and of one's second factors, under /crew/. The names are those the sign-in library asks for."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path

from storecrew.kernel.reception.views.me import address

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),
    path("password/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/changed/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("me/address/", address, name="account_email"),
    path("me/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("me/confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("me/confirm/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("me/password/", account.password_change, name="account_change_password"),
    path("me/password/set/", account.password_set, name="account_set_password"),
    path("me/security/", factors.index, name="mfa_index"),
    path("me/security/app/", app.activate_totp, name="mfa_activate_totp"),
    path("me/security/app/removal/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("me/security/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("me/security/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/security/codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("me/security/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("me/security/keys/new/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("me/security/keys/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("me/security/keys/<int:pk>/removal/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]
