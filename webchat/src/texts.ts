import type { CardKind } from "./contract";
import type { MistakeCode } from "./conversation/filling-state";

export type Language = "fr" | "en";

/** What the assistant says is in French, whatever the language of the interface. */
export const spokenLanguage: Language = "fr";

/** The same for the browser's voices, which want a country. */
export const spokenLocale = "fr-FR";

const french = {
  language: "fr" as Language,
  launcher: "Poser une question",
  title: "Assistant",
  close: "Fermer la conversation",

  reminder: {
    label: "À savoir",
    automatic: "Vous parlez à un assistant automatique.",
    sensitive: "N'écrivez aucune donnée de santé ni coordonnée bancaire.",
    /** For who reads the interface in another language than the assistant's. */
    language: "",
  },

  notice: { label: "Information importante" },

  log: {
    label: "Conversation avec l'assistant",
    citizen: "Vous :",
    assistant: "Assistant :",
    correct: "Corriger ma question",
    masked:
      "Les données personnelles de votre message ont été masquées avant d'être lues. L'assistant n'en a pas besoin et ne les conserve pas.",
  },

  status: {
    opening: "Ouverture de la conversation…",
    writing: "L'assistant écrit…",
    chosen: (title: string) => `Vous avez choisi « ${title} ». L'assistant écrit…`,
    erasing: "Effacement de la conversation…",
  },

  news: {
    renewed:
      "Votre session avait pris fin. Une nouvelle conversation est ouverte ; vous pouvez de nouveau envoyer votre question.",
    erased: "Votre conversation est effacée.",
    correcting: "Modifiez votre question, puis envoyez-la de nouveau.",
    offline: "Vous n'êtes plus connecté à internet. Votre conversation reste affichée.",
    lost: "La connexion est interrompue. Votre conversation reste affichée.",
    online: "La connexion est rétablie.",
    stillOut: "L'assistant est toujours indisponible.",
    recovered: "L'assistant répond de nouveau.",
    noForm: "Le formulaire n'a pas pu s'ouvrir. Réessayez dans un instant.",
  },

  failures: {
    timedOut: "L'assistant met trop de temps à répondre.",
    network: "La connexion a échoué. Vérifiez votre accès à internet.",
    server: "Le service rencontre une difficulté.",
    pending: "L'assistant répond encore à votre question précédente. Attendez un instant, puis réessayez.",
    tooMany: "Il y a eu beaucoup de demandes en peu de temps.",
    wait: (seconds: number) => (seconds > 90 ? `Réessayez dans ${String(Math.ceil(seconds / 60))} minutes.` : `Réessayez dans ${String(seconds)} seconde${seconds > 1 ? "s" : ""}.`),
    waitABit: "Réessayez dans un instant.",
    kept: "Votre texte est conservé.",
    retry: "Réessayer",
    reference: (id: string) => `Référence : ${id}`,
  },

  outage: {
    withForms:
      "L'assistant est momentanément indisponible.\n\nLes services et formulaires ci-dessous restent à votre disposition.",
    withoutForms:
      "L'assistant est momentanément indisponible.\n\nVous pouvez retrouver vos démarches sur le site des impôts.",
    site: {
      title: "impots.gouv.fr",
      href: "https://www.impots.gouv.fr/accueil",
      purpose: "Le site officiel de l'administration fiscale.",
    },
  },

  choices: {
    label: "Réponses proposées",
    chosen: (title: string) => `${title} (votre choix)`,
  },

  cards: {
    kinds: {
      service: "Service en ligne",
      form: "Formulaire",
      contact: "Contact",
      elsewhere: "Autre administration",
    } satisfies Record<CardKind, string>,
    label: "Services et formulaires proposés",
    path: "Chemin :",
    step: " › ",
    open: (title: string) => `Ouvrir « ${title} » (nouvelle fenêtre)`,
    destination: (site: string) => `Vous serez dirigé vers ${site}`,
    demonstration: "Intitulé de démonstration",
  },

  sources: {
    summary: "Sources et vérification",
    dated: (date: string) => `, ${date}`,
    newWindow: "(nouvelle fenêtre)",
    reviewed: (date: string) => `Vérifié le ${date}`,
    valid: (date: string) => `Valable jusqu'au ${date}`,
  },

  rating: {
    question: "Cette réponse vous a-t-elle aidé ?",
    yes: "Oui",
    no: "Non",
    reasons: "Pourquoi ? (facultatif)",
    comment: "Vos précisions (facultatif)",
    commentHint: "N'écrivez aucune donnée personnelle.",
    send: "Envoyer mes précisions",
    saving: "Enregistrement de votre avis…",
    saved: "Merci, votre avis est enregistré.",
  },

  composer: {
    label: "Votre question",
    hint: "Entrée pour envoyer, Maj + Entrée pour aller à la ligne.",
    remaining: (count: number) => `encore ${String(count)} caractère${count > 1 ? "s" : ""}`,
    atMost: (count: number) =>
      count === 0
        ? "Vous avez atteint la longueur maximale."
        : `Il reste au plus ${String(count)} caractères.`,
    off: "L'assistant est interrompu : il ne peut pas recevoir de question. Les services, les formulaires et le téléphone restent à votre disposition.",
    send: "Envoyer",
  },

  options: {
    open: "Options",
    label: "Options de la conversation",
    download: "Télécharger la conversation",
    downloadHint: "Un fichier texte, fait dans votre navigateur.",
    dictation: "Dicter mes questions",
    dictationHint:
      "Votre navigateur transcrit votre voix. Certains navigateurs l'envoient pour cela à leur éditeur. Ne dictez aucune donnée de santé ni coordonnée bancaire.",
    reading: "Lire les réponses à voix haute",
    readingHint: (local: boolean): string =>
      local
        ? "La voix est fabriquée par votre appareil : rien ne le quitte."
        : "Votre navigateur n'annonce pas de voix française installée : il peut envoyer le texte des réponses à son éditeur.",
  },

  voice: {
    dictate: "Dicter",
    stopDictating: "Arrêter la dictée",
    listening: "Le micro est ouvert, parlez.",
    refused: "Le micro n'a pas pu être utilisé. Vous pouvez écrire votre question.",
    stopReading: "Arrêter la lecture",
  },

  request: {
    fill: "Remplir cette demande ici",
    close: "Fermer la demande",
    loading: "Ouverture du formulaire…",
    demonstration: "Formulaire de démonstration : ses champs sont les nôtres, et rien n'est transmis à l'administration.",
    required: "Tous les champs sont obligatoires, sauf ceux marqués « facultatif ».",
    optional: "(facultatif)",
    choose: "Choisissez",
    earlier: (numbers: string) => `Déjà envoyée sous le numéro ${numbers}.`,
    mistakes: "Des champs sont à corriger",
    mistake: {
      required: "Remplissez ce champ.",
      choose: "Choisissez une réponse.",
      date: "Écrivez une date, par exemple : 15/03/2027.",
      year: "Écrivez une année à quatre chiffres, par exemple : 2025.",
      amount: "Écrivez un montant en euros, par exemple : 640 ou 640,50.",
      tooLong: "Ce texte est trop long.",
      files: "Il y a trop de fichiers : les derniers n'ont pas été gardés.",
      fileType: "Un fichier n'est pas d'un type accepté : il n'a pas été gardé.",
      fileSize: "Un fichier est trop lourd : il n'a pas été gardé.",
    } satisfies Record<MistakeCode, string>,
    files: "Pièces jointes (facultatif)",
    chosen: "Fichiers choisis",
    rules: (count: number, megabytes: number, types: string) =>
      `${String(count)} fichiers au plus, de ${String(megabytes)} Mo au plus chacun : ${types}.`,
    filesLost: "Vos pièces jointes n'ont pas pu être gardées : choisissez-les de nouveau.",
    remove: (name: string) => `Retirer ${name}`,
    review: "Vérifier ma demande",
    reviewTitle: "Vérifiez votre demande",
    none: "Aucune réponse",
    noFile: "Aucune",
    send: "Envoyer ma demande",
    sending: "Envoi de votre demande…",
    correct: "Corriger",
    kept: "Votre brouillon est gardé.",
    sentTitle: "Votre demande est enregistrée",
    sent: (number: string) => `Son numéro est ${number}. Gardez-le.`,
    back: "Revenir à la conversation",
  },

  erasure: {
    ask: "Effacer ma conversation",
    question: "Effacer toute la conversation ?",
    warning: "Vos questions, les réponses, vos avis et les demandes envoyées d'ici seront supprimés. Cette action est définitive.",
    confirm: "Oui, effacer",
    cancel: "Annuler",
  },

  transcript: {
    title: "Conversation avec l'assistant automatique",
    saved: (moment: string) => `Enregistrée le ${moment}`,
    source: (title: string) => `Source : ${title}`,
  },
};

export type Texts = typeof french;

const english: Texts = {
  language: "en",
  launcher: "Ask a question",
  title: "Assistant",
  close: "Close the conversation",

  reminder: {
    label: "Good to know",
    automatic: "You are talking to an automated assistant.",
    sensitive: "Do not write any health or bank details.",
    language: "The assistant understands and answers in French only.",
  },

  notice: { label: "Important information" },

  log: {
    label: "Conversation with the assistant",
    citizen: "You:",
    assistant: "Assistant:",
    correct: "Correct my question",
    masked:
      "Personal details in your message were masked before it was read. The assistant does not need them and does not keep them.",
  },

  status: {
    opening: "Opening the conversation…",
    writing: "The assistant is writing…",
    chosen: (title) => `You chose “${title}”. The assistant is writing…`,
    erasing: "Erasing the conversation…",
  },

  news: {
    renewed: "Your session had ended. A new conversation is open; you can send your question again.",
    erased: "Your conversation is erased.",
    correcting: "Change your question, then send it again.",
    offline: "You are no longer connected to the internet. Your conversation stays on the page.",
    lost: "The connection is interrupted. Your conversation stays on the page.",
    online: "You are connected again.",
    stillOut: "The assistant is still unavailable.",
    recovered: "The assistant is answering again.",
    noForm: "The form could not be opened. Try again in a moment.",
  },

  failures: {
    timedOut: "The assistant is taking too long to answer.",
    network: "The connection failed. Check your internet access.",
    server: "The service has a problem.",
    pending: "The assistant is still answering your previous question. Wait a moment, then try again.",
    tooMany: "There were many requests in a short time.",
    wait: (seconds) => (seconds > 90 ? `Try again in ${String(Math.ceil(seconds / 60))} minutes.` : `Try again in ${String(seconds)} second${seconds > 1 ? "s" : ""}.`),
    waitABit: "Try again in a moment.",
    kept: "Your text is kept.",
    retry: "Try again",
    reference: (id) => `Reference: ${id}`,
  },

  outage: {
    withForms: "The assistant is unavailable for the moment.\n\nYou can still use the services and forms below.",
    withoutForms: "The assistant is unavailable for the moment.\n\nYou can find the services on the tax website.",
    site: {
      title: "impots.gouv.fr",
      href: "https://www.impots.gouv.fr/accueil",
      purpose: "The official website of the tax administration.",
    },
  },

  choices: {
    label: "Suggested replies",
    chosen: (title) => `${title} (your choice)`,
  },

  cards: {
    kinds: {
      service: "Online service",
      form: "Form",
      contact: "Contact",
      elsewhere: "Another administration",
    },
    label: "Suggested services and forms",
    path: "Path:",
    step: " › ",
    open: (title) => `Open “${title}” (new window)`,
    destination: (site) => `This leads to ${site}`,
    demonstration: "Demonstration title",
  },

  sources: {
    summary: "Sources and review",
    dated: (date) => `, ${date}`,
    newWindow: "(new window)",
    reviewed: (date) => `Reviewed on ${date}`,
    valid: (date) => `Valid until ${date}`,
  },

  rating: {
    question: "Did this answer help you?",
    yes: "Yes",
    no: "No",
    reasons: "Why? (optional)",
    comment: "More details (optional)",
    commentHint: "Do not write any personal details.",
    send: "Send my details",
    saving: "Recording your rating…",
    saved: "Thank you, your rating is recorded.",
  },

  composer: {
    label: "Your question",
    hint: "Enter to send, Shift + Enter for a new line.",
    remaining: (count) => `${String(count)} character${count > 1 ? "s" : ""} left`,
    atMost: (count) => (count === 0 ? "You have reached the maximum length." : `At most ${String(count)} characters left.`),
    off: "The assistant is switched off: it cannot take a question. The services, the forms and the telephone are still there for you.",
    send: "Send",
  },

  options: {
    open: "Options",
    label: "Options of the conversation",
    download: "Download the conversation",
    downloadHint: "A text file, made in your browser.",
    dictation: "Dictate my questions",
    dictationHint:
      "Your browser turns your voice into text. Some browsers send it to their maker to do so. Do not dictate any health or bank details.",
    reading: "Read the answers aloud",
    readingHint: (local) =>
      local
        ? "The voice is made by your device: nothing leaves it."
        : "Your browser announces no French voice on this device: it may send the text of the answers to its maker.",
  },

  voice: {
    dictate: "Dictate",
    stopDictating: "Stop dictating",
    listening: "The microphone is open, speak.",
    refused: "The microphone could not be used. You can type your question.",
    stopReading: "Stop reading",
  },

  request: {
    fill: "Fill in this request here",
    close: "Close the request",
    loading: "Opening the form…",
    demonstration: "Demonstration form: its fields are ours, and nothing is passed on to the administration.",
    required: "All fields are required, except those marked “optional”.",
    optional: "(optional)",
    choose: "Choose",
    earlier: (numbers) => `Already sent under number ${numbers}.`,
    mistakes: "Some fields need correcting",
    mistake: {
      required: "Fill in this field.",
      choose: "Choose an answer.",
      date: "Write a date, for instance 15/03/2027.",
      year: "Write a year in four digits, for instance 2025.",
      amount: "Write an amount in euros, for instance 640 or 640,50.",
      tooLong: "This text is too long.",
      files: "There are too many files: the last ones were not kept.",
      fileType: "A file is not of an accepted type: it was not kept.",
      fileSize: "A file is too heavy: it was not kept.",
    },
    files: "Attachments (optional)",
    chosen: "Chosen files",
    rules: (count, megabytes, types) => `At most ${String(count)} files of ${String(megabytes)} MB each: ${types}.`,
    filesLost: "Your attachments could not be kept: choose them again.",
    remove: (name) => `Remove ${name}`,
    review: "Check my request",
    reviewTitle: "Check your request",
    none: "No answer",
    noFile: "None",
    send: "Send my request",
    sending: "Sending your request…",
    correct: "Correct",
    kept: "Your draft is kept.",
    sentTitle: "Your request is recorded",
    sent: (number) => `Its number is ${number}. Keep it.`,
    back: "Back to the conversation",
  },

  erasure: {
    ask: "Erase my conversation",
    question: "Erase the whole conversation?",
    warning: "Your questions, the answers, your ratings and the requests sent from here will be deleted. This cannot be undone.",
    confirm: "Yes, erase",
    cancel: "Cancel",
  },

  transcript: {
    title: "Conversation with the automated assistant",
    saved: (moment) => `Saved on ${moment}`,
    source: (title) => `Source: ${title}`,
  },
};

/** Every word of the interface; French unless a page asks for English. Answers come from the server. */
export function textsIn(language: string | null): Texts {
  return language?.toLowerCase().startsWith("en") === true ? english : french;
}
