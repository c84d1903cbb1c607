/*
 * The answer to a call for whoever has no coroutines.
 *
 * Guarantees: exactly one of the two methods is called, once, on the client's callback executor, or on the SDK's thread
 * `frontdesk-callbacks` when that executor refuses; answers come in the order in which the calls ended; what a callback
 * throws is logged and goes no further.
 */
package dev.frontdesk

/**
 * Hears how one call ended. Passing null instead of a callback is allowed everywhere: the call is made all the same.
 *
 * @since 0.1
 */
public interface FrontdeskCallback<in T> {
    /** The call succeeded with [value]. */
    public fun onSuccess(value: T)

    /** The call failed with [error]. */
    public fun onFailure(error: FrontdeskException)

    /** Callbacks from functions. */
    public companion object {
        /**
         * A callback out of two functions, each of which may be absent.
         *
         * @param success hears the value
         * @param failure hears the error
         */
        @JvmStatic
        public fun <T> of(success: Hearer<T>?, failure: Hearer<FrontdeskException>?): FrontdeskCallback<T> =
            object : FrontdeskCallback<T> {
                override fun onSuccess(value: T) {
                    success?.hear(value)
                }

                override fun onFailure(error: FrontdeskException) {
                    failure?.hear(error)
                }
            }
    }

    /** Hears one value; for lambdas of Java. */
    public fun interface Hearer<in V> {
        /** The value. */
        public fun hear(value: V)
    }
}
