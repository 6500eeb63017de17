"""The REST surface: the actions and reads of the registry over HTTP, with one form of errors and one way to sign in.

Nouns: problem (RFC 9457 details of a failure), document (the OpenAPI 3.1 description of everything exposed).
"""
