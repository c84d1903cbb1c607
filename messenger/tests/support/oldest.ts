// What the oldest Safari that the messenger promises does not have, iOS 15.0's: looked for in what is delivered.
//
// Guarantees: names calls and regular expressions that would throw there; a use that asks first (`?.(`) is none.

/** Calls that came with Safari 15.4 or later. */
export const YOUNGER_THAN_IOS_15 = new RegExp(
  [
    /\.at\(-?\d/,
    /\.findLast(Index)?\(/,
    /\.to(Sorted|Reversed|Spliced|WellFormed)\(/,
    /\.throwIfAborted\(/,
    /\.showModal\(/,
    /\bstructuredClone\(/,
    /\bObject\.(hasOwn|groupBy)\(/,
    /\bMap\.groupBy\(/,
    /\bArray\.fromAsync\(/,
    /\bPromise\.(withResolvers|try)\(/,
    /\bAbortSignal\.(timeout|any)\(/,
    /\bURL\.(canParse|parse)\(/,
    /\bIntl\.supportedValuesOf\(/,
    /\bcrypto\.randomUUID\(/,
    /\(\?<[=!]/,
  ]
    .map((one) => one.source)
    .join("|"),
);
