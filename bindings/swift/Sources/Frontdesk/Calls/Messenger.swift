// What is shown, and what the app decides about it.
//
// Guarantees: a presentation was checked (somebody is logged in, the content is live) before the presenter hears of it.
//
// Throws named at a function are the usual ones; any may be `.shutDown` or `.internal`.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Shows the messenger where it was last.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`.
    /// - Since: 0.1.
    @discardableResult
    public func present() async throws(FrontdeskError) -> Presentation {
        try await ask { try await $0.present() }
    }

    /// Shows a space.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`.
    /// - Since: 0.1.
    @discardableResult
    public func present(_ space: Space) async throws(FrontdeskError) -> Presentation {
        try await ask { try await $0.presentSpace(space: space) }
    }

    /// Shows a piece of content when it may be shown now; ``ContentRef`` is made by its functions, for example
    /// `.article("42")`.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.contentUnavailable`, `.invalidInput`, `.unreachable`.
    /// - Since: 0.1.
    @discardableResult
    public func presentContent(_ content: ContentRef) async throws(FrontdeskError) -> Presentation {
        try await ask { try await $0.presentContent(content: content) }
    }

    /// Shows the composer of a new conversation, filled with `text`.
    ///
    /// - Throws: ``FrontdeskError``: `.notLoggedIn`, `.invalidInput`.
    /// - Since: 0.1.
    @discardableResult
    public func presentMessageComposer(_ text: String? = nil) async throws(FrontdeskError) -> Presentation {
        try await ask {
            try await $0.presentMessageComposer(
                text: try text.map { text throws(FrontdeskError) in try plain(text, "text") })
        }
    }

    /// Hides the messenger; nothing shown is no error.
    ///
    /// - Throws: ``FrontdeskError``: `.internal` when the presenter failed.
    /// - Since: 0.1.
    public func hide() async throws(FrontdeskError) {
        try await ask { try await $0.hide() }
    }

    /// Whether the launcher is shown while the messenger is hidden. Hidden until an app says otherwise.
    ///
    /// - Throws: ``FrontdeskError``: `.storage`.
    /// - Since: 0.1.
    public func setLauncherVisibility(_ visible: Bool) async throws(FrontdeskError) {
        try tell { try $0.setLauncherVisibility(visible: visible) }
    }

    /// Points to keep free at the lower edge, at most 10,000.
    ///
    /// - Throws: ``FrontdeskError``: `.invalidInput`, `.storage`.
    /// - Since: 0.1.
    public func setBottomPadding(_ pixels: UInt32) async throws(FrontdeskError) {
        try tell { try $0.setBottomPadding(pixels: pixels) }
    }

    /// Whether in-app messages show themselves; carousels and surveys do anyway.
    ///
    /// - Throws: ``FrontdeskError``: `.storage`.
    /// - Since: 0.1.
    public func setInAppMessageVisibility(_ visible: Bool) async throws(FrontdeskError) {
        try tell { try $0.setInAppMessageVisibility(visible: visible) }
    }

    /// Holds back kinds of content that show themselves; replaces what was held back before.
    ///
    /// - Throws: ``FrontdeskError``: `.storage`.
    /// - Since: 0.1.
    public func suppressProactiveContent(_ kinds: [ProactiveKind]) async throws(FrontdeskError) {
        try tell { try $0.suppressProactiveContent(kinds: kinds) }
    }

    /// Light, dark, or as the device has it.
    ///
    /// - Throws: ``FrontdeskError``: `.storage`.
    /// - Since: 0.1.
    public func setThemeMode(_ mode: ThemeMode) async throws(FrontdeskError) {
        try tell { try $0.setThemeMode(mode: mode) }
    }

    /// The language of the messenger, as BCP 47 writes it; `nil`: as the device has it.
    ///
    /// - Throws: ``FrontdeskError``: `.invalidInput`, `.storage`.
    /// - Since: 0.1.
    public func setLanguageOverride(_ tag: String?) async throws(FrontdeskError) {
        try tell {
            try $0.setLanguageOverride(tag: try tag.map { tag throws(FrontdeskError) in try plain(tag, "tag") })
        }
    }
}
