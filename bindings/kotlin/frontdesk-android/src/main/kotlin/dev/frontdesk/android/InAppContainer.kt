// The place of an in-app message over the app: a small page of the messenger that draws what the core says is
// due. The container knows how large each kind is and nothing of what it says. Main thread.
package dev.frontdesk.android

import android.view.Gravity
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.widget.FrameLayout
import dev.frontdesk.InAppDisplay
import dev.frontdesk.InAppRef

/** Shows one in-app message at a time in [over]. */
internal class InAppContainer(private val over: OverlayView, private val entry: FrontdeskEntry) {
    private var page: MessengerPage? = null
    private var shown: InAppRef? = null

    /** Whether there is one on the screen, for tests. */
    val visible: Boolean get() = page != null

    /** Draws [due], or nothing; the same one again changes nothing. */
    fun show(due: InAppRef?, bottom: Int) {
        if (due == shown) return
        clear()
        if (due == null || !entry.pages.present()) return
        shown = due
        page = MessengerPage(over.context, entry.bridge, entry.pages, Lost()).also {
            over.addView(it.view, place(due.display, bottom))
            it.load(SURFACE)
        }
    }

    /** Takes it down. */
    fun clear() {
        page?.let {
            over.removeView(it.view)
            it.destroy()
        }
        page = null
        shown = null
    }

    private fun place(display: InAppDisplay, bottom: Int): FrameLayout.LayoutParams {
        val (height, gravity) = when (display) {
            InAppDisplay.CARD -> over.dp(CARD_DP) to Gravity.BOTTOM
            InAppDisplay.BANNER -> over.dp(BANNER_DP) to Gravity.TOP
            InAppDisplay.SHEET -> over.dp(SHEET_DP) to Gravity.BOTTOM
            InAppDisplay.FULL -> MATCH_PARENT to Gravity.FILL
        }
        return FrameLayout.LayoutParams(MATCH_PARENT, height, gravity).also {
            if (gravity == Gravity.BOTTOM) it.bottomMargin = bottom
        }
    }

    private inner class Lost : PageHost {
        // It comes again with the next change of the state; the app must not suffer from it.
        override fun onPageLost() = clear()
    }

    private companion object {
        /** Tells the page that it is drawn over the app: `index.html#in-app`. */
        const val SURFACE = "in-app"
        const val CARD_DP = 176
        const val BANNER_DP = 128
        const val SHEET_DP = 480
    }
}
