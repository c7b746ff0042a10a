"""Turn one structured clinical case into a submission-ready case report for any journal."""

__version__ = "0.1.0"
