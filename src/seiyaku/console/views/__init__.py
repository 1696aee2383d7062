"""The views of the console, a module to a screen; each calls one service."""
