// What lies over an activity of the app: the launcher, and the container of an in-app message. It takes no touch
// but on what it draws. Main thread; it follows the core's state as long as it is in a window.
package dev.frontdesk.android

import android.annotation.SuppressLint
import android.app.Activity
import android.graphics.Rect
import android.os.Build
import android.view.Gravity
import android.view.WindowInsets
import android.widget.FrameLayout
import kotlin.math.roundToInt

/** Fills the activity's content; made by [OverlayHost]. */
@SuppressLint("ViewConstructor") // Never inflated.
internal class OverlayView(activity: Activity, private val entry: FrontdeskEntry) :
    FrameLayout(activity), SceneWatcher {
    private var keyboard = false

    /** The launcher; gone while it must not be seen. */
    val launcher = LauncherView(activity, entry.options.labels) { open() }

    /** The in-app message that is shown now. */
    val inApp = InAppContainer(this, entry)

    init {
        clipChildren = false
        addView(launcher, LayoutParams(dp(LauncherView.SIZE_DP), dp(LauncherView.SIZE_DP), Gravity.BOTTOM or Gravity.END))
        draw()
    }

    override fun onAttachedToWindow() {
        super.onAttachedToWindow()
        entry.scene.watch(this)
        draw()
    }

    override fun onDetachedFromWindow() {
        entry.scene.unwatch(this)
        super.onDetachedFromWindow()
    }

    override fun onSceneChanged() = draw()

    // Looked at and passed on: the insets belong to the app.
    override fun dispatchApplyWindowInsets(insets: WindowInsets): WindowInsets {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            val bars = insets.getInsets(WindowInsets.Type.systemBars())
            setPadding(bars.left, bars.top, bars.right, bars.bottom)
            keyboardIs(insets.isVisible(WindowInsets.Type.ime()))
        }
        return insets
    }

    // Below Android 11 nobody tells about the keyboard; it takes a good part of the window's height.
    override fun onSizeChanged(width: Int, height: Int, oldWidth: Int, oldHeight: Int) {
        super.onSizeChanged(width, height, oldWidth, oldHeight)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) return
        val visible = Rect().also(::getWindowVisibleDisplayFrame)
        val hidden = rootView.height - visible.bottom
        keyboardIs(hidden > rootView.height * KEYBOARD_SHARE)
    }

    /** The activity is gone. */
    fun end() {
        entry.scene.unwatch(this)
        inApp.clear()
    }

    private fun keyboardIs(up: Boolean) {
        if (keyboard == up) return
        keyboard = up
        post { draw() }
    }

    private fun draw() {
        val state = entry.scene.state
        val shown = state != null && state.launcherVisible && !state.visible && !keyboard
        launcher.visibility = if (shown) VISIBLE else GONE
        if (state != null) {
            launcher.show(state.unreadCount, entry.scene.night(resources.configuration))
            val margin = dp(MARGIN_DP)
            val place = launcher.layoutParams as LayoutParams
            place.setMargins(margin, margin, margin, margin + dp(state.bottomPadding))
            launcher.layoutParams = place
        }
        inApp.show(state?.inApp, dp(state?.bottomPadding ?: 0))
    }

    private fun open() {
        entry.whenTapped { present() }
    }

    internal fun dp(points: Int): Int = (points * resources.displayMetrics.density).roundToInt()

    private companion object {
        /** From the edges, as everywhere. */
        const val MARGIN_DP = 20
        const val KEYBOARD_SHARE = 0.15
    }
}
