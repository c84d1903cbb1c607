// Stub, never shipped (see ../README.md): controls, labels, stacks and accessibility.

import Foundation

@MainActor
open class UIAction: NSObject {
    public init(handler: @escaping @MainActor (UIAction) -> Void) {}
}

@MainActor
open class UIControl: UIView {
    public struct Event: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let primaryActionTriggered = Event(rawValue: 1 << 13)
    }

    public struct State: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let normal = State([])
    }

    open func addAction(_ action: UIAction, for events: Event) {}
}

@MainActor
open class UIButton: UIControl {
    public enum ButtonType: Int, Sendable { case custom, system, close = 7 }

    public override init(frame: CGRect) { super.init(frame: frame) }
    public convenience init(type: ButtonType) { self.init(frame: .zero) }
    public required init?(coder: NSCoder) { nil }
    open func setImage(_ image: UIImage?, for state: UIControl.State) {}
}

public enum NSTextAlignment: Int, Sendable { case left, center, right }

@MainActor
open class UILabel: UIView {
    public convenience init() { self.init(frame: .zero) }
    public override init(frame: CGRect) { super.init(frame: frame) }
    public required init?(coder: NSCoder) { nil }
    open var text: String?
    open var font: UIFont!
    open var textColor: UIColor!
    open var textAlignment = NSTextAlignment.left
    open var numberOfLines = 1
    open var adjustsFontForContentSizeCategory = false
}

@MainActor
open class UIStackView: UIView {
    public enum Axis: Int, Sendable { case horizontal, vertical }
    public convenience init(arrangedSubviews: [UIView]) { self.init(frame: .zero) }
    public override init(frame: CGRect) { super.init(frame: frame) }
    public required init(coder: NSCoder) { super.init(frame: .zero) }
    open var axis = Axis.horizontal
    open var spacing: CGFloat = 0
}

@MainActor
open class UIActivityIndicatorView: UIView {
    public enum Style: Int, Sendable { case medium = 100, large }
    public init(style: Style) { super.init(frame: .zero) }
    public required init(coder: NSCoder) { super.init(frame: .zero) }
    open func startAnimating() {}
    open func stopAnimating() {}
}

@MainActor
open class UIScrollView: UIView {
    public enum ContentInsetAdjustmentBehavior: Int, Sendable { case automatic, scrollableAxes, never, always }
    open var contentInsetAdjustmentBehavior = ContentInsetAdjustmentBehavior.automatic
    open var bounces = true
}

@MainActor
public enum UIAccessibility {
    public struct Notification: RawRepresentable, Hashable, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        public static let screenChanged = Notification(rawValue: 1000)
    }

    public static var isReduceMotionEnabled: Bool { false }
    public static func post(notification: Notification, argument: Any?) {}
}
