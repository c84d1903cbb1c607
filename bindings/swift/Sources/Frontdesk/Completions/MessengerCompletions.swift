// The calls of `Messenger.swift` for code that is not `async`.
//
// Guarantees: those of `CallLine`: calls begin in the order in which they were made, each handler is called exactly
// once on the callback queue.

import Foundation
import FrontdeskCore

extension Frontdesk {
    /// Like ``present()``, for code that is not `async`.
    public func present(completion: Completion<Presentation>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.present() }
    }

    /// Like ``present(_:)``, for code that is not `async`.
    public func present(_ space: Space, completion: Completion<Presentation>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.present(space) }
    }

    /// Like ``presentContent(_:)``, for code that is not `async`.
    public func presentContent(_ content: ContentRef, completion: Completion<Presentation>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.presentContent(content) }
    }

    /// Like ``presentMessageComposer(_:)``, for code that is not `async`.
    public func presentMessageComposer(_ text: String? = nil, completion: Completion<Presentation>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.presentMessageComposer(text) }
    }

    /// Like ``hide()``, for code that is not `async`.
    public func hide(completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.hide() }
    }

    /// Like ``setLauncherVisibility(_:)``, for code that is not `async`.
    public func setLauncherVisibility(_ visible: Bool, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.setLauncherVisibility(visible) }
    }

    /// Like ``setBottomPadding(_:)``, for code that is not `async`.
    public func setBottomPadding(_ pixels: UInt32, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.setBottomPadding(pixels) }
    }

    /// Like ``setInAppMessageVisibility(_:)``, for code that is not `async`.
    public func setInAppMessageVisibility(_ visible: Bool, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.setInAppMessageVisibility(visible) }
    }

    /// Like ``suppressProactiveContent(_:)``, for code that is not `async`.
    public func suppressProactiveContent(_ kinds: [ProactiveKind], completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.suppressProactiveContent(kinds) }
    }

    /// Like ``setThemeMode(_:)``, for code that is not `async`.
    public func setThemeMode(_ mode: ThemeMode, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.setThemeMode(mode) }
    }

    /// Like ``setLanguageOverride(_:)``, for code that is not `async`.
    public func setLanguageOverride(_ tag: String?, completion: Completion<Void>? = nil) {
        line.call(completion) { () async throws(FrontdeskError) in try await self.setLanguageOverride(tag) }
    }
}
