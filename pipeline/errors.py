"""Errors a user can act on. The cli prints them and exits with ``exit_code``; nothing else does."""


class PlancoderError(Exception):
    """What is wrong, where, and what to do about it; in Dutch, without text of any plan."""

    exit_code = 2

    def __init__(self, wat: str, *, waar: str = "", doe: str = "", faults: tuple[str, ...] = ()) -> None:
        self.wat = wat
        self.waar = waar
        self.doe = doe
        self.faults = faults
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The whole message: ``[where] what. What to do.``; several faults each get a line of their own."""
        head = f"[{self.waar}] {self.wat}" if self.waar else self.wat
        parts = [head, *(f"  {fault}" for fault in self.faults), self.doe]
        return ("\n" if self.faults else " ").join(part for part in parts if part)


class UsageError(PlancoderError):
    """The command was given something it cannot use: a missing folder, no PDFs, no write access."""


class SettingsError(PlancoderError):
    """The settings file does not hold; ``faults`` lists all of it."""


class CodebookError(PlancoderError):
    """codebook.yaml does not hold; the message lists every fault with its line."""


class ModelError(PlancoderError):
    """The trained model is missing, damaged, or does not fit the codebook or language model."""


class PromotionRefused(PlancoderError):
    """A trained model is not shown to be as good as the one in use; ``faults`` tells by which figures."""

    exit_code = 1


class LayoutError(PlancoderError):
    """A layout cannot be taught from what was given, or a taught layout cannot be used."""


class UnreadableFile(PlancoderError):
    """A received file that cannot be read as a PDF; costs that file only."""

    exit_code = 1


class ProtectedFile(UnreadableFile):
    """A received file that opens with a password only, and none was given that fits."""


class NoPlan(PlancoderError):
    """A readable file that holds no plan; costs that file only."""

    exit_code = 1


class StudyError(PlancoderError):
    """The coded folder cannot be used: made by another version, locked, or incomplete."""


class OutdatedLink(StudyError):
    """The link with the diagnose-export is not about the plans that are coded now."""


class EngineError(PlancoderError):
    """The worker processes cannot be started."""


class DiagnosesError(PlancoderError):
    """The diagnose-export, or the description of its columns, does not hold; ``faults`` lists all of it.

    It names rows and columns, never a BSN and no cell but the faulty one.
    """


class AnnotationError(PlancoderError):
    """The annotations do not hold; the message lists every fault with its file and line."""


class CorrectionError(PlancoderError):
    """A sample, or the list of work made of it, cannot be used to let people code."""


class LabelStudioError(PlancoderError):
    """Label Studio cannot be reached, refuses, or no longer holds what was put there.

    It never holds a token, nor what the server answered: that may repeat text of a plan.
    """
