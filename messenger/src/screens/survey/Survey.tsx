// A survey: one question a page.
//
// Guarantees: the answers go once, at the end; closing earlier is told as dismissed; number keys choose.

import { Check, X } from "lucide";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Content, SurveyBody } from "../../contract/types";
import { t } from "../../i18n/words";
import { useDesk } from "../../state/context";
import { Icon } from "../../ui/Icon";
import { asked, isAnswered, toSend, type Answers, type Value } from "./path";
import { Answer } from "./Answer";

type Step = number | "intro" | "thanks";

/** See the module. `leave` closes it, in whatever shows it. */
export function Survey({ of, leave }: { of: Content; leave: () => void }): VNode {
  const desk = useDesk();
  const body = of.body as SurveyBody;
  const [step, setStep] = useState<Step>(body.intro ? "intro" : 0);
  const [answers, setAnswers] = useState<Answers>({});
  // Keys may come faster than the screen is drawn.
  const latest = useRef<Answers>(answers);
  const [missing, setMissing] = useState(false);
  const done = useRef(false);
  const box = useRef<HTMLElement>(null);
  const questions = asked(body, answers);
  const question = typeof step === "number" ? questions[step] : undefined;

  const tell = (event: "shown" | "dismissed" | "completed"): void => {
    void desk.ask("receipt.send", { kind: "survey", id: of.id, event }).catch(() => undefined);
  };
  useEffect(() => tell("shown"), [of.id]);
  useEffect(() => box.current?.querySelector<HTMLElement>("[data-heading]")?.focus({ preventScroll: true }), [step]);

  const finish = async (given: Answers): Promise<void> => {
    done.current = true;
    const sent = toSend(body, given);
    const answered = { kind: "survey", id: of.id, event: "answered", answers: sent } as const;
    if (sent.length > 0) await desk.ask("receipt.send", answered).catch(() => undefined);
    tell("completed");
    setStep("thanks");
  };
  const go = (skip = false): void => {
    const given = latest.current;
    if (question?.required && !skip && !isAnswered(given[question.id])) {
      setMissing(true);
      return;
    }
    setMissing(false);
    const next = typeof step === "number" ? step + 1 : 0;
    if (next < asked(body, given).length) setStep(next);
    else void finish(given);
  };
  const change = (next: Value | ((before: Value | undefined) => Value)): void => {
    if (!question) return;
    const value = typeof next === "function" ? next(latest.current[question.id]) : next;
    latest.current = { ...latest.current, [question.id]: value };
    setAnswers(latest.current);
    setMissing(false);
  };
  const close = (): void => {
    if (!done.current) tell("dismissed");
    leave();
  };

  const last = typeof step === "number" && step === questions.length - 1;
  return (
    <main ref={box} class="survey">
      <div class="survey-top">
        {typeof step === "number" && (
          <div
            class="progress"
            role="progressbar"
            aria-label={t("survey.progress", { count: step + 1, total: questions.length })}
            aria-valuemin={0}
            aria-valuemax={questions.length}
            aria-valuenow={step + 1}
          >
            <span style={{ inlineSize: `${((step + 1) / questions.length) * 100}%` }} />
          </div>
        )}
        <button type="button" class="icon-button" aria-label={t("action.close")} onClick={close}>
          <Icon of={X} />
        </button>
      </div>
      {step === "intro" && (
        <section class="survey-page survey-words">
          <h1 tabIndex={-1} data-heading dir="auto">
            {of.title}
          </h1>
          <p dir="auto">{body.intro}</p>
          <button type="button" class="button button-wide" onClick={() => setStep(0)}>
            {t("survey.start")}
          </button>
        </section>
      )}
      {question && (
        <section class="survey-page" key={question.id}>
          <h1 id="survey-question" tabIndex={-1} data-heading dir="auto">
            {question.label}
          </h1>
          <Answer of={question} value={answers[question.id]} change={change} />
          {missing && (
            <p class="field-error" role="alert">
              {t("survey.required")}
            </p>
          )}
          <div class="survey-actions">
            {!question.required && !isAnswered(answers[question.id]) && (
              <button type="button" class="button button-quiet" onClick={() => go(true)}>
                {t("survey.skip")}
              </button>
            )}
            <button type="button" class="button" onClick={() => go()}>
              {last ? t("survey.submit") : t("survey.next")}
            </button>
          </div>
        </section>
      )}
      {step === "thanks" && (
        <section class="survey-page survey-words">
          <span class="survey-check">
            <Icon of={Check} size={28} />
          </span>
          <h1 tabIndex={-1} data-heading dir="auto">
            {body.thanks ?? t("survey.thanks")}
          </h1>
          <button type="button" class="button button-wide" onClick={leave}>
            {t("survey.done")}
          </button>
        </section>
      )}
    </main>
  );
}
