import { expect, it } from "vitest";
import { Filling, type FormDraft, type FormDrafts, type Landmark } from "../../src/conversation/filling";
import { ServerRefused, ServerUnreachable } from "../../src/transport/errors";
import { fakeTransport } from "../fake-transport";
import { acknowledgement, file } from "../forms";

function keptIn(kept: Map<string, FormDraft>): FormDrafts {
  return {
    read: (form) => kept.get(form) ?? null,
    write: (form, draft) => {
      if (draft === null) kept.delete(form);
      else kept.set(form, draft);
    },
  };
}

async function opened({ kept = new Map<string, FormDraft>(), transport = fakeTransport() } = {}) {
  const moves: Landmark[] = [];
  const sent: string[] = [];
  const ended: string[] = [];
  const filling = new Filling({
    transport,
    drafts: keptIn(kept),
    onChange: () => undefined,
    onMove: (landmark) => moves.push(landmark),
    onSent: ({ number }) => sent.push(number),
    onSessionEnded: () => ended.push("ended"),
  });
  await filling.open("F06", "contacter_service");
  return { filling, transport, kept, moves, sent, ended };
}

function fill(filling: Filling): void {
  filling.fill("subject", "Avis non reçu");
  filling.review();
}

function refused(fields: Record<string, string>, status = 422): ServerRefused {
  return new ServerRefused({ status, code: "invalid_fields", publicMessage: "Non.", correlationId: "c", retryAfter: null, fields });
}

it("begins with what the conversation suggests, on its title", async () => {
  const { filling, moves } = await opened();
  expect(filling.state?.values).toEqual({ subject: "", message: "où est mon avis" });
  expect(moves).toEqual(["request-title"]);
});

it("does not go on while something is to correct, and leads there", async () => {
  const { filling, moves } = await opened();
  filling.review();
  expect(filling.state).toMatchObject({ step: "filling", mistakes: { subject: { code: "required" } } });
  expect(moves.at(-1)).toBe("request-mistakes");
});

it("is read back, then sent with the topic that offered it", async () => {
  const { filling, transport, sent } = await opened();
  fill(filling);
  expect(filling.state?.step).toBe("reviewing");
  await filling.send();
  expect(transport.sendRequest.mock.lastCall?.[0]).toMatchObject({
    form: "F06",
    topic: "contacter_service",
    fields: { subject: "Avis non reçu", message: "où est mon avis" },
  });
  expect(filling.state?.step).toBe("sent");
  expect(sent).toEqual([acknowledgement.number]);
});

it("is sent once however often the button is pressed", async () => {
  const { filling, transport } = await opened();
  fill(filling);
  await Promise.all([filling.send(), filling.send(), filling.send()]);
  await filling.send();
  expect(transport.sendRequest).toHaveBeenCalledOnce();
});

it("is sent again under the same key when no answer came, also after a reload", async () => {
  const first = await opened();
  first.transport.sendRequest.mockRejectedValue(new ServerUnreachable("gone"));
  fill(first.filling);
  await first.filling.send();
  expect(first.filling.state).toMatchObject({ busy: false, failure: { kind: "network" } });
  const second = await opened({ kept: first.kept });
  second.filling.review();
  await second.filling.send();
  const keys = [first, second].map(({ transport }) => transport.sendRequest.mock.lastCall?.[0].idempotency_key);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
});

it("takes another key when its content changes", async () => {
  const { filling, transport } = await opened();
  transport.sendRequest.mockRejectedValueOnce(new ServerUnreachable("gone"));
  fill(filling);
  await filling.send();
  filling.correct();
  filling.fill("subject", "Autre chose");
  filling.review();
  await filling.send();
  const keys = transport.sendRequest.mock.calls.map(([request]) => request.idempotency_key);
  expect(new Set(keys).size).toBe(2);
});

it("keeps its draft until it is sent", async () => {
  const { filling, kept } = await opened();
  filling.fill("subject", "Avis");
  filling.close();
  expect((await opened({ kept })).filling.state?.values["subject"]).toBe("Avis");
  await filling.open("F06", null);
  filling.review();
  await filling.send();
  expect(kept.size).toBe(0);
});

it("says after a reload that its files are to be chosen again", async () => {
  const { filling, kept } = await opened();
  filling.attach([file("avis.pdf")]);
  expect((await opened({ kept })).filling.state).toMatchObject({ filesLost: true, files: [] });
});

it("tells what the server sees beside each field", async () => {
  const { filling, transport, moves } = await opened();
  transport.sendRequest.mockRejectedValueOnce(refused({ message: "Retirez le numéro." }));
  fill(filling);
  await filling.send();
  expect(filling.state).toMatchObject({ step: "filling", mistakes: { message: { words: "Retirez le numéro." } } });
  expect(moves.at(-1)).toBe("request-mistakes");
});

it("is read back and sent under another key when its own stands for another content", async () => {
  const { filling, transport } = await opened();
  const conflict = { status: 409, code: "request_conflict", publicMessage: "Relisez.", correlationId: "c", retryAfter: null, fields: {} };
  transport.sendRequest.mockRejectedValueOnce(new ServerRefused(conflict));
  fill(filling);
  await filling.send();
  expect(filling.state).toMatchObject({ step: "filling", failure: { kind: "server", message: "Relisez." } });
  await filling.retry();
  expect(filling.state).toMatchObject({ step: "reviewing", failure: null });
  await filling.send();
  const keys = transport.sendRequest.mock.calls.map(([request]) => request.idempotency_key);
  expect(new Set(keys).size).toBe(2);
});

it("keeps the draft when the session ends, and says so", async () => {
  const { filling, transport, kept, ended } = await opened();
  const error = { status: 401, code: "session_required", publicMessage: "Terminée.", correlationId: "c", retryAfter: null, fields: {} };
  transport.sendRequest.mockRejectedValueOnce(new ServerRefused(error));
  fill(filling);
  await filling.send();
  expect(ended).toEqual(["ended"]);
  expect(kept.size).toBe(1);
});

it("opens again after a failure", async () => {
  const transport = fakeTransport();
  transport.form.mockRejectedValueOnce(new ServerUnreachable("gone"));
  const { filling } = await opened({ transport });
  expect(filling.state).toMatchObject({ definition: null, failure: { kind: "network" } });
  await filling.retry();
  expect(filling.state?.definition?.id).toBe("F06");
});

it("names the earlier requests of the same form", async () => {
  const transport = fakeTransport();
  transport.sent.mockResolvedValue([acknowledgement, { ...acknowledgement, form: "F01", number: "2026-ZZZZ-ZZZZ" }]);
  expect((await opened({ transport })).filling.state?.numbers).toEqual([acknowledgement.number]);
});

it.each([
  ["of another type", [file("a.exe", 1, "application/x-msdownload")], 0, "fileType"],
  ["too heavy", [file("a.pdf", 1001)], 0, "fileSize"],
  ["too many", [file("a.pdf"), file("b.pdf"), file("c.pdf")], 2, "files"],
  ["good", [file("a.pdf"), file("b.pdf")], 2, undefined],
])("looks at files before they leave: %s", async (_, files, kept, code) => {
  const { filling } = await opened();
  filling.attach(files);
  expect(filling.state?.files).toHaveLength(kept);
  expect(filling.state?.mistakes["attachments"]).toEqual(code === undefined ? undefined : { code });
});

it("lets a file go", async () => {
  const { filling } = await opened();
  const [kept, gone] = [file("a.pdf"), file("b.pdf")];
  filling.attach([kept, gone]);
  filling.detach(gone);
  expect(filling.state?.files).toEqual([kept]);
});
