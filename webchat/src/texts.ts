import type { CardKind } from "./contract";

/** Every word of the interface, in French. Answers come from the server. */
export const texts = {
  launcher: "Poser une question",
  title: "Assistant",
  close: "Fermer la conversation",

  notice: {
    label: "À savoir",
    automatic: "Vous parlez à un assistant automatique.",
    sensitive: "N'écrivez aucune donnée de santé ni coordonnée bancaire.",
  },

  log: {
    label: "Conversation avec l'assistant",
    citizen: "Vous :",
    assistant: "Assistant :",
  },

  status: {
    opening: "Ouverture de la conversation…",
    writing: "L'assistant écrit…",
    erasing: "Effacement de la conversation…",
    renewed:
      "Votre session avait pris fin. Une nouvelle conversation est ouverte ; vous pouvez de nouveau envoyer votre question.",
    erased: "Votre conversation est effacée.",
  },

  failures: {
    timedOut: "L'assistant met trop de temps à répondre.",
    network: "La connexion a échoué. Vérifiez votre accès à internet.",
    server: "Le service rencontre une difficulté.",
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
    send: "Envoyer",
  },

  erasure: {
    ask: "Effacer ma conversation",
    question: "Effacer toute la conversation ?",
    warning: "Vos questions, les réponses et vos avis seront supprimés. Cette action est définitive.",
    confirm: "Oui, effacer",
    cancel: "Annuler",
  },
} as const;
