"""`zhiqiang-manage worker`, `letters`, `appoint`, `lost-factor`."""
