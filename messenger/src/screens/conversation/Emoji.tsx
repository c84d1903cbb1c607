// A handful of emoji for where no keyboard offers them. They are characters; the system draws them.

import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n/words";

/** The heart is a sign of text without the mark that makes it a picture. */
const ALL = [..."😀😄😂🙂😉😊😍🤔😅😢😭😡😮🙏👍👎👏🙌👋💪🎉❤🔥✨✅❌❓💡🚀🐛☕🌟"].map((symbol) => (symbol === "❤" ? "❤\uFE0F" : symbol));

/** The choice; arrows move in it, Escape closes it. */
export function Emoji({ choose, close }: { choose: (symbol: string) => void; close: () => void }): VNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector("button")?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
    const all = [...(box.current?.querySelectorAll("button") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const row = all.filter((button) => button.offsetTop === all[0]?.offsetTop).length;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  };
  return (
    <div ref={box} class="emoji" role="group" aria-label={t("composer.emoji")} onKeyDown={onKeyDown}>
      {ALL.map((symbol, index) => (
        <button key={symbol} type="button" tabIndex={index === 0 ? 0 : -1} onClick={() => choose(symbol)}>
          {symbol}
        </button>
      ))}
    </div>
  );
}
