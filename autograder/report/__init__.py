"""What people see of the results: the class report, each student's feedback, and files for an LMS."""
