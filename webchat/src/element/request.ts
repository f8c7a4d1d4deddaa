/** What a form needs and a conversation does not: a file of its own, fetched with the first form. */
export { Filling } from "../conversation/filling";
export { requestView } from "../view/request";
