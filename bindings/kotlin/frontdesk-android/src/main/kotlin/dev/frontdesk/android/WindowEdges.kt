// Where the messenger's page ends: inside the system bars, beside a notch and above the keyboard, on every
// Android from 7 to the ones that draw every app from edge to edge. Called once per activity on the main thread.
package dev.frontdesk.android

import android.app.Activity
import android.os.Build
import android.view.View
import android.view.WindowInsets
import android.view.WindowInsetsController.APPEARANCE_LIGHT_NAVIGATION_BARS
import android.view.WindowInsetsController.APPEARANCE_LIGHT_STATUS_BARS

/** Pads [root] by the bars and the keyboard; the page itself needs to know of neither. */
internal object WindowEdges {
    fun keepInside(activity: Activity, root: View, night: Boolean) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) {
            // The system lays the content out inside the bars and, with adjustResize, above the keyboard.
            root.fitsSystemWindows = true
            return
        }
        @Suppress("DEPRECATION") // From Android 15 on it is so without asking; before, it must be asked.
        activity.window.setDecorFitsSystemWindows(false)
        val light = APPEARANCE_LIGHT_STATUS_BARS or APPEARANCE_LIGHT_NAVIGATION_BARS
        root.setOnApplyWindowInsetsListener { view, insets ->
            val bars = insets.getInsets(WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout())
            val keyboard = insets.getInsets(WindowInsets.Type.ime())
            view.setPadding(bars.left, bars.top, bars.right, maxOf(bars.bottom, keyboard.bottom))
            WindowInsets.CONSUMED
        }
        // The controller exists once the window has its decor, which it has after setContentView.
        activity.window.insetsController?.setSystemBarsAppearance(if (night) 0 else light, light)
    }
}
