# mypy: ignore-errors
"""Runs with the server's own Python: makes the database and the accounts, or brings them up to date.

Reads ``[{"email", "wachtwoord", "token"}]`` from standard input. Everyone gets an organisation of his own,
because Label Studio shows a user all that is in his organisation: coders do not see each other's work.
"""

import importlib.util
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(importlib.util.find_spec("label_studio").origin).parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "label_studio.core.settings.label_studio")

import django

django.setup()

from django.core.management import call_command
from organizations.models import Organization
from rest_framework.authtoken.models import Token
from users.models import User


def make(email, password, token):
    user, _ = User.objects.get_or_create(email=email, defaults={"username": email})
    if not user.check_password(password):
        user.set_password(password)
        user.save()
    Token.objects.filter(user=user).exclude(key=token).delete()
    Token.objects.get_or_create(user=user, key=token)
    own = user.active_organization or Organization.create_organization(created_by=user, title=email)
    own.jwt.legacy_api_tokens_enabled = True
    own.jwt.save()
    user.active_organization = own
    user.save(update_fields=["active_organization"])


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    for account in json.load(sys.stdin):
        make(account["email"], account["wachtwoord"], account["token"])
