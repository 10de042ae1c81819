"""A client of the sync protocol that knows `docs/protocol.md` and nothing of the program: it imports none of it.

Read it beside that page: `payload` and `client` are its frames and messages, `events` and `columns` what travels in them, all on
`basics`. It keeps everything in memory and leaves contacts and their keys alone (样例·虚构).
"""
