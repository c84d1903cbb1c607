// The round button that opens the messenger, with the number of conversations that hold something unread. Drawn
// here without resources of its own; told what to show by the overlay. Main thread.
package dev.frontdesk.android

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Outline
import android.graphics.Paint
import android.graphics.Path
import android.graphics.RectF
import android.graphics.Typeface
import android.view.View
import android.view.ViewOutlineProvider
import android.widget.Button

/** 56 dp wide, more than the 44 a finger needs; a screen reader calls it by [FrontdeskLabels]. */
@SuppressLint("ViewConstructor") // Never inflated.
internal class LauncherView(context: Context, private val labels: FrontdeskLabels, opened: () -> Unit) : View(context) {
    private val density = resources.displayMetrics.density
    private val disc = Paint(Paint.ANTI_ALIAS_FLAG)
    private val ink = Paint(Paint.ANTI_ALIAS_FLAG)
    private val badge = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = BADGE }
    private val number = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = Color.WHITE
        textAlign = Paint.Align.CENTER
        textSize = BADGE_TEXT_DP * density
        typeface = Typeface.DEFAULT_BOLD
    }
    private val bubble = bubble()

    /** What the badge says: nothing, the number, or `9+`. */
    var badgeText: String? = null
        private set

    init {
        isClickable = true
        isFocusable = true
        elevation = ELEVATION_DP * density
        outlineProvider = Round
        setOnClickListener { opened() }
        show(0, night = false)
    }

    /** Draws [unread] conversations. */
    fun show(unread: Long, night: Boolean) {
        badgeText = when {
            unread <= 0 -> null
            unread > MOST_SHOWN -> "$MOST_SHOWN+"
            else -> unread.toString()
        }
        contentDescription = if (unread > 0) labels.unread(unread.coerceAtMost(MOST_SPOKEN).toInt()) else labels.open
        disc.color = if (night) LIGHT else DARK
        ink.color = if (night) DARK else LIGHT
        invalidate()
    }

    // A screen reader says "button" after the name.
    override fun getAccessibilityClassName(): CharSequence = Button::class.java.name

    override fun onDraw(canvas: Canvas) {
        super.onDraw(canvas)
        val radius = minOf(width, height) / 2f
        canvas.drawCircle(width / 2f, height / 2f, radius, disc)
        canvas.save()
        canvas.translate(width / 2f, height / 2f)
        canvas.drawPath(bubble, ink)
        canvas.restore()
        badgeText?.let { drawBadge(canvas, it) }
    }

    private fun drawBadge(canvas: Canvas, text: String) {
        val half = BADGE_DP * density / 2
        val wide = maxOf(half, number.measureText(text) / 2 + half / 2)
        val middle = if (layoutDirection == LAYOUT_DIRECTION_RTL) wide else width - wide
        canvas.drawRoundRect(RectF(middle - wide, 0f, middle + wide, 2 * half), half, half, badge)
        canvas.drawText(text, middle, half - (number.ascent() + number.descent()) / 2, number)
    }

    /** A speech bubble of 26 x 24 around the middle, with its tail below on the left. */
    private fun bubble() = Path().apply {
        val x = BUBBLE_X * density
        val top = -BUBBLE_TOP * density
        val bottom = BUBBLE_BOTTOM * density
        val corner = BUBBLE_CORNER * density
        addRoundRect(RectF(-x, top, x, bottom), corner, corner, Path.Direction.CW)
        moveTo(-x / 2, bottom - 1)
        lineTo(-x / 2, bottom + TAIL * density)
        lineTo(x / TAIL, bottom - 1)
        close()
    }

    private object Round : ViewOutlineProvider() {
        override fun getOutline(view: View, outline: Outline) = outline.setOval(0, 0, view.width, view.height)
    }

    internal companion object {
        const val SIZE_DP = 56
        const val MOST_SHOWN = 9L
        private const val MOST_SPOKEN = 1_000_000L
        private const val ELEVATION_DP = 6f
        private const val BADGE_DP = 20f
        private const val BADGE_TEXT_DP = 12f
        private const val BUBBLE_X = 13f
        private const val BUBBLE_TOP = 12f
        private const val BUBBLE_BOTTOM = 8f
        private const val BUBBLE_CORNER = 5f
        private const val TAIL = 5f
        private val DARK = Color.rgb(0x1F, 0x22, 0x28)
        private val LIGHT = Color.rgb(0xFA, 0xFA, 0xFB)
        private val BADGE = Color.rgb(0xC4, 0x2B, 0x2B)
    }
}
