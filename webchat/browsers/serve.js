import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const kinds = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const at = "2026-02-14T09:00:00Z";
const greeting = {
  kind: "text",
  id: "1",
  at,
  text: "Bonjour ! Je suis l'assistant automatique.",
  choices: [{ id: "1-0", title: "J'ai du mal à payer mon impôt" }],
  cards: [],
};
const card = {
  kind: "form",
  title: "J'ai des difficultés pour payer",
  path: ["Messagerie sécurisée", "Écrire"],
  href: "https://www.impots.gouv.fr/accueil",
  purpose: "Demander un délai de paiement.",
  demonstration: true,
  now: null,
};
const question = { kind: "citizen", id: "2", at, text: "je ne peux pas payer" };
const answer = {
  kind: "answer",
  id: "3",
  at,
  topic: "demander_delai_paiement",
  text: "Vous pouvez demander un délai :\n- dans votre espace ;\n- par courrier.",
  choices: [],
  cards: [card],
  sources: [{ title: "Payer son impôt", href: null, date: null }],
  reviewed_on: "2026-02-14",
  valid_until: null,
  rating: null,
};
const more = { ...greeting, id: "4", text: "Dit dans un autre onglet.", choices: [] };
const opened = { messages: [greeting], rating_reasons: [{ id: "autre", label: "Autre raison" }], message_length: 500, notice: null };

const replies = {
  "POST /api/v1/conversations": opened,
  "POST /api/v1/messages": { messages: [question, answer], notice: null },
  "GET /api/v1/messages": { messages: [greeting, question, answer], notice: null },
  "GET /api/v1/forms": { cards: [card] },
  "POST /api/v1/ratings": { value: "up", reason: null, comment: null },
};

/** The built page with a gateway that always says the same, for browsers that no test framework drives. */
export async function serve(folder) {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://page.test").pathname;
    if (path === "/api/v1/events") follow(response);
    else if (path.startsWith("/api/")) reply(response, replies[`${request.method} ${path}`]);
    else file(response, join(folder, normalize(path === "/" ? "/index.html" : path)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}/`, close };
}

/** Says one thing more once the answer has had the time to be read back. */
function follow(response) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write('event: notice\ndata: {"notice": null}\n\n');
  const later = setTimeout(() => response.write(`event: message\nid: 4\ndata: ${JSON.stringify(more)}\n\n`), 3000);
  response.on("close", () => clearTimeout(later));
}

function reply(response, body) {
  response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(body ?? {}));
}

function file(response, path) {
  const found = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  response.writeHead(found ? 200 : 404, { "content-type": kinds[extname(path)] ?? "text/plain" });
  if (found) createReadStream(path).pipe(response);
  else response.end();
}
