/*
 * JSON as it was written: where each value begins and ends, and nothing parsed before its own rule applies.
 *
 * Guarantees: strict grammar; nesting costs no stack; a text is decoded exactly, and one that UTF-8 cannot hold is told
 * from a good one. Pure; used by the main thread.
 */
package dev.frontdesk.driver

/** A value as it was written. */
class Raw(val text: String) {
    /** The text it stands for; null when it is none, or none that can be: U+0000, half of a surrogate pair. */
    fun decoded(): String? = if (text.startsWith('"')) unquoted(text)?.takeIf(::isWhole) else null
}

/** A text with half of a pair or U+0000 is none that the core takes. */
fun isWhole(text: String): Boolean {
    var at = 0
    while (at < text.length) {
        val unit = text[at]
        if (unit == '\u0000' || unit.isLowSurrogate()) return false
        if (unit.isHighSurrogate()) {
            if (at + 1 >= text.length || !text[at + 1].isLowSurrogate()) return false
            at += 1
        }
        at += 1
    }
    return true
}

/** The units that a quoted text stands for, whole or not; null for a bad escape. */
fun unquoted(quoted: String): String? {
    val text = StringBuilder(quoted.length)
    var at = 1
    while (at < quoted.length - 1) {
        val unit = quoted[at]
        if (unit != '\\') {
            text.append(unit)
            at += 1
            continue
        }
        when (quoted[at + 1]) {
            '"' -> text.append('"')
            '\\' -> text.append('\\')
            '/' -> text.append('/')
            'b' -> text.append('\b')
            'f' -> text.append('\u000c')
            'n' -> text.append('\n')
            'r' -> text.append('\r')
            't' -> text.append('\t')
            'u' -> {
                text.append(quoted.substring(at + 2, at + 6).toInt(16).toChar())
                at += 4
            }
            else -> return null
        }
        at += 2
    }
    return text.toString()
}

/** Walks over one JSON text. */
class Scan(private val text: String) {
    private var at = 0

    /** The members of an object that is the whole text, keys as they were written; null when it is none. */
    fun members(): List<Pair<Raw, Raw>>? {
        val members = ArrayList<Pair<Raw, Raw>>()
        skipSpace()
        if (!eat('{')) return null
        skipSpace()
        if (!eat('}')) {
            do {
                skipSpace()
                val key = string() ?: return null
                skipSpace()
                if (!eat(':')) return null
                members.add(key to (value() ?: return null))
                skipSpace()
            } while (eat(','))
            if (!eat('}')) return null
        }
        skipSpace()
        return members.takeIf { at == text.length }
    }

    /** The elements of a list that is the whole text; null when it is none. */
    fun elements(): List<Raw>? {
        val elements = ArrayList<Raw>()
        skipSpace()
        if (!eat('[')) return null
        skipSpace()
        if (!eat(']')) {
            do {
                elements.add(value() ?: return null)
                skipSpace()
            } while (eat(','))
            if (!eat(']')) return null
        }
        skipSpace()
        return elements.takeIf { at == text.length }
    }

    /** How deep the containers of the whole text are nested; the text is known to be JSON. */
    fun depth(): Int {
        var depth = 0
        var deepest = 0
        while (at < text.length) {
            when (text[at]) {
                '"' -> {
                    string()
                    continue
                }
                '{', '[' -> deepest = maxOf(deepest, ++depth)
                '}', ']' -> depth -= 1
                else -> Unit
            }
            at += 1
        }
        return deepest
    }

    private fun value(): Raw? {
        skipSpace()
        val begin = at
        val open = ArrayDeque<Char>()
        while (true) {
            skipSpace()
            when (peek()) {
                '{' -> {
                    at += 1
                    skipSpace()
                    if (!eat('}')) {
                        open.addLast('}')
                        if (!key()) return null
                        continue
                    }
                }
                '[' -> {
                    at += 1
                    skipSpace()
                    if (!eat(']')) {
                        open.addLast(']')
                        continue
                    }
                }
                '"' -> string() ?: return null
                else -> if (!plain()) return null
            }
            // A value has ended: so do the containers that it was the last of.
            while (true) {
                val end = open.lastOrNull() ?: return Raw(text.substring(begin, at))
                skipSpace()
                if (eat(',')) {
                    if (end == '}' && !key()) return null
                    break
                }
                if (!eat(end)) return null
                open.removeLast()
            }
        }
    }

    private fun key(): Boolean {
        skipSpace()
        string() ?: return false
        skipSpace()
        return eat(':')
    }

    private fun plain(): Boolean {
        val found = PLAIN.matchAt(text, at) ?: return false
        at = found.range.last + 1
        return true
    }

    private fun string(): Raw? {
        val begin = at
        if (!eat('"')) return null
        while (at < text.length) {
            val unit = text[at]
            when {
                unit == '"' -> {
                    at += 1
                    return Raw(text.substring(begin, at))
                }
                unit < ' ' -> return null
                unit == '\\' -> at = (ESCAPE.matchAt(text, at) ?: return null).range.last + 1
                else -> at += 1
            }
        }
        return null
    }

    private fun peek(): Char? = text.getOrNull(at)

    private fun eat(unit: Char): Boolean = (peek() == unit).also { if (it) at += 1 }

    private fun skipSpace() {
        while (at < text.length && text[at] in " \t\r\n") at += 1
    }
}

private val PLAIN = Regex("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
private val ESCAPE = Regex("\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4})")
