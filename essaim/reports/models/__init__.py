from essaim.reports.models.report import Amendment, Arrival, ModelSentence, Recipient, Report, Summary

__all__ = ["Amendment", "Arrival", "ModelSentence", "Recipient", "Report", "Summary"]
