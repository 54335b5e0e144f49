"""Why a room does not open. Known before Django is: `kit` cannot be asked yet."""


class NoRoom(Exception):
    """The room cannot be opened; `str()` of it says why, and what to do."""
