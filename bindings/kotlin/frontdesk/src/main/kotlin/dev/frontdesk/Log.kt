/*
 * The SDK's log, of this layer and of the core alike.
 *
 * Guarantees: one sink for the process, as the core has one; a sink that throws harms nobody; no line holds a token, a
 * hash, an e-mail address or what a person wrote: of foreign exceptions only the class is named. Lines of the core come
 * on the thread `frontdesk-log`, lines of this layer on the thread that met the fault.
 */
package dev.frontdesk

import dev.frontdesk.core.setLogSink
import java.util.logging.Level
import java.util.logging.Logger

/** The one log. */
internal object Log {
    @Volatile
    private var sink: LogSink? = null

    @Volatile
    private var level: LogLevel = LogLevel.OFF

    /** Sends lines down to [level] to [sink], or to the JVM's own log when there is none. The last call counts. */
    fun open(sink: LogSink?, level: LogLevel) {
        val chosen = sink ?: JvmLog
        this.sink = chosen
        this.level = level
        setLogSink(if (level == LogLevel.OFF) null else chosen, level)
    }

    /** Says that code of the app threw; [thrown] itself may be personal. */
    fun contained(what: String, thrown: Throwable) {
        if (level < LogLevel.WARN) return
        try {
            sink?.log(LogLevel.WARN, "frontdesk::kotlin", "$what threw ${thrown.javaClass.name}; this was contained")
        } catch (_: Throwable) {
            // A sink that throws has nobody to complain to.
        }
    }
}

/** Lines in `java.util.logging`, under `dev.frontdesk`; Android shows them in its own log. */
private object JvmLog : LogSink {
    private val logger = Logger.getLogger("dev.frontdesk")

    override fun log(level: LogLevel, room: String, message: String) {
        val severity = when (level) {
            LogLevel.OFF -> return
            LogLevel.ERROR -> Level.SEVERE
            LogLevel.WARN -> Level.WARNING
            LogLevel.INFO -> Level.INFO
            LogLevel.DEBUG -> Level.FINE
            LogLevel.TRACE -> Level.FINER
        }
        logger.log(severity, "{0}: {1}", arrayOf(room, message))
    }
}
