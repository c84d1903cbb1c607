// The few words outside the messenger's frame: names of the launcher, and what is said when the frame cannot load.
//
// Guarantees: a language we do not have is English; the count is a number of the language. Pure.

/** See the module. */
export interface Words {
  language: string;
  open: string;
  close: string;
  unread: (count: string) => string;
  failed: string;
  retry: string;
  name: string;
}

const WORDS: Record<string, Omit<Words, "language">> = {
  en: {
    open: "Open messenger",
    close: "Close messenger",
    unread: (count) => `${count} unread`,
    failed: "The messenger could not be loaded. Check your connection.",
    retry: "Try again",
    name: "Messenger",
  },
  de: {
    open: "Messenger öffnen",
    close: "Messenger schließen",
    unread: (count) => `${count} ungelesen`,
    failed: "Der Messenger konnte nicht geladen werden. Prüfen Sie Ihre Verbindung.",
    retry: "Erneut versuchen",
    name: "Messenger",
  },
  ja: {
    open: "メッセンジャーを開く",
    close: "メッセンジャーを閉じる",
    unread: (count) => `未読${count}件`,
    failed: "メッセンジャーを読み込めませんでした。接続を確認してください。",
    retry: "再試行",
    name: "メッセンジャー",
  },
  ar: {
    open: "فتح المراسلة",
    close: "إغلاق المراسلة",
    unread: (count) => `${count} غير مقروءة`,
    failed: "تعذّر تحميل المراسلة. تحقق من اتصالك.",
    retry: "إعادة المحاولة",
    name: "المراسلة",
  },
};

/** The words of the first language of `wishes` that we have. */
export function wordsFor(wishes: readonly string[]): Words {
  const languages = wishes.map((wish) => wish.toLowerCase().split("-")[0] ?? "");
  const language = languages.find((one) => Object.hasOwn(WORDS, one)) ?? "en";
  return { ...(WORDS[language] as Omit<Words, "language">), language };
}

/** A badge's text. */
export const badge = (count: number): string => (count > 9 ? "9+" : String(count));
