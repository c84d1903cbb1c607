/*
 * Fresh JWTs.
 *
 * Guarantees: the app's code runs in the background and never on the core's thread; a request is answered once; what
 * the app's code throws is logged, and the SDK keeps everything until a JWT comes in another way.
 */
package dev.frontdesk

import dev.frontdesk.core.CoreTokenRefresh
import dev.frontdesk.core.CoreTokenRequest
import java.lang.ref.WeakReference

/**
 * Gives a fresh JWT; for Java. Called in the background.
 *
 * @since 0.1
 */
public fun interface FrontdeskTokenRefresh {
    /** Fetches a JWT from the app's own server and hands it to [request], now or later, on any thread. */
    public fun refresh(request: TokenRequest)
}

/**
 * The SDK asks for a fresh JWT for the user who is logged in.
 *
 * @since 0.1
 */
public class TokenRequest internal constructor(private val request: CoreTokenRequest, private val calls: Calls) {
    /**
     * Hands over the JWT.
     *
     * @return false when the user it was asked for is not logged in any more, or when it was answered before
     */
    @JvmSynthetic
    public suspend fun provide(jwt: String): Boolean {
        whole("jwt", jwt)
        return calls.write { request.provide(jwt) }
    }

    /** [provide] with a callback. */
    public fun provide(jwt: String, callback: FrontdeskCallback<Boolean>?): Unit =
        calls.answer(callback) { provide(jwt) }
}

/** The core's way to the app's code. It must not keep the client alive, so it knows it weakly. */
internal class Refresher(private val ask: suspend (TokenRequest) -> Unit) : CoreTokenRefresh {
    private var calls = WeakReference<Calls>(null)
    private val early = ArrayList<CoreTokenRequest>()

    /** The client is open. */
    fun calls(calls: Calls) {
        val waiting = synchronized(this) {
            this.calls = WeakReference(calls)
            early.toList().also { early.clear() }
        }
        waiting.forEach(::refresh)
    }

    override fun refresh(request: CoreTokenRequest) {
        val open = synchronized(this) {
            calls.get() ?: run {
                early.add(request)
                return
            }
        }
        open.spawn("a token refresh") { ask(TokenRequest(request, open)) }
    }
}
