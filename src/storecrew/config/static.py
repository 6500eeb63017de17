"""Static files under names that change with their content, compressed once, cached for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """Hashes what JavaScript modules import as well, and stays usable before anything was collected."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """Return the hashed name, or the plain one while the file is not collected (tests, a first look)."""
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))
