-- The rows say the dates of claims too; those that were made without them are made anew when their posts are judged.
DELETE FROM shown_evidence;
