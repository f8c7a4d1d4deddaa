import { vi } from "vitest";
import "../../src/econtacts-chat";
import type { EcontactsChatElement } from "../../src/econtacts-chat";
import type { Message } from "../../src/contract";
import { greeting } from "../messages";

type Reply = () => Promise<Response>;

export function replying(status: number, body?: unknown, headers: Record<string, string> = {}): Reply {
  return () => Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status, headers }));
}

export const unreachable: Reply = () => Promise.reject(new TypeError("failed to fetch"));

export function messages(...items: readonly Message[]): Reply {
  return replying(200, { messages: items });
}

export function opened(...items: readonly Message[]): Reply {
  const rating_reasons = [{ id: "unclear", label: "La réponse n'est pas claire" }];
  return replying(201, { messages: items, rating_reasons, message_length: 500 });
}

/** The gateway behind `fetch`, route by route; a test changes the route that it is about. */
export function fakeGateway(changes: Record<string, Reply> = {}) {
  const routes: Record<string, Reply> = {
    "POST /api/v1/conversations": opened(greeting),
    "GET /api/v1/forms": replying(200, { cards: [] }),
    "GET /api/v1/events": replying(429),
    "DELETE /api/v1/conversations/current": replying(204),
    ...changes,
  };
  const fetch = vi.fn((url: string, { method = "GET" }: RequestInit) => {
    const reply = routes[`${method} ${url}`];
    return reply === undefined ? unreachable() : reply();
  });
  vi.stubGlobal("fetch", fetch);
  /** What was asked of one route. */
  const asked = (route: string) => fetch.mock.calls.filter(([url, { method = "GET" }]) => `${method} ${url}` === route);
  return { routes, fetch, asked };
}

/** A chat on the page, with hands and eyes. */
export class ChatPage {
  readonly element: EcontactsChatElement;

  constructor(attributes: Record<string, string> = {}) {
    this.element = document.createElement("econtacts-chat");
    for (const [name, value] of Object.entries(attributes)) this.element.setAttribute(name, value);
    document.body.replaceChildren(this.element);
  }

  get #root(): ShadowRoot {
    if (this.element.shadowRoot === null) throw new Error("the chat is not rendered yet");
    return this.element.shadowRoot;
  }

  get focused(): Element | null {
    return this.#root.activeElement;
  }

  get log(): HTMLElement {
    return this.find('[role="log"]');
  }

  get field(): HTMLTextAreaElement {
    return this.find("#question", HTMLTextAreaElement);
  }

  get launcher(): HTMLElement {
    return this.button("Poser une question");
  }

  get panel(): HTMLElement {
    return this.find("#panel");
  }

  find(selector: string): HTMLElement;
  find<Found extends HTMLElement>(selector: string, type: new () => Found): Found;
  find(selector: string, type = HTMLElement): HTMLElement {
    const found = this.#root.querySelector(selector);
    if (!(found instanceof type)) throw new Error(`nothing matches ${selector}`);
    return found;
  }

  all(selector: string): HTMLElement[] {
    return [...this.#root.querySelectorAll<HTMLElement>(selector)];
  }

  button(words: string): HTMLElement {
    const found = this.all("button").find(({ textContent }) => textContent.includes(words));
    if (found === undefined) throw new Error(`no button says "${words}"`);
    return found;
  }

  async open(): Promise<void> {
    await this.settled();
    this.launcher.click();
    await this.settled();
  }

  async press(words: string): Promise<void> {
    this.button(words).click();
    await this.settled();
  }

  async key(target: HTMLElement, key: string, more: KeyboardEventInit = {}): Promise<KeyboardEvent> {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...more });
    target.dispatchEvent(event);
    await this.settled();
    return event;
  }

  async write(words: string): Promise<void> {
    this.field.value = words;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    await this.settled();
  }

  async say(words: string): Promise<void> {
    await this.write(words);
    await this.key(this.field, "Enter");
  }

  /** Lets the replies under way arrive and the element render them. */
  async settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    await this.element.updateComplete;
  }
}
