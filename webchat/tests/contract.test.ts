import { describe, expect, it } from "vitest";
import gatewayExamples from "../../contracts/examples/gateway.json?raw";
import type { Message, NewRequest } from "../src/contract";
import { ServerRefused } from "../src/transport/errors";
import { fieldsOf, textIn, type Fields } from "../src/transport/fields";
import { HttpTransport } from "../src/transport/http-transport";

/** The examples that the gateway's own tests check, read here by the widget's own transport. */
interface Example {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly sent: Fields;
  readonly status: number;
  readonly body: unknown;
}

const api = "/api/v1";
const examples = (JSON.parse(gatewayExamples) as readonly unknown[]).map(read);

function read(written: unknown): Example {
  const example = fieldsOf(written);
  const request = fieldsOf(example["request"]);
  const response = fieldsOf(example["response"]);
  return {
    name: textIn(example, "name"),
    method: textIn(request, "method"),
    path: textIn(request, "path").slice(api.length),
    sent: fieldsOf(request["body"] ?? {}),
    status: Number(response["status"]),
    body: response["body"],
  };
}

/** A transport whose server gives this example's response; what was asked is kept beside it. */
function serverOf(example: Example): { transport: HttpTransport; asked: Request[] } {
  const asked: Request[] = [];
  const fetch = (input: string, init: RequestInit): Promise<Response> => {
    asked.push(new Request(new URL(input, "http://page.test"), init));
    const body = example.status === 204 ? null : JSON.stringify(example.body);
    const headers = { "content-type": "application/json" };
    return Promise.resolve(new Response(body, { status: example.status, headers }));
  };
  return { transport: new HttpTransport({ api, fetch }), asked };
}

async function replay(transport: HttpTransport, { method, path, sent }: Example): Promise<unknown> {
  const { signal } = new AbortController();
  const text = (name: string): string | null => (typeof sent[name] === "string" ? sent[name] : null);
  switch (`${method} ${path}`) {
    case "POST /conversations":
      return transport.open(sent, signal);
    case "POST /messages":
      return transport.send(
        "choice" in sent ? { choice: textIn(sent, "choice") } : { text: textIn(sent, "text") },
        textIn(sent, "turn"),
        signal,
      );
    case "GET /messages":
      return transport.history(signal);
    case "POST /ratings":
      return transport.rate(
        textIn(sent, "message_id"),
        { value: sent["value"] === "up" ? "up" : "down", reason: text("reason"), comment: text("comment") },
        signal,
      );
    case "DELETE /conversations/current":
      return transport.erase(signal);
    case "GET /forms":
      return transport.forms(signal);
    case "GET /forms/F06":
    case "GET /forms/F99":
      return transport.form(path.slice("/forms/".length), signal);
    case "GET /requests":
      return transport.sent(signal);
    case "POST /requests":
      return transport.sendRequest(sent as unknown as NewRequest, [], signal);
    default:
      throw new Error(`the widget never asks for ${method} ${path}`);
  }
}

const accepted = examples.filter(({ status }) => status < 400);
const refused = examples.filter(({ status }) => status >= 400);

describe("the gateway's examples", () => {
  it.each(examples)("are asked for as written: $name", async (example) => {
    const { transport, asked } = serverOf(example);
    await replay(transport, example).catch((error: unknown) => {
      expect(error).toBeInstanceOf(ServerRefused);
    });
    expect(asked).toHaveLength(1);
    const sent = await asked[0]?.text();
    expect(sent === "" || sent === undefined ? {} : JSON.parse(sent)).toEqual(example.sent);
  });

  it.each(accepted)("are understood without loss: $name", async (example) => {
    const { transport } = serverOf(example);
    const understood = await replay(transport, example);
    const body = fieldsOf(example.body ?? {});
    const messages = body["messages"] as readonly Message[] | undefined;
    if (messages !== undefined) expect(understood).toMatchObject(Array.isArray(understood) ? messages : { messages });
    else if (example.status !== 204) expect(understood).toEqual(body["cards"] ?? body["requests"] ?? body);
  });

  it.each(refused)("are told to the citizen in the server's words: $name", async (example) => {
    const { transport } = serverOf(example);
    const error = fieldsOf(fieldsOf(example.body)["error"]);
    const failure = await replay(transport, example).catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(ServerRefused);
    expect(failure).toMatchObject({ refusal: { publicMessage: textIn(error, "message"), code: textIn(error, "code") } });
  });
});
