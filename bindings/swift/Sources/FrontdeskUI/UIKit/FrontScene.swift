// Finds the scene in front and the app's own window in it.
//
// Guarantee: windows of the SDK are never taken for the app's. On the main actor.

#if canImport(UIKit)
    import UIKit

    /// The scene the person looks at.
    @MainActor
    enum FrontScene {
        /// The scene that is active, else one that is about to be; nil in the background.
        static func current() -> UIWindowScene? {
            let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
            return scenes.first { $0.activationState == .foregroundActive }
                ?? scenes.first { $0.activationState == .foregroundInactive }
        }

        /// The app's own window in a scene.
        static func appWindow(of scene: UIWindowScene?) -> UIWindow? {
            let windows = (scene?.windows ?? []).filter { !isOurs($0) && !$0.isHidden }
            return windows.first { $0.isKeyWindow } ?? windows.first
        }

        private static func isOurs(_ window: UIWindow) -> Bool {
            window.rootViewController is ClearViewController
        }
    }

    /// A root that shows nothing and leaves bars and rotation to the app's own screen.
    @MainActor
    class ClearViewController: UIViewController {
        override func viewDidLoad() {
            super.viewDidLoad()
            view.backgroundColor = .clear
        }

        private var appRoot: UIViewController? {
            FrontScene.appWindow(of: view.window?.windowScene)?.rootViewController
        }

        override var preferredStatusBarStyle: UIStatusBarStyle {
            appRoot?.preferredStatusBarStyle ?? .default
        }

        override var prefersStatusBarHidden: Bool {
            appRoot?.prefersStatusBarHidden ?? false
        }

        override var supportedInterfaceOrientations: UIInterfaceOrientationMask {
            appRoot?.supportedInterfaceOrientations ?? .all
        }
    }
#endif
