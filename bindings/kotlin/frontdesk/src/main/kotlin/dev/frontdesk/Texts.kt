/*
 * Texts on their way to the core.
 *
 * Guarantees: half of a surrogate pair, which no UTF-8 can hold, is refused as `invalid_text` with the field's name
 * before it reaches the boundary, where it would turn into a question mark or an exception of another kind. Every
 * other rule is the core's. Pure.
 */
package dev.frontdesk

/** The text itself, or [FrontdeskException.InvalidInput] that names [field]. */
internal fun whole(field: String, text: String): String {
    if (text.hasHalfPair()) {
        throw FrontdeskException.InvalidInput(
            "invalid_text",
            field,
            null,
            "$field: must not hold the character U+0000 or half of a surrogate pair",
        )
    }
    return text
}

/** The same for a text that may be absent. */
internal fun wholeOrNull(field: String, text: String?): String? = text?.let { whole(field, it) }

/** Whether a surrogate stands alone somewhere. */
internal fun CharSequence.hasHalfPair(): Boolean {
    var at = 0
    while (at < length) {
        val unit = this[at]
        if (unit.isSurrogate()) {
            val paired = unit.isHighSurrogate() && at + 1 < length && this[at + 1].isLowSurrogate()
            if (!paired) return true
            at += 1
        }
        at += 1
    }
    return false
}

/** The same text with every surrogate that stands alone as its JSON escape: for texts that are JSON themselves. */
internal fun escapedHalfPairs(json: String): String = buildString(json.length) {
    for ((at, unit) in json.withIndex()) {
        val alone = when {
            unit.isHighSurrogate() -> !(at + 1 < json.length && json[at + 1].isLowSurrogate())
            unit.isLowSurrogate() -> !(at > 0 && json[at - 1].isHighSurrogate())
            else -> false
        }
        if (alone) append("\\u").append(unit.code.toString(16)) else append(unit)
    }
}
