// The few words outside the messenger's frame: names of the launcher, and what is said when the frame cannot load.
//
// Guarantees: a language we do not have is English; the count is a number of the language. No word depends on the
// count, so that none needs plural forms. Pure.

import { has } from "../../twin/model/text";

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
    failed: "Der Messenger konnte nicht geladen werden. Prüfe deine Verbindung.",
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
  es: {
    open: "Abrir el chat",
    close: "Cerrar el chat",
    unread: (count) => `${count} sin leer`,
    failed: "No se ha podido cargar el chat. Compruebe su conexión.",
    retry: "Reintentar",
    name: "Chat",
  },
  fr: {
    open: "Ouvrir la messagerie",
    close: "Fermer la messagerie",
    unread: (count) => `Non lus : ${count}`,
    failed: "La messagerie n’a pas pu être chargée. Vérifiez votre connexion.",
    retry: "Réessayer",
    name: "Messagerie",
  },
  it: {
    open: "Apri la chat",
    close: "Chiudi la chat",
    unread: (count) => `${count} da leggere`,
    failed: "Impossibile caricare la chat. Controlla la connessione.",
    retry: "Riprova",
    name: "Chat",
  },
  nl: {
    open: "Chat openen",
    close: "Chat sluiten",
    unread: (count) => `${count} ongelezen`,
    failed: "De chat kon niet worden geladen. Controleer je verbinding.",
    retry: "Opnieuw proberen",
    name: "Chat",
  },
  pl: {
    open: "Otwórz czat",
    close: "Zamknij czat",
    unread: (count) => `Nieprzeczytane: ${count}`,
    failed: "Nie udało się wczytać czatu. Sprawdź połączenie.",
    retry: "Spróbuj ponownie",
    name: "Czat",
  },
  pt: {
    open: "Abrir o chat",
    close: "Fechar o chat",
    unread: (count) => `Não lidas: ${count}`,
    failed: "Não foi possível carregar o chat. Verifique sua conexão.",
    retry: "Tentar novamente",
    name: "Chat",
  },
  tr: {
    open: "Sohbeti aç",
    close: "Sohbeti kapat",
    unread: (count) => `${count} okunmamış`,
    failed: "Sohbet yüklenemedi. Lütfen bağlantınızı kontrol edin.",
    retry: "Tekrar dene",
    name: "Sohbet",
  },
  zh: {
    open: "打开聊天",
    close: "关闭聊天",
    unread: (count) => `${count} 条未读`,
    failed: "无法加载聊天窗口。请检查网络连接。",
    retry: "重试",
    name: "聊天",
  },
};

const WRITTEN: Record<string, string> = { pt: "pt-BR", zh: "zh-Hans" };

/** Languages that there are words in: Portuguese is Brazil's, Chinese has simplified characters. */
export const spoken: readonly string[] = Object.keys(WORDS);

/** The words of the first language of `wishes` that we have. */
export function wordsFor(wishes: readonly string[]): Words {
  const languages = wishes.map((wish) => wish.toLowerCase().split("-")[0] ?? "");
  const language = languages.find((one) => has(WORDS, one)) ?? "en";
  return { ...(WORDS[language] as Omit<Words, "language">), language: WRITTEN[language] ?? language };
}

/** A badge's text. */
export const badge = (count: number): string => (count > 9 ? "9+" : String(count));
