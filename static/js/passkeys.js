// Passkeys: asks the server for options, lets the browser talk to the device, and sends the form with the
// answer. The server's options have their bytes in base64url, and so has the form.

/** @param {ArrayBuffer} buffer */
function toBase64url(buffer) {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {string} text */
function fromBase64url(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {ArrayBuffer} value
 */
function fill(form, name, value) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = toBase64url(value);
}

/** @param {HTMLFormElement} form */
async function askForOptions(form) {
  const answer = await fetch(form.dataset.start ?? "", {
    method: "POST",
    body: new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)])),
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

/** @param {HTMLFormElement} form */
async function create(form) {
  const options = await askForOptions(form);
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: fromBase64url(options.challenge),
      user: { ...options.user, id: fromBase64url(options.user.id) },
      excludeCredentials: options.excludeCredentials.map((/** @type {{ id: string, type: "public-key" }} */ one) =>
        ({ ...one, id: fromBase64url(one.id) })),
    },
  });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no credential");
  const { response } = credential;
  if (!(response instanceof AuthenticatorAttestationResponse)) throw new Error("no attestation");
  fill(form, "client_data", response.clientDataJSON);
  fill(form, "attestation_object", response.attestationObject);
}

/** @param {HTMLFormElement} form */
async function get(form) {
  const options = await askForOptions(form);
  const credential = await navigator.credentials.get({
    publicKey: { ...options, challenge: fromBase64url(options.challenge) },
  });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no credential");
  const { response } = credential;
  if (!(response instanceof AuthenticatorAssertionResponse)) throw new Error("no assertion");
  fill(form, "credential_id", credential.rawId);
  fill(form, "client_data", response.clientDataJSON);
  fill(form, "authenticator_data", response.authenticatorData);
  fill(form, "signature", response.signature);
}

/** @param {HTMLFormElement} form */
function attach(form) {
  const sorry = form.querySelector("[data-passkey-error]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (sorry instanceof HTMLElement) sorry.hidden = true;
    const ceremony = form.dataset.passkey === "create" ? create : get;
    // `submit()` goes past this listener.
    ceremony(form).then(() => form.submit()).catch(() => {
      if (sorry instanceof HTMLElement) sorry.hidden = false;
    });
  });
}

if (typeof document !== "undefined" && "PublicKeyCredential" in globalThis) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (form instanceof HTMLFormElement) attach(form);
  }
}
