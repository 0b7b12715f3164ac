"""Glossary: every term of the field that the app uses, one line each."""

from xentviz.frame import glossary_page

glossary_page()
