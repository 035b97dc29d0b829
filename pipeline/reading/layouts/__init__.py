"""Taught layouts: one plan with what it truly says, and every plan on the same form is read right.

``fingerprint`` recognises a form, ``form_features`` describes a piece by its place on the form,
``variants`` draws a taught plan otherwise filled in, ``expert`` learns from these and decides together with
the general model, ``actors`` knows who acts, ``layout`` keeps all of it as data, ``truth`` and ``sheet`` are
what a person wrote, and ``teach`` is the way from top to bottom.
"""
