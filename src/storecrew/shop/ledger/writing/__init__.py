"""The single place that writes entries; runs inside an action's run and opens no transaction."""
