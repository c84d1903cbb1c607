// What the demo refuses a request with, in the words of the core.

/** What a request is refused with. */
export interface Refusal {
  code: string;
  message: string;
  temporary: boolean;
  field?: string;
  limit?: number;
  user_message?: string;
}

/** A refusal that another try does not change. */
export function refusal(code: string, more: Partial<Refusal> = {}): Refusal {
  return { code, message: "refused by the demo", temporary: false, ...more };
}

/** There is no such thing. */
export function gone(): never {
  throw refusal("not_found");
}
