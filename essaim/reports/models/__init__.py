from essaim.reports.models.report import Amendment, Recipient, Report, Summary

__all__ = ["Amendment", "Recipient", "Report", "Summary"]
