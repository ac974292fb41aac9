"""整改: the board of notices, one notice with its rows, the register of 重点改善项目, appraisals, and what is overdue."""
