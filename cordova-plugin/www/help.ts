// The help center as data. Callbacks get JSON text, as documented; promises give objects.

import type { Intercom } from "../types/index";
import { call } from "./call";
import { data } from "./values";

export const help = {
  fetchHelpCenterCollections: call<Intercom["fetchHelpCenterCollections"]>("fetchHelpCenterCollections", { gives: data }),
  fetchHelpCenterCollection: call<Intercom["fetchHelpCenterCollection"]>("fetchHelpCenterCollection", { takes: ["collection_id"], gives: data }),
  searchHelpCenter: call<Intercom["searchHelpCenter"]>("searchHelpCenter", { takes: ["term"], gives: data }),
};
