// The ways to answer a question of a survey: words, a number, stars, a scale, one of several, several of several.

import { Star } from "lucide";
import type { VNode } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { Question } from "../../contract/types";
import { t } from "../../i18n/words";
import { Icon } from "../../ui/Icon";
import type { Value } from "./path";

interface Props {
  of: Question;
  value: Value | undefined;
  /** Takes an answer, or what follows from the one before. */
  change: (next: Value | ((before: Value | undefined) => Value)) => void;
}

/** The field for a question, named by the heading above it. */
export function Answer(props: Props): VNode {
  switch (props.of.type) {
    case "text":
    case "number":
      return <Words {...props} lines={1} />;
    case "long_text":
      return <Words {...props} lines={4} />;
    case "rating":
      return <Numbers {...props} from={1} to={5} />;
    case "scale":
      return <Numbers {...props} from={0} to={10} />;
    case "single":
    case "multiple":
      return <Options {...props} />;
  }
}

function Words({ of, value, change, lines }: Props & { lines: number }): VNode {
  const named = { class: "input", "aria-labelledby": "survey-question", placeholder: t("survey.answer"), dir: "auto" } as const;
  if (lines > 1) {
    return <textarea {...named} rows={lines} maxLength={4_096} value={String(value ?? "")} onInput={(event) => change(event.currentTarget.value)} />;
  }
  const text = String(value ?? "");
  if (of.type === "number") {
    const read = (words: string): Value => (words === "" || !Number.isFinite(Number(words)) ? "" : Number(words));
    return <input {...named} type="number" step="any" value={text} onInput={(event) => change(read(event.currentTarget.value))} />;
  }
  return <input {...named} type="text" maxLength={4_096} value={text} onInput={(event) => change(event.currentTarget.value)} />;
}

function Numbers({ value, change, from, to }: Props & { from: number; to: number }): VNode {
  const stars = from === 1;
  const all = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  useDigits((digit) => {
    if (digit >= from && digit <= to) change(digit);
  });
  return (
    <div class={stars ? "numbers numbers-stars" : "numbers"}>
      <div class="numbers-row" role="radiogroup" aria-labelledby="survey-question">
        {all.map((number) => (
          <label key={number} class={stars && typeof value === "number" && number <= value ? "number number-lit" : "number"}>
            <input
              type="radio"
              name="number"
              checked={value === number}
              aria-label={stars ? t("survey.stars", { count: number }) : String(number)}
              onChange={() => change(number)}
            />
            <span aria-hidden="true">{stars ? <Icon of={Star} size={28} /> : number}</span>
          </label>
        ))}
      </div>
      {!stars && (
        <p class="numbers-ends" aria-hidden="true">
          <span>{t("survey.low")}</span>
          <span>{t("survey.high")}</span>
        </p>
      )}
    </div>
  );
}

function Options({ of, value, change }: Props): VNode {
  const several = of.type === "multiple";
  const chosen = Array.isArray(value) ? value : value === undefined ? [] : [String(value)];
  const options = of.options ?? [];
  const toggle = (option: string): void => {
    if (!several) change(option);
    else {
      change((before) => {
        const all = Array.isArray(before) ? before : [];
        return all.includes(option) ? all.filter((one) => one !== option) : [...all, option];
      });
    }
  };
  useDigits((digit) => {
    const option = options[digit - 1];
    if (option !== undefined) toggle(option);
  });
  return (
    <div class="options" role={several ? "group" : "radiogroup"} aria-labelledby="survey-question">
      {options.map((option) => (
        <label key={option} class="option">
          <input type={several ? "checkbox" : "radio"} name="option" checked={chosen.includes(option)} onChange={() => toggle(option)} />
          <span dir="auto">{option}</span>
        </label>
      ))}
    </div>
  );
}

/** Number keys, while nobody types into a field. */
function useDigits(pressed: (digit: number) => void): void {
  // With the drawing and not after it: a key belongs to the question one sees.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.matches("textarea, input:not([type=radio], [type=checkbox])");
      if (typing || event.ctrlKey || event.metaKey || event.altKey || !/^\d$/.test(event.key)) return;
      pressed(Number(event.key));
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}
