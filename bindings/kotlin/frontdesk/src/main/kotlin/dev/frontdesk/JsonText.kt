/*
 * JSON that an app holds as text already: what a bridge from JavaScript hands over.
 *
 * Guarantee: the core reads the text itself, so that nothing is lost on the way: exact numbers, keys given twice, their
 * order. Half of a surrogate pair, which UTF-8 cannot hold, goes as its escape, so that the core refuses it with the
 * field's name.
 */
package dev.frontdesk

/**
 * A JSON object as text, wherever a map could stand too.
 *
 * @property text the JSON; it is checked by the call that takes it
 * @since 0.1
 */
public class JsonText(public val text: String) {
    /** The text as it may cross the boundary. */
    internal val whole: String get() = if (text.hasHalfPair()) escapedHalfPairs(text) else text

    /** Says how long it is and not what it holds. */
    override fun toString(): String = "JsonText(${text.length} characters)"
}
