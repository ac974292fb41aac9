"""报表: the member daily report on screen, on paper and as a workbook."""
