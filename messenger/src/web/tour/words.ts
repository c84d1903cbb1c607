// The few words of a tour besides those that operators write.
//
// Guarantees: the languages are the launcher's, which a test holds them to; a number is written as the language writes
// it. Pure. A table of its own: one that both share would be a third file for the launcher to wait for.

import { has } from "../../twin/model/text";

/** See the module. */
export interface TourWords {
  language: string;
  direction: "ltr" | "rtl";
  next: string;
  back: string;
  /** On the last step. */
  done: string;
  close: string;
  /** Which step this is. */
  place(step: number, of: number): string;
}

/** next, back, done, close, and the place with `{n}` and `{m}`. */
const WORDS: Record<string, [next: string, back: string, done: string, close: string, place: string]> = {
  en: ["Next", "Back", "Done", "Close the tour", "{n} of {m}"],
  de: ["Weiter", "Zurück", "Fertig", "Tour schließen", "{n} von {m}"],
  ja: ["次へ", "戻る", "完了", "ツアーを閉じる", "{n}／{m}"],
  ar: ["التالي", "رجوع", "تم", "إغلاق الجولة", "{n} من {m}"],
  es: ["Siguiente", "Volver", "Listo", "Cerrar la visita", "{n} de {m}"],
  fr: ["Suivant", "Retour", "Terminer", "Fermer la visite", "{n} sur {m}"],
  it: ["Avanti", "Indietro", "Fine", "Chiudi il tour", "{n} di {m}"],
  nl: ["Volgende", "Terug", "Klaar", "Rondleiding sluiten", "{n} van {m}"],
  pl: ["Dalej", "Wstecz", "Gotowe", "Zamknij przewodnik", "{n} z {m}"],
  pt: ["Avançar", "Voltar", "Concluir", "Fechar o tour", "{n} de {m}"],
  tr: ["İleri", "Geri", "Bitti", "Turu kapat", "{n} / {m}"],
  zh: ["下一步", "返回", "完成", "关闭导览", "{n}／{m}"],
};

/** Portuguese is Brazil's, Chinese has simplified characters. */
const WRITTEN: Record<string, string> = { pt: "pt-BR", zh: "zh-Hans" };

/** Languages that there are words in, for the test that holds them to the launcher's. */
export const toured: readonly string[] = Object.keys(WORDS);

/** The words of the first language of `wishes` that we have. */
export function tourWords(wishes: readonly string[]): TourWords {
  const base = wishes.map((wish) => wish.toLowerCase().split("-")[0] ?? "").find((one) => has(WORDS, one)) ?? "en";
  const language = has(WRITTEN, base) ? (WRITTEN[base] as string) : base;
  const [next, back, done, close, place] = WORDS[base] as (typeof WORDS)[string];
  const written = new Intl.NumberFormat(language);
  return {
    language,
    direction: base === "ar" ? "rtl" : "ltr",
    next,
    back,
    done,
    close,
    place: (step, of) => place.replace("{n}", written.format(step)).replace("{m}", written.format(of)),
  };
}
