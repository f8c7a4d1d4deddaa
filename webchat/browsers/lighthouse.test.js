import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { snapshot } from "lighthouse";
import puppeteer from "puppeteer-core";
import { browserAt, openChat } from "./chat.js";
import { serve } from "./serve.js";

/** Lighthouse's accessibility audits of the demonstration page, in the system's Chromium. */

const { executablePath, skip } = browserAt("CHROMIUM", "/usr/bin/chromium");
const sizes = { desktop: { width: 1350, height: 940 }, mobile: { width: 412, height: 823 } };

/** What is looked at: the conversation just open, an answer, the panel closed. */
const states = [
  ["the conversation open", "desktop", async () => undefined],
  [
    "an answer, its card and its rating",
    "mobile",
    async ({ ask, shows }) => {
      await ask("je ne peux pas payer");
      await shows("demander un délai");
    },
  ],
  ["the panel closed", "mobile", async ({ inside }) => inside((chat) => chat.shadowRoot.querySelector(".close").click())],
];

describe("Lighthouse", { skip }, () => {
  let site;
  let browser;

  before(async () => {
    site = await serve("dist");
    browser = await puppeteer.launch({ executablePath, headless: true, args: ["--no-sandbox", "--disable-background-networking"] });
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  for (const [name, formFactor, reach] of states) {
    test(`gives 100 for accessibility to ${name}, ${formFactor}`, async () => {
      const chat = await openChat(browser, site.address, sizes[formFactor]);
      await reach(chat);
      const flags = { onlyCategories: ["accessibility"], formFactor, screenEmulation: { disabled: true } };
      const { lhr } = await snapshot(chat.page, { flags });
      const scores = Object.values(lhr.audits).filter(({ score }) => score !== null);
      const failed = scores.filter(({ score }) => score < 1).map(({ id }) => id);
      assert.deepEqual(failed, []);
      assert.equal(lhr.categories.accessibility.score, 1);
      assert.ok(scores.length >= 20, "Lighthouse looked at the page");
      await chat.page.close();
    });
  }
});
