/*
 * The command line: the options of `frontdesk drive`, under the same names.
 */
package dev.frontdesk.driver

/** Options by name; each has a value but one. */
class Options private constructor(private val values: Map<String, String>, val fastRetry: Boolean) {
    operator fun get(name: String): String? = values[name] ?: ENVIRONMENT[name]?.let(System::getenv)

    /** The value of an option that must be given. */
    fun needed(name: String): String = requireNotNull(this[name]) { "--$name is needed" }

    /** The value of an option that is a number. */
    fun number(name: String): Long? = values[name]?.let {
        requireNotNull(it.toLongOrNull()?.takeIf { number -> number >= 0 }) { "--$name is a number" }
    }

    companion object {
        private val NAMES = setOf(
            "server", "app-id", "api-key", "data", "durability", "platform", "linger-ms", "delivery-wait-ms",
            "request-timeout-ms", "max-operations",
        )
        private val ENVIRONMENT = mapOf(
            "server" to "FRONTDESK_SERVER",
            "app-id" to "FRONTDESK_APP_ID",
            "api-key" to "FRONTDESK_API_KEY",
            "data" to "FRONTDESK_DATA",
        )
        val USAGE = NAMES.joinToString(" ") { "[--$it VALUE]" } + " [--fast-retry]"

        fun read(arguments: List<String>): Options {
            require(arguments.firstOrNull() == "drive") { "the command is drive" }
            val values = HashMap<String, String>()
            var fast = false
            val rest = arguments.drop(1).iterator()
            while (rest.hasNext()) {
                val argument = rest.next()
                val name = argument.removePrefix("--").substringBefore('=')
                when {
                    argument == "--fast-retry" -> fast = true
                    !argument.startsWith("--") || name !in NAMES ->
                        throw IllegalArgumentException("no option $argument")
                    '=' in argument -> values[name] = argument.substringAfter('=')
                    else -> {
                        require(rest.hasNext()) { "$argument wants a value" }
                        values[name] = rest.next()
                    }
                }
            }
            return Options(values, fast)
        }
    }
}
