// Two other sites to sign in by: npm's oidc-provider, which keeps to the letter of OpenID Connect, and an
// evil one of our own, which answers wrongly in the way that it is told to.
import { createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer } from "node:http";

const client = { id: "attest", secret: "a secret of the test's" };

/** Listens on a free port of this machine; answers its address. */
function listen(handler) {
  return new Promise((resolve) => {
    const server = createServer(handler);
    server.listen(0, "127.0.0.1", () => resolve({
      issuer: `http://localhost:${server.address().port}`,
      stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
    }));
  });
}

/** An honest site, whose people are all "jane", with her address. */
export async function honestProvider(redirectUrl) {
  const { Provider } = await import("oidc-provider");
  let callback;
  const server = await listen((request, response) => callback(request, response));
  const provider = new Provider(server.issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirectUrl] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    pkce: { required: () => true },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@id.example.com`, email_verified: true, name: "Jane of Elsewhere" }),
    }),
  });
  callback = provider.callback();
  return { ...server, client };
}

const base64url = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

function compact(header, payload, signer) {
  const text = `${base64url(header)}.${base64url(payload)}`;
  return `${text}.${signer(text)}`;
}

/** Every way in which the evil site answers wrongly: `guards.md`, V10. The first is right. */
export const answers = {
  right: {},
  "an unsigned token": { header: { alg: "none" }, signer: () => "" },
  "a token signed with the public key as a secret": { header: { alg: "HS256" }, secret: true },
  "a token signed with another key": { stranger: true },
  "a token that brings its own key": { stranger: true, bringsKey: true },
  "a token of a key that is not published": { header: { kid: "unknown" } },
  "a token whose algorithm is not its key's": { header: { alg: "RS256" } },
  "another issuer's token": { claims: { iss: "https://accounts.example.com" } },
  "a token for another client": { claims: { aud: "somebody else" } },
  "a token for others too": { claims: { aud: ["attest", "others"], azp: "others" } },
  "a token that has expired": { claims: { exp: Math.floor(Date.now() / 1000) - 3600 } },
  "a token from the future": { claims: { iat: Math.floor(Date.now() / 1000) + 3600 } },
  "a token of another attempt": { claims: { nonce: "replayed" } },
  "a token of nobody": { claims: { sub: "" } },
  "another browser's state": { state: "stolen" },
  "a way back from another issuer": { iss: "https://accounts.example.com" },
};

/** `wrong` is set to one of `answers` before each try. */
export async function evilProvider() {
  const key = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = (pair) => ({ ...pair.publicKey.export({ format: "jwk" }), kid: "k", use: "sig", alg: "ES256" });
  const site = { wrong: answers.right, nonces: new Map() };

  function idToken(nonce) {
    const { wrong } = site;
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: site.issuer, aud: client.id, sub: "evil-1", nonce, iat: now, exp: now + 300,
      email: "mallory@id.example.com", email_verified: true, name: "Mallory", ...wrong.claims };
    const header = { alg: "ES256", kid: "k", ...wrong.header, ...(wrong.bringsKey ? { jwk: jwk(stranger) } : {}) };
    const pair = wrong.stranger ? stranger : key;
    const byKey = (text) => sign("sha256", Buffer.from(text), { key: pair.privateKey, dsaEncoding: "ieee-p1363" })
      .toString("base64url");
    const bySecret = (text) => createHmac("sha256", key.publicKey.export({ type: "spki", format: "pem" })).update(text)
      .digest("base64url");
    return compact(header, claims, wrong.signer ?? (wrong.secret ? bySecret : byKey));
  }

  function authorize(url, response) {
    const code = randomBytes(8).toString("hex");
    site.nonces.set(code, url.searchParams.get("nonce"));
    const back = new URL(url.searchParams.get("redirect_uri"));
    back.searchParams.set("code", code);
    back.searchParams.set("state", site.wrong.state ?? url.searchParams.get("state"));
    back.searchParams.set("iss", site.wrong.iss ?? site.issuer);
    response.writeHead(303, { location: back.href }).end();
  }

  const documents = {
    "/.well-known/openid-configuration": () => ({
      issuer: site.issuer, authorization_endpoint: `${site.issuer}/auth`, token_endpoint: `${site.issuer}/token`,
      jwks_uri: `${site.issuer}/keys`, authorization_response_iss_parameter_supported: true,
    }),
    "/keys": () => ({ keys: [jwk(key)] }),
    "/token": (body) => ({ token_type: "Bearer", id_token: idToken(site.nonces.get(body.get("code"))) }),
  };

  const server = await listen(async (request, response) => {
    const url = new URL(request.url, site.issuer);
    if (url.pathname === "/auth") { authorize(url, response); return; }
    let body = "";
    for await (const chunk of request) body += chunk;
    const document = documents[url.pathname]?.(new URLSearchParams(body));
    response.writeHead(document ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(document ?? {}));
  });
  return Object.assign(site, server, { client });
}
