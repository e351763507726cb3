"""What can go wrong with the embedded PostgreSQL, said in plain French."""


class EmbeddedError(Exception):
    """The message is the sentence shown to the person who starts the software."""


class NotReachable(EmbeddedError):
    """The account that must run PostgreSQL cannot enter a folder."""


class ServerDied(EmbeddedError):
    """PostgreSQL stopped while it was starting."""


class WrongVersion(EmbeddedError):
    """The data were written by another major version of PostgreSQL."""
