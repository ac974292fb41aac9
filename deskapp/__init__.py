"""What the desk does. Knows no Qt and never asks for the time: who, when and where come in as an `Act`."""
