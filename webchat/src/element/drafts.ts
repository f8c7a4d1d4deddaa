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

/** A browser may refuse any storage; the draft then lives as long as the page. */
function attempt<Result>(use: () => Result): Result | null {
  try {
    return use();
  } catch {
    return null;
  }
}
