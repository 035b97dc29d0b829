"""What the workers of the engine tests do; a module of its own because workers import it by name."""

import os
import signal
import time


def prepare() -> None:
    """Nothing to load."""


def fail_to_prepare() -> None:
    raise OSError("geen geheugen")


def square(number: int) -> int:
    return number * number


def misbehave(what: str) -> str:
    match what:
        case "hang":
            time.sleep(600)
        case "die":
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        case "memory":
            return str(len(bytearray(4 * 1024**3)))
        case "error":
            raise KeyError("Jansen, BSN 999990019")
        case "strange error":
            raise StrangeError("Jansen", 1)
    return what


def process_id(_: int) -> int:
    return os.getpid()


def process_id_after_a_while(_: object) -> int:
    time.sleep(0.01)
    return os.getpid()


class StrangeError(Exception):
    """Cannot be rebuilt in another process: its arguments are not those of its constructor."""

    def __init__(self, name: str, number: int) -> None:
        super().__init__(f"{name} {number}")
