"""The command plancoder: arguments in, one core call, print. Nothing imports this package."""
