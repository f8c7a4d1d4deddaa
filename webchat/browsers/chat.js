import { existsSync } from "node:fs";

/** Where a browser is: named by `variable`, or the system's. CI has them all; elsewhere one may be missing. */
export function browserAt(variable, system) {
  const path = process.env[variable] ?? system;
  if (existsSync(path)) return { executablePath: path, skip: false };
  if (process.env.CI) throw new Error(`no browser at ${path}; name one with ${variable}=/path`);
  return { executablePath: path, skip: `no browser at ${path}; name one with ${variable}=/path` };
}

/** The chat, open on a page of its own; `inside` runs in the element, whose tree is in its shadow. */
export async function openChat(browser, address, viewport) {
  const page = await browser.newPage();
  await page.setViewport(viewport);
  await page.goto(address);
  const element = await page.$("econtacts-chat");
  const inside = (act) => element.evaluate(act);
  const shows = (words) => page.waitForFunction((chat, text) => chat.shadowRoot.textContent.includes(text), {}, element, words);
  await inside((chat) => chat.shadowRoot.querySelector("#panel").hidden && chat.shadowRoot.querySelector("#launcher").click());
  await shows("Bonjour !");
  const ask = async (words) => {
    await inside((chat) => chat.shadowRoot.querySelector("#question").focus());
    await page.keyboard.type(words);
    await page.keyboard.press("Enter");
  };
  return { page, inside, shows, ask };
}
