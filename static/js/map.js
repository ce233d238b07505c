// Draws the places of the list on a map, with land that we serve ourselves: nothing is fetched from
// elsewhere. Without it the list stands alone.
import "../leaflet/leaflet.js";

/**
 * Leaflet leaves itself in the global scope.
 * @type {any}
 */
const leaflet = /** @type {any} */ (globalThis).L;

/** What a marker leads to, as the list has it. */
class Place {
  /** @param {HTMLElement} item */
  constructor(item) {
    const link = item.querySelector("a");
    this.at = [Number(item.dataset.lat), Number(item.dataset.lon)];
    this.name = link?.textContent ?? "";
    this.address = link?.getAttribute("href") ?? "";
  }
}

/** Text and a link, never HTML of a name. @param {Place} place */
function popupOf(place) {
  const link = document.createElement("a");
  link.href = place.address;
  link.textContent = place.name;
  return link;
}

/** @param {Place} place */
function wordsOf(place) {
  const words = document.createElement("bdi");
  words.textContent = place.name;
  return words;
}

/** @param {HTMLElement} sheet @param {Place[]} places */
async function draw(sheet, places) {
  const answer = await fetch(sheet.dataset.land ?? "");
  if (!answer.ok) return;
  const land = await answer.json();
  sheet.hidden = false;
  const credit = document.querySelector(".map__credit");
  if (credit instanceof HTMLElement) credit.hidden = false;
  const map = leaflet.map(sheet, { attributionControl: false, worldCopyJump: true, minZoom: 1, maxZoom: 8 });
  // First of all: paths that are added before are never clipped to what is shown, and fail.
  map.fitBounds(leaflet.latLngBounds(places.map((place) => place.at)).pad(0.25), { maxZoom: 5 });
  leaflet.geoJSON(land, { interactive: false, className: "map__land", style: { fillOpacity: 1, fillColor: null, color: null } }).addTo(map);
  for (const place of places) {
    leaflet
      .circleMarker(place.at, { radius: 6, className: "map__place", fillOpacity: 1, fillColor: null, color: null })
      .addTo(map)
      .bindTooltip(wordsOf(place))
      .bindPopup(popupOf(place));
  }
}

const sheet = document.getElementById("map");
const items = [...document.querySelectorAll(".map__places > [data-lat]")];
if (sheet && items.length > 0) {
  void draw(sheet, items.map((item) => new Place(/** @type {HTMLElement} */ (item))));
}
