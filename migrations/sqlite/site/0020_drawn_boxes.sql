-- A box that somebody drew on the page of a citation: it serves instead of a quote for an image, a table, a map, a
-- handwriting (evidence.md, B8a). It holds for the page that it was drawn on.
ALTER TABLE citations ADD COLUMN drawn_box TEXT NOT NULL DEFAULT '';    -- "x,y,w,h" in thousandths of the page, or ''
ALTER TABLE citations ADD COLUMN drawn_file_id INTEGER;
ALTER TABLE citations ADD COLUMN drawn_page_index INTEGER;
ALTER TABLE citations ADD COLUMN drawn_by INTEGER;
