/*
 * What is shown, and what the app decides about it.
 *
 * One room of `Frontdesk`, which says what holds for every call. Each suspend function has a form with a callback.
 */
package dev.frontdesk

import dev.frontdesk.core.Presentation

/**
 * The calls about the messenger. An app uses [Frontdesk].
 *
 * @since 0.1
 */
public sealed class MessengerCalls(calls: Calls) : RecordCalls(calls) {
    /**
     * Shows the messenger where it was left.
     *
     * @throws FrontdeskException `not_logged_in`
     */
    @JvmSynthetic
    public suspend fun present(): Presentation = calls.wait { present() }

    /** [present] with a callback. */
    public fun present(callback: FrontdeskCallback<Presentation>?): Unit = calls.answer(callback) { present() }

    /** Shows one of the messenger's spaces. */
    @JvmSynthetic
    public suspend fun presentSpace(space: Space): Presentation = calls.wait { presentSpace(space) }

    /** [presentSpace] with a callback. */
    public fun presentSpace(space: Space, callback: FrontdeskCallback<Presentation>?): Unit =
        calls.answer(callback) { presentSpace(space) }

    /**
     * Shows a piece of content, if it is live and meant for this user.
     *
     * @throws FrontdeskException `content_not_live`, `content_not_targeted`, `not_found`; the fault of kind or id
     */
    @JvmSynthetic
    public suspend fun presentContent(content: ContentRef): Presentation {
        content.ids.forEach { whole("id", it) }
        return calls.wait { presentContent(content) }
    }

    /** [presentContent] with a callback. */
    public fun presentContent(content: ContentRef, callback: FrontdeskCallback<Presentation>?): Unit =
        calls.answer(callback) { presentContent(content) }

    /** Shows a new conversation, its composer filled with [text]. */
    @JvmSynthetic
    public suspend fun presentMessageComposer(text: String? = null): Presentation {
        wholeOrNull("text", text)
        return calls.wait { presentMessageComposer(text) }
    }

    /** [presentMessageComposer] with a callback. */
    public fun presentMessageComposer(text: String?, callback: FrontdeskCallback<Presentation>?): Unit =
        calls.answer(callback) { presentMessageComposer(text) }

    /** Hides the messenger; nothing shown is no error. */
    @JvmSynthetic
    public suspend fun hide(): Unit = calls.wait { hide() }

    /** [hide] with a callback. */
    public fun hide(callback: FrontdeskCallback<Unit>?): Unit = calls.answer(callback) { hide() }

    /** What the messenger's screen renders now. Answers from memory. */
    public fun messengerState(): MessengerState = calls.read { messengerState() }

    /** Shows the launcher or not. Kept until it is changed. */
    @JvmSynthetic
    public suspend fun setLauncherVisibility(visible: Boolean): Unit = calls.write { setLauncherVisibility(visible) }

    /** [setLauncherVisibility] with a callback. */
    public fun setLauncherVisibility(visible: Boolean, callback: FrontdeskCallback<Unit>?): Unit =
        calls.answer(callback) { setLauncherVisibility(visible) }

    /**
     * Keeps launcher and in-app messages this far from the screen's lower edge. Kept until it is changed.
     *
     * @throws FrontdeskException `out_of_range` for less than 0
     */
    @JvmSynthetic
    public suspend fun setBottomPadding(pixels: Int) {
        if (pixels < 0) {
            val field = "bottom_padding"
            throw FrontdeskException.InvalidInput("out_of_range", field, null, "$field: must not be negative")
        }
        calls.write { setBottomPadding(pixels.toUInt()) }
    }

    /** [setBottomPadding] with a callback. */
    public fun setBottomPadding(pixels: Int, callback: FrontdeskCallback<Unit>?): Unit =
        calls.answer(callback) { setBottomPadding(pixels) }

    /** Lets content show itself or not. Kept until it is changed. */
    @JvmSynthetic
    public suspend fun setInAppMessageVisibility(visible: Boolean): Unit =
        calls.write { setInAppMessageVisibility(visible) }

    /** [setInAppMessageVisibility] with a callback. */
    public fun setInAppMessageVisibility(visible: Boolean, callback: FrontdeskCallback<Unit>?): Unit =
        calls.answer(callback) { setInAppMessageVisibility(visible) }

    /** Keeps these kinds of content from showing themselves; an empty list lets all. */
    @JvmSynthetic
    public suspend fun suppressProactiveContent(kinds: Collection<ProactiveKind>) {
        val chosen = kinds.toList()
        calls.write { suppressProactiveContent(chosen) }
    }

    /** [suppressProactiveContent] with a callback. */
    public fun suppressProactiveContent(
        kinds: Collection<ProactiveKind>,
        callback: FrontdeskCallback<Unit>?,
    ): Unit = calls.answer(callback) { suppressProactiveContent(kinds) }

    /** Light, dark, or as the system is. Kept until it is changed. */
    @JvmSynthetic
    public suspend fun setThemeMode(mode: ThemeMode): Unit = calls.write { setThemeMode(mode) }

    /** [setThemeMode] with a callback. */
    public fun setThemeMode(mode: ThemeMode, callback: FrontdeskCallback<Unit>?): Unit =
        calls.answer(callback) { setThemeMode(mode) }

    /** The messenger's language, as a language tag; null for the device's. Kept until it is changed. */
    @JvmSynthetic
    public suspend fun setLanguageOverride(tag: String?) {
        wholeOrNull("language_override", tag)
        calls.write { setLanguageOverride(tag) }
    }

    /** [setLanguageOverride] with a callback. */
    public fun setLanguageOverride(tag: String?, callback: FrontdeskCallback<Unit>?): Unit =
        calls.answer(callback) { setLanguageOverride(tag) }

    /**
     * Answers a request of the messenger's pages. Both are messages of `bridge.schema.json`; a request that is none is
     * answered with an error inside the schema. For whoever draws the messenger.
     */
    @JvmSynthetic
    public suspend fun bridgeRequest(message: String): String {
        // Half of a pair can only stand inside a text of the message; as its escape the core finds and refuses it.
        val safe = JsonText(message).whole
        return calls.wait { bridgeRequest(safe) }
    }

    /** [bridgeRequest] with a callback. */
    public fun bridgeRequest(message: String, callback: FrontdeskCallback<String>?): Unit =
        calls.answer(callback) { bridgeRequest(message) }

    /**
     * Sends what the messenger's pages must hear unasked to [sink], as messages of `bridge.schema.json`, on the thread
     * `frontdesk-events`; null when no page is there. For whoever draws the messenger. Answers from memory.
     */
    public fun setBridgeSink(sink: BridgeSink?) {
        val contained = sink?.let { ContainedSink(it) }
        calls.read { setBridgeSink(contained) }
    }
}
