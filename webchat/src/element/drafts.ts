import type { FormDraft, FormDrafts } from "../conversation/filling";
import type { Drafts } from "../conversation/options";

const key = "econtacts-draft";

/** What is typed and not sent, kept over a reload of this tab and nowhere else. */
export const tabDrafts: Drafts = {
  read: () => attempt(() => sessionStorage.getItem(key)) ?? "",
  write: (draft) => {
    attempt(() => {
      if (draft === "") sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, draft);
    });
  },
};

const formKey = "econtacts-form-";

/** What is filled and not sent, as long. */
export const tabFormDrafts: FormDrafts = {
  read: (form) => attempt(() => JSON.parse(sessionStorage.getItem(formKey + form) ?? "null") as FormDraft | null),
  write: (form, draft) => {
    attempt(() => {
      if (draft === null) sessionStorage.removeItem(formKey + form);
      else sessionStorage.setItem(formKey + form, JSON.stringify(draft));
    });
  },
};

/** Of every form: its author wants nothing kept. */
export function dropFormDrafts(): void {
  attempt(() => {
    Object.keys(sessionStorage)
      .filter((name) => name.startsWith(formKey))
      .forEach((name) => {
        sessionStorage.removeItem(name);
      });
  });
}

/** A browser may refuse any storage; the draft then lives as long as the page. */
function attempt<Result>(use: () => Result): Result | null {
  try {
    return use();
  } catch {
    return null;
  }
}
