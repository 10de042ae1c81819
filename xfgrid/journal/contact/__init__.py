"""Keys of contacts at a home: who holds which, opening, sealing, forgetting. `docs/protocol.md` has the table of keys."""
