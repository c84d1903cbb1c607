// Who the user is: logins, log-out, proofs of identity, tokens of the app's own services.

import type { Intercom } from "../types/index";
import { call } from "./call";
import { data, flag, object } from "./values";

export const identity = {
  loginUserWithUserAttributes: call<Intercom["loginUserWithUserAttributes"]>("loginUserWithUserAttributes", { takes: ["attributes"], gives: object }),
  // Options are taken and dropped, as documented.
  loginUnidentifiedUser: call<Intercom["loginUnidentifiedUser"]>("loginUnidentifiedUser", { takes: ["options"], sends: () => [], gives: object }),
  // Without options exactly what the existing plugin sends.
  logout: call<Intercom["logout"]>("logout", { option: ["force", "unsent"] }),
  isUserLoggedIn: call<Intercom["isUserLoggedIn"]>("isUserLoggedIn", { gives: flag }),
  fetchLoggedInUserAttributes: call<Intercom["fetchLoggedInUserAttributes"]>("fetchLoggedInUserAttributes", { gives: data }),
  setUserHash: call<Intercom["setUserHash"]>("setUserHash", { takes: ["hash"] }),
  setUserJwt: call<Intercom["setUserJwt"]>("setUserJwt", { takes: ["jwt"] }),
  setAuthTokens: call<Intercom["setAuthTokens"]>("setAuthTokens", { takes: ["auth_tokens"] }),
  updateUser: call<Intercom["updateUser"]>("updateUser", { takes: ["attributes"], gives: object }),
};
