/*
 * The native library: loaded once, and proven to be the one that this binding was made for.
 *
 * Guarantees: a library that is missing, made for another machine, older, newer or not ours at all is reported by the
 * first call that needs it as `Internal` with room `library`, every time anew, and never as an `Error` of the JVM.
 * Loading reads a file: not for a thread that draws.
 */
package dev.frontdesk

import dev.frontdesk.core.uniffiEnsureInitialized

/** The library of this process. */
internal object NativeLibrary {
    private val failure: Throwable? by lazy {
        try {
            // Looks up every function and compares the checksum of each with the one the binding was made from.
            uniffiEnsureInitialized()
            null
        } catch (thrown: Throwable) {
            // JNA itself throws a plain `Error` when the app brings its native part in another version.
            thrown
        }
    }

    /** Loads it, or says what is wrong. */
    fun ensure() {
        val thrown = failure ?: return
        val cause = generateSequence(thrown) { it.cause }.last()
        throw FrontdeskException.Internal("library", "the native library cannot be used: ${advice(cause)}", cause)
    }

    private fun advice(cause: Throwable): String = when {
        cause is RuntimeException ->
            "it is another version than this package; use the library and the package of one release"
        cause.message.orEmpty().contains("Error looking up function") ->
            "it lacks functions of this version; use the library and the package of one release"
        else -> "there is none for this machine, or it cannot be read; see the package's README"
    }
}
