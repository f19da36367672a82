"""Who is signed in to the office pages: what the session cookie stands for, read afresh at every request.

The cookie carries a token; somebody who signed out, was blocked or given another password is signed out at the next page.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from flask_login import UserMixin


@dataclass(frozen=True, slots=True)
class SignedIn(UserMixin):
    """A member of staff, as pages need them."""

    user_id: uuid.UUID
    name: str
    role: str
    team_id: uuid.UUID | None
    token: str = field(repr=False)
    must_choose: bool = False  # a password of their own, before any other page

    def get_id(self) -> str:
        """What the session cookie keeps: the token of this sign-in."""
        return self.token
