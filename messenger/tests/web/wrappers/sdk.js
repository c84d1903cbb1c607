// A page that uses the official wrapper from npm as its documentation says, unchanged. Built and loaded by the test.

import * as sdk from "@intercom/messenger-js-sdk";

window.sdk = { ...sdk, init: sdk.Intercom };
