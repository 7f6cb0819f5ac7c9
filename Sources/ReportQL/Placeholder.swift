// ReportQL
