// Stand-ins for the two types of Google's tasks that the plugin looks for by name. For tests.
package com.google.android.gms.tasks

/** Told when a task is over. */
public fun interface OnCompleteListener<T> {
    /** Called once. */
    public fun onComplete(task: Task<T>)
}

/** A task that is over already, with a value or a failure. */
public class Task<T>(private val value: Result<T>) {
    /** The value; throws when it failed. */
    public fun getResult(): T = value.getOrThrow()

    /** Calls [listener] on another thread, as Google's does. */
    public fun addOnCompleteListener(listener: OnCompleteListener<T>): Task<T> {
        Thread { listener.onComplete(this) }.start()
        return this
    }
}
