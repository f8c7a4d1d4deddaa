import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import puppeteer from "puppeteer-core";
import { browserAt, openChat } from "./chat.js";
import { serve } from "./serve.js";

/** The built widget in the system's Firefox, driven by WebDriver BiDi. */

const { executablePath, skip } = browserAt("FIREFOX", "/usr/bin/firefox-esr");
const wide = { width: 1280, height: 900 };

describe("Firefox", { skip }, () => {
  let site;
  let browser;

  before(async () => {
    site = await serve("dist");
    browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  test("a question is typed and answered, with its card", async () => {
    const { inside, shows, ask } = await openChat(browser, site.address, wide);
    await ask("je ne peux pas payer");
    await shows("demander un délai");
    assert.equal(await inside((chat) => chat.shadowRoot.querySelectorAll(".card").length), 1);
    assert.equal(await inside((chat) => chat.shadowRoot.querySelector("#question").value), "");
  });

  test("what is said elsewhere is followed live", async () => {
    const { shows } = await openChat(browser, site.address, wide);
    await shows("Dit dans un autre onglet.");
  });

  test("Escape closes and gives the focus back, and the keyboard opens again", async () => {
    const { page, inside } = await openChat(browser, site.address, wide);
    await inside((chat) => chat.shadowRoot.querySelector("#question").focus());
    await page.keyboard.press("Escape");
    assert.equal(await inside((chat) => chat.shadowRoot.activeElement.id), "launcher");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => !document.querySelector("econtacts-chat").shadowRoot.querySelector("#panel").hidden);
  });

  test("nothing scrolls sideways on a small telephone", async () => {
    const { page } = await openChat(browser, site.address, { width: 320, height: 640 });
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    assert.ok(scrollWidth <= clientWidth);
  });
});
