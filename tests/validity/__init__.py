"""Is a grade worth anything? Wrong answers made by a program, and how many of them the judges tell from right ones."""
