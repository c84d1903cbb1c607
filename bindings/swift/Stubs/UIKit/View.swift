// Stub, never shipped (see ../README.md): views, layout and traits.

import Foundation

@MainActor
open class UIResponder: NSObject {
    /// Of the informal protocol for VoiceOver.
    open func accessibilityPerformEscape() -> Bool { false }
}

public enum UIUserInterfaceStyle: Int, Sendable { case unspecified, light, dark }
public enum UIUserInterfaceSizeClass: Int, Sendable { case unspecified, compact, regular }
public enum UIUserInterfaceLayoutDirection: Int, Sendable { case leftToRight, rightToLeft }

public struct UIContentSizeCategory: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

open class UITraitCollection: NSObject, @unchecked Sendable {
    open var horizontalSizeClass: UIUserInterfaceSizeClass { .unspecified }
    open var preferredContentSizeCategory: UIContentSizeCategory { .init(rawValue: "") }
}

open class UIEvent: NSObject {}

open class UIColor: NSObject, @unchecked Sendable {
    open class var clear: UIColor { UIColor() }
    open class var white: UIColor { UIColor() }
    open class var systemBlue: UIColor { UIColor() }
    open class var systemRed: UIColor { UIColor() }
    open class var systemBackground: UIColor { UIColor() }
    open class var secondarySystemBackground: UIColor { UIColor() }
}

open class UIImage: NSObject, @unchecked Sendable {
    public init?(systemName name: String) {}
}

open class UIFont: NSObject, @unchecked Sendable {
    public struct TextStyle: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let headline = TextStyle(rawValue: "headline")
        public static let subheadline = TextStyle(rawValue: "subheadline")
    }

    public struct Weight: RawRepresentable, Hashable, Sendable {
        public let rawValue: CGFloat
        public init(rawValue: CGFloat) { self.rawValue = rawValue }
        public static let semibold = Weight(rawValue: 0.3)
    }

    open class func preferredFont(forTextStyle style: TextStyle) -> UIFont { UIFont() }
    open class func monospacedDigitSystemFont(ofSize size: CGFloat, weight: Weight) -> UIFont { UIFont() }
}

open class UIFontMetrics: NSObject, @unchecked Sendable {
    open class var `default`: UIFontMetrics { UIFontMetrics() }
    open func scaledValue(for value: CGFloat, compatibleWith traitCollection: UITraitCollection?) -> CGFloat { value }
}

open class CALayer: NSObject {
    open var cornerRadius: CGFloat = 0
    open var shadowOpacity: Float = 0
    open var shadowRadius: CGFloat = 0
    open var shadowOffset: CGSize = .zero
}

open class NSLayoutAnchor<AnchorType: AnyObject>: NSObject {
    open func constraint(equalTo anchor: NSLayoutAnchor<AnchorType>) -> NSLayoutConstraint { NSLayoutConstraint() }
    open func constraint(equalTo anchor: NSLayoutAnchor<AnchorType>, constant c: CGFloat) -> NSLayoutConstraint {
        NSLayoutConstraint()
    }
}

open class NSLayoutXAxisAnchor: NSLayoutAnchor<NSLayoutXAxisAnchor> {}
open class NSLayoutYAxisAnchor: NSLayoutAnchor<NSLayoutYAxisAnchor> {}
open class NSLayoutDimension: NSLayoutAnchor<NSLayoutDimension> {
    open func constraint(equalToConstant c: CGFloat) -> NSLayoutConstraint { NSLayoutConstraint() }
    open func constraint(greaterThanOrEqualToConstant c: CGFloat) -> NSLayoutConstraint { NSLayoutConstraint() }
    open func constraint(lessThanOrEqualToConstant c: CGFloat) -> NSLayoutConstraint { NSLayoutConstraint() }
}

public struct UILayoutPriority: RawRepresentable, Hashable, Sendable {
    public let rawValue: Float
    public init(rawValue: Float) { self.rawValue = rawValue }
    public static let defaultHigh = UILayoutPriority(rawValue: 750)
}

@MainActor
open class NSLayoutConstraint: NSObject {
    public nonisolated override init() { super.init() }
    open var constant: CGFloat = 0
    open var priority = UILayoutPriority.defaultHigh
    open class func activate(_ constraints: [NSLayoutConstraint]) {}
}

@MainActor
open class UILayoutGuide: NSObject {
    open var topAnchor: NSLayoutYAxisAnchor { .init() }
    open var bottomAnchor: NSLayoutYAxisAnchor { .init() }
    open var leadingAnchor: NSLayoutXAxisAnchor { .init() }
    open var trailingAnchor: NSLayoutXAxisAnchor { .init() }
    open var centerXAnchor: NSLayoutXAxisAnchor { .init() }
    open var widthAnchor: NSLayoutDimension { .init() }
}

@MainActor
open class UIKeyboardLayoutGuide: UILayoutGuide {}

@MainActor
open class UIView: UIResponder {
    public init(frame: CGRect) { super.init() }
    public required init?(coder: NSCoder) { nil }

    open var bounds: CGRect { .zero }
    open var alpha: CGFloat = 1
    open var isHidden = false
    open var isOpaque = true
    open var clipsToBounds = false
    open var isUserInteractionEnabled = true
    open var backgroundColor: UIColor?
    open var tintColor: UIColor!
    open var layer: CALayer { CALayer() }
    open var window: UIWindow? { nil }
    open var translatesAutoresizingMaskIntoConstraints = true
    open var isAccessibilityElement = false
    open var accessibilityLabel: String?
    open var accessibilityValue: String?
    open var accessibilityIdentifier: String?
    open var effectiveUserInterfaceLayoutDirection: UIUserInterfaceLayoutDirection { .leftToRight }
    open var safeAreaLayoutGuide: UILayoutGuide { UILayoutGuide() }
    open var keyboardLayoutGuide: UIKeyboardLayoutGuide { UIKeyboardLayoutGuide() }
    open var topAnchor: NSLayoutYAxisAnchor { .init() }
    open var bottomAnchor: NSLayoutYAxisAnchor { .init() }
    open var leadingAnchor: NSLayoutXAxisAnchor { .init() }
    open var trailingAnchor: NSLayoutXAxisAnchor { .init() }
    open var centerXAnchor: NSLayoutXAxisAnchor { .init() }
    open var centerYAnchor: NSLayoutYAxisAnchor { .init() }
    open var widthAnchor: NSLayoutDimension { .init() }
    open var heightAnchor: NSLayoutDimension { .init() }
    open func addSubview(_ view: UIView) {}
    open func removeFromSuperview() {}
    open func point(inside point: CGPoint, with event: UIEvent?) -> Bool { true }
    open func convert(_ point: CGPoint, from view: UIView?) -> CGPoint { point }
}
