"""What people read: summaries, tables, diagnostics; never text of a document unless it was asked for."""
