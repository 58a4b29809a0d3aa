import type { BarUnit, Language, SpanName } from "../model/index.ts";

/** What pictures say, in the reader's language. */
export interface PictureWords {
  readonly minimum: string;
  readonly mean: string;
  readonly maximum: string;
  readonly last: string;
  readonly energy: string;
  readonly total: string;
  /** Goes with the mean of a counter's rises. */
  readonly each: Readonly<Record<BarUnit, string>>;
  readonly highest: string;
  readonly onTime: string;
  readonly starts: string;
  readonly asOf: (time: string) => string;
  /** The longest way first. */
  readonly noData: readonly string[];
  readonly lastReading: (time: string) => string;
  readonly spans: Readonly<Record<SpanName, string>>;
}

const fr: PictureWords = {
  minimum: "Minimum",
  mean: "Moyenne",
  maximum: "Maximum",
  last: "Dernière valeur",
  energy: "Énergie",
  total: "Total",
  each: { minutes: "par 5 min", hour: "par heure", day: "par jour", month: "par mois" },
  highest: "Maximum",
  onTime: "Allumé",
  starts: "Démarrages",
  asOf: (time) => `état\u00a0: ${time}`,
  noData: ["Aucune donnée sur cette période", "Aucune donnée"],
  lastReading: (time) => `dernière mesure\u00a0: ${time}`,
  spans: {
    "1h": "1 heure",
    "12h": "12 heures",
    "24h": "24 heures",
    "1w": "1 semaine",
    "1m": "1 mois",
    "1q": "3 mois",
    "1y": "1 an",
  },
};

const de: PictureWords = {
  minimum: "Minimum",
  mean: "Mittel",
  maximum: "Maximum",
  last: "Zuletzt",
  energy: "Energie",
  total: "Summe",
  each: { minutes: "je 5 min", hour: "je Stunde", day: "je Tag", month: "je Monat" },
  highest: "Maximum",
  onTime: "Ein",
  starts: "Starts",
  asOf: (time) => `Stand ${time}`,
  noData: ["Keine Daten in dieser Zeit", "Keine Daten"],
  lastReading: (time) => `letzter Messwert ${time}`,
  spans: {
    "1h": "1 Stunde",
    "12h": "12 Stunden",
    "24h": "24 Stunden",
    "1w": "1 Woche",
    "1m": "1 Monat",
    "1q": "3 Monate",
    "1y": "1 Jahr",
  },
};

const en: PictureWords = {
  minimum: "Minimum",
  mean: "Mean",
  maximum: "Maximum",
  last: "Last",
  energy: "Energy",
  total: "Total",
  each: { minutes: "each 5 min", hour: "each hour", day: "each day", month: "each month" },
  highest: "Highest",
  onTime: "On",
  starts: "Starts",
  asOf: (time) => `as of ${time}`,
  noData: ["No data in this time", "No data"],
  lastReading: (time) => `last reading ${time}`,
  spans: {
    "1h": "1 hour",
    "12h": "12 hours",
    "24h": "24 hours",
    "1w": "1 week",
    "1m": "1 month",
    "1q": "3 months",
    "1y": "1 year",
  },
};

const ALL: Readonly<Record<Language, PictureWords>> = { fr, de, en };

export function pictureWords(language: Language): PictureWords {
  return ALL[language];
}
