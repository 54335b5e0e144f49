from essaim.people.models.attempts import Attempts
from essaim.people.models.person import Person
from essaim.people.models.sign_in_link import SignInLink

__all__ = ["Attempts", "Person", "SignInLink"]
