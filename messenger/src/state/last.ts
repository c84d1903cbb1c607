// The end of a list, for WebKit before 15.4 and old WebViews, which have neither `at` nor `findLast`.

/** The last element. */
export function last<T>(list: readonly T[]): T | undefined {
  return list[list.length - 1];
}

/** The last element that fits. */
export function lastWhere<T>(list: readonly T[], fits: (element: T) => boolean): T | undefined {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const element = list[index];
    if (element !== undefined && fits(element)) return element;
  }
  return undefined;
}
