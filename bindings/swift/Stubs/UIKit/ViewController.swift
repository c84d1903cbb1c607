// Stub, never shipped (see ../README.md): view controllers and presentation.

import Foundation

public enum UIStatusBarStyle: Int, Sendable { case `default`, lightContent, darkContent = 3 }

public struct UIInterfaceOrientationMask: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let all = UIInterfaceOrientationMask(rawValue: 30)
}

public enum UIModalPresentationStyle: Int, Sendable { case fullScreen, pageSheet, formSheet }

@MainActor
open class UIViewController: UIResponder {
    public init(nibName: String?, bundle: Bundle?) { super.init() }
    public convenience override init() { self.init(nibName: nil, bundle: nil) }
    public required init?(coder: NSCoder) { nil }

    open var view: UIView!
    open var traitCollection: UITraitCollection { UITraitCollection() }
    open var overrideUserInterfaceStyle = UIUserInterfaceStyle.unspecified
    open var modalPresentationStyle = UIModalPresentationStyle.pageSheet
    open var presentationController: UIPresentationController? { nil }
    open var presentedViewController: UIViewController? { nil }
    open var preferredStatusBarStyle: UIStatusBarStyle { .default }
    open var prefersStatusBarHidden: Bool { false }
    open var supportedInterfaceOrientations: UIInterfaceOrientationMask { .all }
    open func viewDidLoad() {}
    open func viewDidDisappear(_ animated: Bool) {}
    open func traitCollectionDidChange(_ previousTraitCollection: UITraitCollection?) {}
    open func present(
        _ viewController: UIViewController, animated: Bool, completion: (@MainActor @Sendable () -> Void)?
    ) {}
    open func dismiss(animated: Bool, completion: (@MainActor @Sendable () -> Void)?) {}
}

@MainActor
open class UIPresentationController: NSObject {
    open weak var delegate: (any UIAdaptivePresentationControllerDelegate)?
}

/// The methods are optional in the SDK; here they have bodies instead.
@MainActor
public protocol UIAdaptivePresentationControllerDelegate: NSObjectProtocol {
    func presentationControllerDidDismiss(_ presentationController: UIPresentationController)
}
