-- Words of scanned pages. It holds no text (content=''): what is shown is read from source_pages, under the
-- rights of its file. A page's row is its file's id and its index, so that a list comes out in their order.
-- Filled with the pages (storage/source_files.cc), not by triggers: those of a schema that is not trusted
-- (PRAGMA trusted_schema = OFF) may not touch a virtual table.
CREATE VIRTUAL TABLE scan_words USING fts5(
    text, content='', tokenize='unicode61 remove_diacritics 2'
);

INSERT INTO scan_words (rowid, text)
SELECT file_id * 65536 + page_index, text FROM source_pages;
