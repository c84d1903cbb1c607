// Actions about who the user is and what the app tells.
//
// Guarantees: the documented arguments and values of both generations of the existing plugin; a login is answered when
// the server took or refused it, an event or an update when it is stored. Page thread.

import type { Login, LogoutOptions } from "../../../messenger/src/twin/calls";
import { FrontdeskError, invalid } from "../../../messenger/src/twin/error";
import { child } from "../../../messenger/src/twin/model/text";
import type { Actions } from "./actions";
import type { Open } from "./counter";
import { attributes, members, number, text, word } from "./given";

/** How long `flush` waits when it is not said, in milliseconds. */
const FLUSH_MS = 10_000;

const shown = ({ contactId, merged, fromStoredSession, rejected, ignored }: Login): object => ({
  ...(contactId === undefined ? {} : { contact_id: contactId }),
  merged,
  from_stored_session: fromStoredSession,
  rejected,
  ignored,
});

const login = async ({ twin }: Open, [options]: unknown[]): Promise<object> => shown(await twin.loginUserWithUserAttributes(attributes(options ?? {})));
const loginUnidentified = async ({ twin }: Open): Promise<object> => shown(await twin.loginUnidentifiedUser());
const setUserHash = ({ twin }: Open, [hash]: unknown[]): Promise<void> => twin.setUserHash(text("hash", hash));

function logoutOptions(given: unknown): LogoutOptions {
  if (given === undefined || given === null) return {};
  const { force, unsent } = members("options", given);
  if (force != null && typeof force !== "boolean") throw invalid("wrong_type", "force", "must be true or false");
  const fate: LogoutOptions = unsent == null ? {} : { unsent: word("unsent", unsent, ["deliver", "purge"]) };
  return { force: force === true, ...fate };
}

async function pending(answer: ReturnType<Open["twin"]["pending"]>): Promise<object> {
  const { queued, oldestMs, waitingFor, rejected, rejectedCount } = await answer;
  return {
    queued,
    ...(oldestMs === undefined ? {} : { oldest_ms: oldestMs }),
    ...(waitingFor === undefined ? {} : { waiting_for: waitingFor }),
    rejected_count: rejectedCount,
    // What was in it is the app's own and may be somebody's words: it is not repeated here.
    rejected: rejected.map(({ id, kind, code, field, createdMs, rejectedMs }) => ({ id, kind, code, ...(field ? { field } : {}), created_ms: createdMs, rejected_ms: rejectedMs })),
  };
}

/** See the module. */
export const person: Actions = {
  loginUserWithUserAttributes: login,
  registerIdentifiedUser: login,
  loginUnidentifiedUser: loginUnidentified,
  registerUnidentifiedUser: loginUnidentified,
  logout: ({ twin }, [options]) => twin.logout(logoutOptions(options)),
  isUserLoggedIn: async ({ twin }) => twin.isUserLoggedIn(),
  fetchLoggedInUserAttributes: async ({ twin }) => {
    const { userId, email, role } = twin.fetchLoggedInUserAttributes();
    return JSON.stringify({ ...(email === undefined ? {} : { email }), ...(userId === undefined ? {} : { userId }), role });
  },
  setUserHash,
  setSecureMode: setUserHash,
  setUserJwt: ({ twin }, [jwt]) => twin.setUserJwt(text("jwt", jwt)),
  setAuthTokens: ({ twin }, [tokens]) => {
    const told = members("auth_tokens", tokens);
    return twin.setAuthTokens(Object.fromEntries(Object.entries(told).map(([name, token]) => [name, text(child("auth_tokens", name), token)])));
  },
  updateUser: ({ twin }, [told]) =>
    new Promise((done, failed) => {
      // Stored is done; what the server says is told by the event `delivery`.
      const stored = (operation: string, ignored: string[]): void => done({ delivery: "queued", rejected: [], ignored, operation });
      twin.updateUser(attributes(told), stored).then((answer) => {
        if (answer.delivery !== "delivered") return;
        for (const { field, code } of answer.rejected) console.warn(`Frontdesk: ${field} of updateUser was not taken (${code}).`);
      }, failed);
    }),
  logEvent: ({ twin }, [name, metaData]) => {
    // A name is a text, and not the text of a number.
    if (typeof name !== "string") throw new FrontdeskError("invalid_input", name == null ? "missing" : "wrong_type", "must be text", { field: "name" });
    return twin.logEvent(name, metaData ?? undefined);
  },
  pending: ({ twin }) => pending(twin.pending()),
  flush: ({ twin }, [timeout]) => pending(twin.flush(timeout == null ? FLUSH_MS : number("timeout_ms", timeout))),
  dismiss: ({ twin }, [operation]) => twin.dismiss(text("operation", operation)),
  retryOperation: ({ twin }, [operation]) => twin.retryOperation(text("operation", operation)),
  diagnostics: async ({ desk }) => (await desk.far()).diagnostics(),
};
