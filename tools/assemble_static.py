"""assemble_static.py STATIC NODE_MODULES OUT: the folder that is embedded in the program.

Copies static/ but for css/, whose files become css/site.css in the order below; makes the rules for
the fonts from the npm packages, and copies their files, KaTeX's and Leaflet's; makes the land of maps. Only files that changed are
written, so that a build without changes has nothing to do.
"""

import json
import pathlib
import re
import sys

# Later files win within a layer.
CSS = ["base", "layout", "me", "forms", "fields", "editor", "desk", "doors", "lists", "prose", "post", "talk", "evidence", "dates", "acts", "history", "inbox", "sources", "scans", "timeline", "security", "errors", "print"]

# Family, package, axis file, styles. A Latin page loads the two upright Latin files, and an italic
# where one is printed; unicode-range keeps the rest away.
FONTS = [
    ("Source Serif 4", "source-serif-4", "opsz", ["normal"]),
    ("Source Serif 4", "source-serif-4", "wght", ["italic"]),
    ("Source Sans 3", "source-sans-3", "wght", ["normal", "italic"]),
]

# Fonts that most systems have, stretched to the measures of ours, so that nothing moves when ours
# arrive. Widths over running English text, at the weight and size of body text.
FALLBACKS = """
@font-face { font-family: "Source Serif 4 Fallback"; src: local("Times New Roman"), local("Liberation Serif"), local("Tinos"); size-adjust: 112.7%; ascent-override: 91.9%; descent-override: 29.7%; line-gap-override: 0%; }
@font-face { font-family: "Source Sans 3 Fallback"; src: local("Arial"), local("Liberation Sans"), local("Arimo"), local("Helvetica"); size-adjust: 94.6%; ascent-override: 108.2%; descent-override: 42.3%; line-gap-override: 0%; }
"""

FACE = re.compile(r"/\* ([\w-]+) \*/\s*@font-face \{(.*?)\}", re.DOTALL)


def font_faces(modules):
    """CSS of all faces, and {name in the program: file}."""
    rules, files = [], {}
    for family, package, axis, styles in FONTS:
        root = modules / "@fontsource-variable" / package
        for style in styles:
            sheet = root / (f"{axis}.css" if style == "normal" else f"{axis}-italic.css")
            for name, body in FACE.findall(sheet.read_text()):
                weight = re.search(r"font-weight: ([\d ]+);", body)[1]
                ranges = re.search(r"unicode-range: ([^;]+);", body)[1]
                rules.append(
                    f'@font-face {{ font-family: "{family}"; font-style: {style}; font-display: swap; '
                    f'font-weight: {weight}; src: url(../fonts/{name}.woff2) format("woff2"); '
                    f"unicode-range: {ranges}; }}")
                files[f"fonts/{name}.woff2"] = root / "files" / f"{name}.woff2"
        for licence in root.glob("LICENSE*"):
            files[f"fonts/{package}.LICENSE.txt"] = licence
    return "\n".join(rules) + "\n" + FALLBACKS, files


def katex_files(modules):
    """KaTeX with its woff2 fonts; the rules for older formats are taken out of its style sheet."""
    root = modules / "katex"
    sheet = (root / "dist" / "katex.min.css").read_text()
    sheet = re.sub(r',url\(fonts/[\w-]+\.(?:woff|ttf)\) format\("\w+"\)', "", sheet)
    files = {f"katex/fonts/{path.name}": path for path in (root / "dist" / "fonts").glob("*.woff2")}
    files["katex/katex.min.js"] = root / "dist" / "katex.min.js"
    files["katex/LICENSE.txt"] = root / "LICENSE"
    return sheet, files


def leaflet_files(modules):
    """Leaflet without its pictures: our places are drawn. The rules that name one are taken out."""
    root = modules / "leaflet"
    sheet = (root / "dist" / "leaflet.css").read_text()
    sheet = re.sub(r"background(-image)?: url\([^)]*\);", "", sheet)
    sheet = f"@layer base {{\n{sheet}\n}}\n"  # ours, in later layers, have the last word
    return sheet, {"leaflet/leaflet.js": root / "dist" / "leaflet.js",
                   "leaflet/LICENSE.txt": root / "LICENSE"}


def land(modules):
    """Natural Earth's land as GeoJSON: TopoJSON's shared arcs put together, to a hundredth of a degree."""
    topology = json.loads((modules / "world-atlas" / "land-50m.json").read_text())
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            point = [round(x * scale_x + move_x, 2), round(y * scale_y + move_y, 2)]
            if not points or points[-1] != point:
                points.append(point)
        arcs.append(points)

    def unwrapped(points):
        """A ring over the day's border goes on beyond it, instead of across the whole map. One around a pole has to."""
        shift, path = 0, []
        for before, (lon, lat) in zip(points[:1] + points, points):
            if abs(lon - before[0]) > 180:
                shift += 360 if lon < before[0] else -360
            path.append([round(lon + shift, 2), lat])
        if path[0] != path[-1]:
            return points
        turns = round(sum(lon for lon, _ in path) / len(path) / 360)
        return [[round(lon - 360 * turns, 2), lat] for lon, lat in path]

    def ring(numbers):
        points = []
        for number in numbers:
            # ~n is arc n from its end; neighbours share a point.
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[1:] if points else arc
        return unwrapped(points)

    polygons = [[ring(numbers) for numbers in polygon]
                for geometry in topology["objects"]["land"]["geometries"] for polygon in geometry["arcs"]]
    # A ring of fewer points has no inside at this scale.
    polygons = [[one for one in polygon if len(one) > 3] for polygon in polygons]
    shape = {"type": "MultiPolygon", "coordinates": [polygon for polygon in polygons if polygon]}
    return json.dumps(shape, separators=(",", ":")).encode()


def shorten(css):
    """Without comments and needless space: the sheet is written for its readers, not for its size."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).strip() + "\n"


def main(static, modules, out):
    static, modules, out = pathlib.Path(static), pathlib.Path(modules), pathlib.Path(out)
    sheets = {path.stem for path in (static / "css").glob("*.css")}
    if sheets != set(CSS):
        sys.exit(f"tools/assemble_static.py and static/css differ in {sorted(sheets ^ set(CSS))}")

    faces, files = font_faces(modules)
    katex_sheet, more = katex_files(modules)
    leaflet_sheet, leaflet = leaflet_files(modules)
    files |= more | leaflet
    css = faces + "\n".join((static / "css" / f"{name}.css").read_text() for name in CSS)
    wanted = {"css/site.css": shorten(css).encode(), "katex/katex.min.css": katex_sheet.encode(),
              "leaflet/leaflet.css": leaflet_sheet.encode(), "map/land.json": land(modules)}
    for path in static.rglob("*"):
        if path.is_file() and path.parent.name != "css":
            wanted[path.relative_to(static).as_posix()] = path.read_bytes()
    for name, path in files.items():
        wanted[name] = path.read_bytes()

    for path in out.rglob("*") if out.exists() else []:
        if path.is_file() and path.relative_to(out).as_posix() not in wanted:
            path.unlink()
    for name, content in wanted.items():
        target = out / name
        if target.exists() and target.read_bytes() == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


main(*sys.argv[1:])
