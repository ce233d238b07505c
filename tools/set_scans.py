#!/usr/bin/env python3
"""Sets the scans of the sample site: sample/scans/set/*.html → sample/scans/*.

The results are committed, since a build must not need these tools. To make them again, on Debian 12:

    apt-get install chromium poppler-utils djvulibre-bin python3-pil
    npm ci --ignore-scripts          # the serif
    python3 tools/set_scans.py

sample-review-1.pdf  a magazine with page labels: its third sheet is page 77
sample-review-2.djvu two colours, with words and their places, and no labels: somebody has to say one
*.jpg                photographs of single leaves: a little turned, unevenly lit, without a text
"""

import html
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops, ImageFilter

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCANS = ROOT / "sample" / "scans"
SERIF = ROOT / "node_modules" / "@fontsource-variable" / "source-serif-4"

LABELS = "<< /Nums [ 0 << /S /r >> 2 << /S /D /St 77 >> ] >>"
DJVU_DPI = 200
PHOTOGRAPH_DPI = 150
# Below this grey a point is ink.
INK = 150
POINTS_PER_INCH = 72
# Degrees by which each leaf lies askew on the table.
TURNED = {"ogpu-1929": 0.9, "pravda-1929": -1.3, "trotsky-1929": 0.6}


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True).stdout


def print_pdf(name, folder):
    """The page set by a browser, with the fonts of the site."""
    for file in ("print.css", f"{name}.html"):
        text = (SCANS / "set" / file).read_text(encoding="utf-8")
        if file == "print.css":
            text = "".join(f'@import "{SERIF.as_uri()}/{sheet}";\n' for sheet in ("index.css", "wght-italic.css")) + text
        (folder / file).write_text(text, encoding="utf-8")
    pdf = folder / f"{name}.pdf"
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--no-pdf-header-footer",
        "--virtual-time-budget=4000", f"--print-to-pdf={pdf}", (folder / f"{name}.html").as_uri())
    return pdf


def without_times(pdf):
    """Chromium writes the time into the file; the same page should be the same file."""
    return re.sub(rb"\(D:\d{14}[^)]*\)", lambda found: b"(D:20240115000000+00'00')".ljust(len(found[0])), pdf)


def add_labels(pdf):
    """An incremental update (ISO 32000-1, 7.5.6): the catalogue once more, with page labels."""
    root = re.search(rb"/Root (\d+) 0 R", pdf)
    size = int(re.search(rb"/Size (\d+)", pdf)[1])
    before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    number = int(root[1])
    catalogue = re.search(rb"\n%d 0 obj\s*<<(.*?)>>\s*endobj" % number, pdf, re.DOTALL)[1]
    at = len(pdf)
    changed = b"%d 0 obj\n<<%s /PageLabels %s>>\nendobj\n" % (number, catalogue, LABELS.encode())
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, number, before, at + len(changed))
    return pdf + changed + table + trailer


def words_of(pdf, page):
    """(text, left, top, right, bottom) in points; and the page's height."""
    text = run("pdftotext", "-bbox", "-f", page, "-l", page, pdf, "-").decode()
    height = float(re.search(r'<page width="[\d.]+" height="([\d.]+)"', text)[1])
    found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', text)
    return [(html.unescape(word), *map(float, box)) for *box, word in found], height


def text_zones(pdf, page, width, height_dots):
    """The words of a page as djvused takes them: lines of words, from the bottom left corner."""
    words, height = words_of(pdf, page)
    scale = DJVU_DPI / POINTS_PER_INCH
    lines = []
    for word in words:
        same_line = lines and abs(lines[-1][-1][2] - word[2]) < 3 and word[1] > lines[-1][-1][1]
        if same_line:
            lines[-1].append(word)
        else:
            lines.append([word])

    def box(one):
        _, left, top, right, bottom = one
        return f"{left * scale:.0f} {(height - bottom) * scale:.0f} {right * scale:.0f} {(height - top) * scale:.0f}"

    def quoted(text):
        return '"' + "".join(c if c not in '"\\' else "\\" + c for c in text) + '"'

    def around(line):
        return ("", min(w[1] for w in line), min(w[2] for w in line), max(w[3] for w in line), max(w[4] for w in line))

    zones = "\n".join(f" (line {box(around(line))}\n" + "\n".join(f"  (word {box(word)} {quoted(word[0])})" for word in line) + ")" for line in lines)
    return f"(page 0 0 {width} {height_dots}\n{zones})\n"


def make_djvu(pdf, folder, out):
    run("pdftoppm", "-r", DJVU_DPI, "-gray", pdf, folder / "sheet")
    pages = []
    for number, sheet in enumerate(sorted(folder.glob("sheet-*.pgm")), 1):
        image = Image.open(sheet).point(lambda grey: 255 if grey > INK else 0).convert("1")
        bitmap = folder / f"{number}.pbm"
        image.save(bitmap)
        page = folder / f"{number}.djvu"
        run("cjb2", "-dpi", DJVU_DPI, bitmap, page)
        zones = folder / f"{number}.txt"
        zones.write_text(text_zones(pdf, number, *image.size), encoding="utf-8")
        run("djvused", page, "-u", "-e", f"select 1; set-txt {zones}", "-s")
        pages.append(page)
    out.unlink(missing_ok=True)
    run("djvm", "-c", out, *pages)


def photograph(pdf, folder, name, out):
    """The leaf on a dark table, under a lamp that stands to the left."""
    run("pdftoppm", "-r", PHOTOGRAPH_DPI, "-singlefile", pdf, folder / name)
    leaf = Image.open(folder / f"{name}.ppm").convert("RGB")
    paper = ImageChops.multiply(leaf, Image.new("RGB", leaf.size, (246, 240, 226)))
    margin = 46
    table = Image.new("RGB", (leaf.width + 2 * margin, leaf.height + 2 * margin), (58, 48, 41))
    mask = Image.new("L", leaf.size, 255).rotate(TURNED[name], Image.Resampling.BICUBIC, expand=True)
    turned = paper.rotate(TURNED[name], Image.Resampling.BICUBIC, expand=True)
    table.paste(turned, ((table.width - turned.width) // 2, (table.height - turned.height) // 2), mask)

    light = Image.radial_gradient("L").resize((table.width * 2, table.height * 2))
    light = light.crop((table.width // 2 + 120, table.height // 3, table.width * 3 // 2 + 120, table.height * 4 // 3))
    light = light.point(lambda grey: 255 - grey * 2 // 5)
    shot = ImageChops.multiply(table, Image.merge("RGB", (light, light, light))).filter(ImageFilter.GaussianBlur(0.5))

    grain = random.Random(name)
    noise = Image.frombytes("L", (shot.width // 2, shot.height // 2), bytes(grain.choices(range(122, 135), k=(shot.width // 2) * (shot.height // 2))))
    noise = noise.resize(shot.size)
    shot = ImageChops.add(shot, Image.merge("RGB", (noise, noise, noise)), 1, -128)
    shot.save(out, quality=68, optimize=True)


def main():
    if not SERIF.is_dir():
        sys.exit(f"{SERIF} is missing: run npm ci --ignore-scripts first.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        review = print_pdf("sample-review-1", folder)
        (SCANS / "sample-review-1.pdf").write_bytes(add_labels(without_times(review.read_bytes())))
        make_djvu(print_pdf("sample-review-2", folder), folder, SCANS / "sample-review-2.djvu")
        for name in TURNED:
            photograph(print_pdf(name, folder), folder, name, SCANS / f"{name}.jpg")
    for file in sorted(SCANS.iterdir()):
        if file.is_file():
            print(f"{file.stat().st_size:>9}  {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
