/*
 * Which threads must not wait for a disk, and how long others wait for them.
 *
 * Guarantee: the SDK asks before it writes, on the thread that called; a platform answers from memory.
 */
package dev.frontdesk

/**
 * Tells the SDK which thread draws. From such a thread every call moves to the thread `frontdesk-calls` of its client,
 * in order; from any other thread the short write happens right there, because a hop costs several times the write,
 * unless calls stand in that line: then it stands behind them, for half a second at most.
 * A plain JVM has no such thread. Set by `frontdesk-android` to the main looper's thread.
 *
 * @since 0.1
 */
public fun interface Threads {
    /** Whether the calling thread draws and so must never wait for a disk. */
    public fun isUiThread(): Boolean
}

/**
 * How long a call waits for others of the same client. Both ends are for code of the app that waits for a thread which
 * waits for it: it goes on then, and order is given up instead.
 *
 * @property orderMillis how long a call stands behind those that a drawing thread made before it
 * @property closeMillis how long a second `close` waits for the first
 */
internal class Patience(val orderMillis: Long = 500, val closeMillis: Long = 5_000)
