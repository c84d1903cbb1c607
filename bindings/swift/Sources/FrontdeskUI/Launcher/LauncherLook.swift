// What the launcher shows and says.
//
// Guarantees: the core decides whether there is a launcher and how many conversations are unread; this room only puts
// it into a badge and into words. Pure.

/// The launcher at one moment.
struct LauncherLook: Equatable, Sendable {
    /// The launcher's diameter in points.
    static let diameter = 56.0

    /// Points between the launcher and the edges, to which the app's own padding is added.
    static let margin = 20.0

    /// A padding beyond this would put the launcher out of sight on every phone.
    static let mostPadding = 10_000.0

    /// Whether it is there.
    let isVisible: Bool

    /// Points between it and the lower safe edge.
    let bottomDistance: Double

    /// The text of the badge; nil for none.
    let badge: String?

    /// What VoiceOver says after the label; nil for nothing.
    let accessibilityValue: String?

    /// - Parameters:
    ///   - launcherVisible: `MessengerState.launcherVisible`.
    ///   - messengerVisible: `MessengerState.visible`; a launcher is not drawn over the messenger.
    ///   - bottomPadding: `MessengerState.bottomPadding`, in points.
    ///   - unreadCount: `MessengerState.unreadCount`.
    init(launcherVisible: Bool, messengerVisible: Bool, bottomPadding: UInt32, unreadCount: UInt64) {
        isVisible = launcherVisible && !messengerVisible
        bottomDistance = Self.margin + min(Double(bottomPadding), Self.mostPadding)
        badge = BadgeText.of(unreadCount)
        accessibilityValue = BadgeText.spoken(unreadCount)
    }
}

/// The number on the launcher.
enum BadgeText {
    /// Nothing, the number, or `9+`.
    static func of(_ unreadCount: UInt64) -> String? {
        switch unreadCount {
        case 0: return nil
        case 1...9: return String(unreadCount)
        default: return "9+"
        }
    }

    /// The whole number in words for VoiceOver.
    static func spoken(_ unreadCount: UInt64) -> String? {
        switch unreadCount {
        case 0: return nil
        case 1: return "1 unread conversation"
        default: return "\(unreadCount) unread conversations"
        }
    }
}
