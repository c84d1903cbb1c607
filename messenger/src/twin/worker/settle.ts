// The end of an operation.
//
// Guarantees: removing answered operations and keeping refused ones are one turn; what a logout purged meanwhile is
// neither brought back nor announced twice, and what the server said of it is what is announced; listeners and waiters
// hear of a fate after it was stored.

import { refused } from "../error";
import type { DeliveryOutcome, RejectedField } from "../events";
import type { House } from "../house";
import type { Session, StoredOperation } from "../storage/rows";
import type { Lane } from "./lane";

/** How one operation ended. */
export interface Fate {
  operation: StoredOperation;
  outcome: DeliveryOutcome;
  code?: string;
  field?: string;
  rejectedFields?: RejectedField[];
}

const isMessage = ({ kind }: StoredOperation): boolean => kind === "start_conversation" || kind === "reply";

/** Stores the fates, then tells. */
export async function settle(lane: Lane, session: Session, fates: Fate[]): Promise<void> {
  const { house } = lane;
  const now = house.confirmedTime ?? house.platform.now();
  const forgetBefore = house.confirmedTime === undefined ? undefined : now - house.config.limits.maxAge;
  const settled = await house.turn(async (writer) => {
    const there: Fate[] = [];
    // What was refused is kept for its own user only while that user is here to see it.
    const keeps = writer.sessions.some((one) => one.epoch === session.epoch && one.state !== "closing");
    for (const fate of fates) {
      const { operation, outcome, code, field } = fate;
      const key = [operation.epoch, operation.seq];
      // A logout meanwhile may have purged it, and another tab may have settled it.
      if (!(await writer.tx.get("operations", key))) continue;
      there.push(fate);
      await writer.tx.delete("operations", key);
      if (keeps && outcome === "rejected" && code !== undefined) {
        await writer.tx.put("rejected", { ...operation, rejectedAt: Math.round(now), code, ...(field ? { field } : {}) });
      }
    }
    if (forgetBefore !== undefined) {
      for (const row of await writer.tx.all("rejected")) {
        if (row.rejectedAt < forgetBefore) await writer.tx.delete("rejected", row.id);
      }
    }
    if (there.some(({ operation }) => operation.kind === "upload")) await writer.sweepFiles();
    return there;
  });
  for (const { operation, outcome } of settled) {
    if (outcome !== "rejected" || !isMessage(operation)) continue;
    house.announce({ event: "conversation_changed", id: operation.target ?? operation.id }, true);
  }
  for (const fate of settled) tell(house, fate);
  for (const fate of fates) if (!settled.includes(fate)) lane.underWay.answered(fate.operation.id, () => tell(house, fate));
  house.madeProgress();
}

function tell(house: House, { operation: { id, kind }, outcome, code, field, rejectedFields }: Fate): void {
  house.waiters.answerDelivery(
    id,
    outcome === "delivered"
      ? { delivery: "delivered", rejected: rejectedFields ?? [] }
      : outcome === "rejected"
        ? refused(code ?? "rejected", field)
        : { delivery: "queued" },
  );
  house.announce({ event: "delivery", id, kind, outcome, ...(code ? { code } : {}), ...(field ? { field } : {}) }, true);
}
