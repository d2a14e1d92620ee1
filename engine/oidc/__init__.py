"""Signing in at a provider (OpenID Connect, the code flow with PKCE). The only importer of Authlib: `duban[oidc]`."""
