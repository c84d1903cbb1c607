/*
 * Whatever a call can throw, as the SDK's own errors.
 *
 * Guarantees: a coroutine's cancellation passes; an error of the core keeps its code, field, limit and sentence;
 * everything else (the binding's own exception, a defect of ours, an `Error` of the JVM) becomes `Internal` with the
 * name of its class and never its message, which may hold anything. Pure, any thread.
 */
package dev.frontdesk

import dev.frontdesk.core.CoreException
import kotlin.coroutines.cancellation.CancellationException

/** Makes a call and lets nothing but a [FrontdeskException] or a cancellation out. */
internal inline fun <T> contained(closed: () -> Boolean, call: () -> T): T =
    try {
        call()
    } catch (error: Throwable) {
        throw fault(error, closed())
    }

/** What [thrown] is to an app; [closed] says that the client was shut down and the binding's object is gone. */
internal fun fault(thrown: Throwable, closed: Boolean): Throwable = when (thrown) {
    // A cancellation is an IllegalStateException to the JVM: it must be asked for first.
    is FrontdeskException, is CancellationException -> thrown
    is CoreException -> fault(thrown)
    // The binding's object says this when it was freed.
    is IllegalStateException -> if (closed) FrontdeskException.ShutDown() else unexpected(thrown)
    else -> unexpected(thrown)
}

private fun unexpected(thrown: Throwable): FrontdeskException =
    FrontdeskException.Internal("binding", "an internal error in the binding (${thrown.javaClass.simpleName})")

private fun fault(error: CoreException): FrontdeskException = when (error) {
    is CoreException.InvalidInput ->
        FrontdeskException.InvalidInput(error.code, error.`field`, error.limit, error.detail)
    is CoreException.NotLoggedIn -> FrontdeskException.NotLoggedIn(error.detail)
    is CoreException.SessionConflict -> FrontdeskException.SessionConflict(error.code, error.detail)
    is CoreException.Unreachable ->
        FrontdeskException.Unreachable(error.code, error.retryAfterMs, error.detail)
    is CoreException.Refused -> FrontdeskException.Refused(error.code, error.`field`, error.detail)
    is CoreException.ContentUnavailable ->
        FrontdeskException.ContentUnavailable(error.code, error.status, error.userMessage, error.detail)
    is CoreException.Storage -> FrontdeskException.Storage(error.code, error.limit, error.detail)
    is CoreException.ShutDown -> FrontdeskException.ShutDown(error.detail)
    is CoreException.Internal -> FrontdeskException.Internal(error.room, error.detail)
}
