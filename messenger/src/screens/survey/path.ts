// Which question of a survey comes next, and what travels. Pure.

import type { Question, RequestReceiptSend, SurveyBody } from "../../contract/types";

/** An answer as a person gave it. */
export type Value = string | number | string[];
/** Answers by question. */
export type Answers = Readonly<Record<string, Value>>;

/** The questions that are asked, given what was answered. */
export function asked(body: SurveyBody, answers: Answers): Question[] {
  const shown: Question[] = [];
  for (const question of body.questions) {
    const condition = question.show_if;
    // A condition on a question that was not asked itself is not met.
    const base = condition && shown.find((one) => one.id === condition.question_id);
    if (!condition || (base && meets(answers[base.id], condition.equals))) shown.push(question);
  }
  return shown;
}

function meets(answer: Value | undefined, wanted: string | number | boolean): boolean {
  if (Array.isArray(answer)) return answer.includes(String(wanted));
  return answer === wanted;
}

/** Whether something was answered. */
export function isAnswered(value: Value | undefined): boolean {
  if (value === undefined) return false;
  return typeof value === "number" || (typeof value === "string" ? value.trim() !== "" : value.length > 0);
}

/** The answers as they travel: of questions that were asked, and answered. */
export function toSend(body: SurveyBody, answers: Answers): NonNullable<RequestReceiptSend["data"]["answers"]> {
  return asked(body, answers).flatMap((question) => {
    const value = answers[question.id];
    return value !== undefined && isAnswered(value) ? [{ question_id: question.id, value }] : [];
  });
}
