// Claims beside their text, on a page that works without it.
