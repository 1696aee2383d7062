"""How customers prove who they are on their own page: links, letters, passkeys, the operator's sign-in (policy 7-2)."""
