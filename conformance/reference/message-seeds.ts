/** The messages of the scenario `message`. */
import type { Seed } from "./messages.ts";

const MONTH = 30 * 24 * 60 * 60;

/** One message of each severity, and one that expires during a check. */
export const SEEDS: Seed[] = [
  {
    name: "welcome",
    severity: "info",
    code: "notice",
    texts: {
      en: "Your data is now kept in two places.",
      de: "Ihre Daten werden jetzt an zwei Orten aufbewahrt.",
      fr: "Vos données sont désormais conservées en deux endroits.",
    },
    lifetime: MONTH,
  },
  {
    name: "old-client",
    severity: "warning",
    code: "client-deprecated",
    texts: {
      en: "This version of the client will stop working soon. Please upgrade.",
      de: "Diese Version wird bald nicht mehr funktionieren. Bitte aktualisieren Sie.",
      fr: "Cette version cessera bientôt de fonctionner. Veuillez la mettre à jour.",
    },
    url: "https://sync.example.test/upgrade",
    lifetime: MONTH,
  },
  {
    name: "closing",
    severity: "critical",
    code: "service-ending",
    texts: {
      en: "This service will close at the end of the year.",
      de: "Dieser Dienst wird zum Jahresende eingestellt.",
      fr: "Ce service fermera à la fin de l'année.",
    },
    lifetime: MONTH,
  },
  {
    name: "passing",
    severity: "info",
    code: "notice",
    texts: {
      en: "The service was restarted a moment ago.",
      de: "Der Dienst wurde eben neu gestartet.",
      fr: "Le service vient d'être redémarré.",
    },
    lifetime: 6,
  },
];
