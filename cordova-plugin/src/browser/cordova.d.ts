// What Cordova's browser platform gives to a proxy, as far as it is used here.

declare module "cordova/exec/proxy" {
  /** Answers a call. With `keepCallback` more results may follow. */
  type Answer = (value?: unknown, options?: { keepCallback: boolean }) => void;
  type Action = (success: Answer, failure: Answer, args: unknown[]) => void;
  export function add(service: string, actions: Record<string, Action>): void;
}
