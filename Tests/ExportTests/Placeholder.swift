// Replaced by the suites of this target.
