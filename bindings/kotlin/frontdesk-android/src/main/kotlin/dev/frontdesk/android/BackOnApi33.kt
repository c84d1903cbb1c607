// Back on Android 13 and later, where the system asks a registered callback instead of the activity. A class of its
// own, so that older systems never load the types it names. Main thread.
package dev.frontdesk.android

import android.app.Activity
import android.os.Build
import android.window.OnBackInvokedCallback
import android.window.OnBackInvokedDispatcher

internal object BackOnApi33 {
    /** Calls [back] instead of closing the activity; ends with the activity's window. */
    fun register(activity: Activity, back: () -> Unit) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) return
        activity.onBackInvokedDispatcher.registerOnBackInvokedCallback(
            OnBackInvokedDispatcher.PRIORITY_DEFAULT,
            OnBackInvokedCallback(back),
        )
    }
}
