"""Running a site: preparing Django for a command, the audit trail from outside, copies, and what is unsafe."""
