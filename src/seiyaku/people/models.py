"""Records of staff and the programs they own."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class Account(AbstractBaseUser):
    """Who may sign in: a member of staff, or a program owned by one. Customers are persons of the vault, never this."""

    ref = models.CharField(max_length=40, unique=True)
    login = models.CharField(max_length=64, unique=True)

    USERNAME_FIELD = "login"
