"""
A small typed client of the HTTP API (`/api/v1`). It needs httpx, and nothing of the house.

    with Client("https://seiyaku.operator.example", token, on_behalf_of="staff:3f9c…") as house:
        found = house.find({"phone": "090-0000-0001"}, purpose="deliver-service")
        used = house.use(found.people[0], ["name", "phone"], purpose="deliver-service")

A refusal raises `Refused`, with the clause, the article and what would help. Every answer carries the id and the leaf
hash of its entry: keep them, they are evidence.
"""

from .answers import Answer, Collected, Found, Given, Many, Outcome, Person, Used
from .asking import Client
from .calls import Call, Known
from .files import Retrieved, Upload
from .problems import Conflict, NotFound, NotProven, Problem, Refused, Remedy, TooMany, Unavailable, Unusable

__all__ = [
    "Answer", "Call", "Client", "Collected", "Conflict", "Found", "Given", "Known", "Many", "NotFound", "NotProven",
    "Outcome", "Person", "Problem", "Refused", "Remedy", "Retrieved", "TooMany", "Unavailable", "Unusable", "Upload",
    "Used",
]  # fmt: skip
