"""What each lesson asks and shows in code: one module a subject, every number from the core."""
