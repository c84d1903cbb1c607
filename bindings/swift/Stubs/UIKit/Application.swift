// Stub, never shipped (see ../README.md): the application, its scenes and windows.

@_exported import Foundation

public struct UIBackgroundTaskIdentifier: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let invalid = UIBackgroundTaskIdentifier(rawValue: 0)
}

@MainActor
open class UIApplication: UIResponder {
    public enum State: Int, Sendable { case active, inactive, background }

    public struct OpenExternalURLOptionsKey: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    public struct LaunchOptionsKey: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    public class var shared: UIApplication { UIApplication() }
    public nonisolated class var willEnterForegroundNotification: NSNotification.Name { .init("a") }
    public nonisolated class var didBecomeActiveNotification: NSNotification.Name { .init("b") }
    public nonisolated class var didEnterBackgroundNotification: NSNotification.Name { .init("c") }

    open var applicationState: State { .active }
    open var connectedScenes: Set<UIScene> { [] }
    open func open(
        _ url: URL, options: [OpenExternalURLOptionsKey: Any], completionHandler: (@MainActor @Sendable (Bool) -> Void)?
    ) {}
    open func beginBackgroundTask(
        withName name: String?, expirationHandler handler: (@MainActor @Sendable () -> Void)?
    ) -> UIBackgroundTaskIdentifier { .invalid }
    open func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) {}
    open func registerForRemoteNotifications() {}
}

@MainActor
public protocol UIApplicationDelegate: NSObjectProtocol {
    func application(
        _ application: UIApplication, didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool
    func application(_ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken token: Data)
    func application(
        _ application: UIApplication, didFailToRegisterForRemoteNotificationsWithError error: any Error)
}

@MainActor
open class UIScene: UIResponder {
    public enum ActivationState: Int, Sendable { case unattached = -1, foregroundActive, foregroundInactive, background }

    public nonisolated class var didActivateNotification: NSNotification.Name { .init("d") }
    public nonisolated class var willDeactivateNotification: NSNotification.Name { .init("e") }
    public nonisolated class var didDisconnectNotification: NSNotification.Name { .init("f") }

    open var activationState: ActivationState { .unattached }
}

@MainActor
open class UIWindowScene: UIScene {
    open var windows: [UIWindow] { [] }
    open var traitCollection: UITraitCollection { UITraitCollection() }
}

@MainActor
open class UIWindow: UIView {
    public struct Level: RawRepresentable, Hashable, Sendable {
        public let rawValue: CGFloat
        public init(rawValue: CGFloat) { self.rawValue = rawValue }
        public static let normal = Level(rawValue: 0)
    }

    public init(windowScene: UIWindowScene) { super.init(frame: .zero) }
    public override init(frame: CGRect) { super.init(frame: frame) }
    public required init?(coder: NSCoder) { nil }

    open weak var windowScene: UIWindowScene?
    open var rootViewController: UIViewController?
    open var windowLevel = Level.normal
    open var isKeyWindow: Bool { false }
    open var canBecomeKey: Bool { true }
    open func makeKey() {}
    open func makeKeyAndVisible() {}
}
