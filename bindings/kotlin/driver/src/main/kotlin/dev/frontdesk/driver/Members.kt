/*
 * The arguments of a call, member by member and still as JSON text.
 *
 * Guarantees: nothing is parsed before the rule of its own field applies; a member given twice, unknown or of another
 * type is a fault with its name. The codes are those of `frontdesk drive`. Used by the main thread.
 */
package dev.frontdesk.driver

/** What is wrong with a line or an argument. */
class Fault(val code: String, val field: String, advice: String, val limit: Long? = null) :
    Exception("${field.ifEmpty { "the input" }}: $advice")

/** The members of one object. */
class Members private constructor(private val members: MutableList<Pair<String, Raw>>) {
    /** Takes a member out as it was written; `null` is as good as absent. */
    fun take(key: String): Raw? {
        val place = members.indexOfFirst { it.first == key }
        if (place < 0) return null
        return members.removeAt(place).second.takeIf { it.text != "null" }
    }

    /** Takes a text that may be absent. */
    fun text(key: String): String? {
        val raw = take(key) ?: return null
        plain(key, raw)
        if (!raw.text.startsWith('"')) throw Fault("wrong_type", key, "must be text")
        return raw.decoded() ?: throw Fault("invalid_text", key, "must not hold half of a surrogate pair")
    }

    /** Takes a text that must be there. */
    fun neededText(key: String): String = text(key) ?: throw missing(key)

    /** Takes a truth value; false when absent. */
    fun flag(key: String): Boolean = flagOrNull(key) ?: false

    /** Takes a truth value that must be there. */
    fun neededFlag(key: String): Boolean = flagOrNull(key) ?: throw missing(key)

    /** Takes a whole number from 0 that may be absent. */
    fun number(key: String): Long? {
        val raw = take(key) ?: return null
        plain(key, raw)
        val wrong = Fault("wrong_type", key, "must be a whole number that is not negative")
        if (!WHOLE.matches(raw.text)) throw wrong
        return (raw.text.toULongOrNull() ?: throw wrong).coerceAtMost(Long.MAX_VALUE.toULong()).toLong()
    }

    /** Takes a whole number from 0 that must be there. */
    fun neededNumber(key: String): Long = number(key) ?: throw missing(key)

    /** Takes a list of texts that must be there. */
    fun neededList(key: String): List<String> {
        val raw = take(key) ?: throw missing(key)
        return Scan(raw.text).elements()?.map { it.decoded() ?: throw notTexts(key) } ?: throw notTexts(key)
    }

    /** Takes an object of texts; empty when absent. */
    fun texts(key: String): Map<String, String> {
        val raw = take(key) ?: return emptyMap()
        val wrong = Fault("wrong_type", key, "must be an object of texts")
        return Scan(raw.text).members()?.associate { (name, value) ->
            (name.decoded() ?: throw wrong) to (value.decoded() ?: throw wrong)
        } ?: throw wrong
    }

    /** Takes one of a few words. */
    fun <T> word(key: String, words: Map<String, T>): T {
        val text = neededText(key)
        return words[text] ?: throw Fault("unknown_value", key, "must be one of: ${words.keys.joinToString(", ")}")
    }

    /** Whatever is left is unknown, and most likely misspelled. */
    fun finish() {
        val (key, _) = members.firstOrNull() ?: return
        throw Fault("unknown_argument", key, "is no argument of this call; see frontdesk drive --help")
    }

    private fun flagOrNull(key: String): Boolean? {
        val raw = take(key) ?: return null
        plain(key, raw)
        return when (raw.text) {
            "true" -> true
            "false" -> false
            else -> throw Fault("wrong_type", key, "must be true or false")
        }
    }

    /** Plain values only; what is nested or no number of this world has a fault of its own. */
    private fun plain(key: String, raw: Raw) {
        if (Scan(raw.text).depth() > 1) throw Fault("too_deep", key, "must not be nested deeper than 1 levels", 1)
        val isNumber = raw.text[0] == '-' || raw.text[0].isDigit()
        if (isNumber && raw.text.toDouble().isInfinite()) throw Fault("not_finite", key, "must be a finite number")
    }

    private fun missing(key: String) = Fault("missing", key, "must be given")

    private fun notTexts(key: String) = Fault("wrong_type", key, "must be a list of texts")

    companion object {
        private val WHOLE = Regex("[0-9]+")

        /** Looks at the outermost level only. No arguments and `null` are an object without members. */
        fun read(arguments: Raw?): Members {
            if (arguments == null || arguments.text == "null") return Members(ArrayList())
            val raw = Scan(arguments.text).members() ?: throw Fault("wrong_type", "args", "must be an object")
            val members = raw.mapTo(ArrayList()) { (key, value) ->
                val name = key.decoded() ?: throw Fault("invalid_text", "args", "must have readable keys")
                name to value
            }
            val seen = HashSet<String>()
            members.firstOrNull { !seen.add(it.first) }?.let { (key, _) ->
                throw Fault("duplicate_key", key, "must be given once")
            }
            return Members(members)
        }
    }
}
