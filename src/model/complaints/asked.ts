import type { Said } from "../language.ts";

/** Whatever is asked over a network or again and again. */
export const ASKED_COMPLAINTS = {
  http_no_answer: {
    fr: "pas de réponse de {origin}\u202f: {cause}\u202f; vérifiez que l’appareil marche et que «\u202fhost\u202f» est juste",
    de: "keine Antwort von {origin}: {cause}; arbeitet das Gerät, und stimmt „host“?",
    en: 'no answer from {origin}: {cause}; check that the device works and that "host" is right',
  },
  http_status: {
    fr: "{origin} répond à {path} par le statut {status}\u202f: vérifiez que l’appareil marche et que «\u202fhost\u202f» est juste",
    de: "{origin} antwortet auf {path} mit Status {status}: arbeitet das Gerät, und stimmt „host“?",
    en: '{origin} answers {path} with status {status}: check that the device works and that "host" is right',
  },
  http_unreadable: {
    fr: "la réponse de {origin} à {path} ne se lit pas, {problem}\u202f: vérifiez que l’appareil marche et que «\u202fhost\u202f» est juste",
    de: "die Antwort von {origin} auf {path} ist unlesbar, {problem}: arbeitet das Gerät, und stimmt „host“?",
    en: 'the answer of {origin} to {path} cannot be read, {problem}: check that the device works and that "host" is right',
  },
  no_value_at: {
    fr: "{where} n’a pas de valeur à {places}\u202f: vérifiez que c’est un appareil de ce type",
    de: "{where} hat keinen Wert bei {places}: ist es ein Gerät dieser Art?",
    en: "{where} has no value at {places}: check that it is a device of this type",
  },
  no_answer_within: {
    fr: "pas de réponse en {seconds} s\u202f: vérifiez que l’appareil marche",
    de: "keine Antwort in {seconds} s: arbeitet das Gerät?",
    en: "no answer within {seconds} s: check that the device works",
  },
  http_too_long: {
    fr: "elle dépasse {kilobytes} ko",
    de: "sie ist länger als {kilobytes} kB",
    en: "it says more than {kilobytes} kB",
  },
  value_is_none: {
    fr: "{quantity} n’est pas un nombre mais {value}\u202f: vérifiez ce que dit l’appareil",
    de: "{quantity} ist keine Zahl, sondern {value}: prüfen, was das Gerät sagt",
    en: "{quantity} is no number but {value}: check what the device says",
  },
} as const satisfies Record<string, Said>;
