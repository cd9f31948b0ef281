"""Entrances, accounts, people of an enterprise: built on django-allauth, worded and drawn as the rest of the house."""
