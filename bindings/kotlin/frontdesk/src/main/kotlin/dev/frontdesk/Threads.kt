/*
 * Which threads must not wait for a disk.
 *
 * Guarantee: the SDK asks before it writes, on the thread that called; a platform answers from memory.
 */
package dev.frontdesk

/**
 * Tells the SDK which thread draws. From such a thread every call moves to the thread `frontdesk-calls` of its client,
 * in order; from any other thread the short write happens right there, because a hop costs several times the write.
 * A plain JVM has no such thread. Set by `frontdesk-android` to the main looper's thread.
 *
 * @since 0.1
 */
public fun interface Threads {
    /** Whether the calling thread draws and so must never wait for a disk. */
    public fun isUiThread(): Boolean
}
