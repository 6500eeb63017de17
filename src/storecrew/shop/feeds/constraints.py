"""What the database's own rules say to people."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "feeds_source_name_once",
    "feeds_source.supplier_id, feeds_source.name",
    says=_("This supplier has a source of that name already."),
)
sentence("feeds_folder_once", "feeds_source.folder", says=_("Another source watches this folder."))
sentence("feeds_web_source_has_address", says=_("Say which address is asked."))
sentence("feeds_folder_source_has_folder", says=_("Say which folder is watched."))
sentence("feeds_source_rhythm_in_range", says=_("Ask every 5 minutes at most, and once a week at least."))
sentence("feeds_one_version_at_work", says=_("Another file of this source is being worked on. Wait until it is done."))
sentence("feeds_one_version_held", says=_("Another file of this source waits for a decision."))
sentence("feeds_source_has_server", says=_("Say which server is asked."))
sentence("feeds_sftp_source_has_path", says=_("Say which file or folder is fetched."))
sentence("feeds_mail_source_has_senders", says=_("Say whose mails are opened."))
