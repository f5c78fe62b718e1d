"""Measures of work that is no call: e-mails, chats, tasks. Events of a piece → facts → parts → figures."""
