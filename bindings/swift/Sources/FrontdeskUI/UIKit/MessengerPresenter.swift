// Shows the messenger over the app and takes it away again.
//
// Guarantees: those of `PresentationQueue`; the messenger has a window of its own above the app's, so that no screen
// of the app has to be found, changed or waited for, and an alert of the app is not swallowed; the app's key window
// gets its place back. Called by the core on any thread through `ClientCore`, always carried out on the main actor.

#if canImport(UIKit) && canImport(WebKit)
    import Foundation
    import UIKit

    /// Carries out what `PresentationQueue` decides.
    @MainActor
    final class MessengerPresenter: NSObject {
        private let core: any MessengerCore
        private let library: AssetLibrary
        private var queue: PresentationQueue
        private var window: UIWindow?
        private var controller: MessengerViewController?
        private var theme = ScreenState.Theme.system

        init(core: any MessengerCore, library: AssetLibrary) {
            self.core = core
            self.library = library
            queue = PresentationQueue(hasScene: FrontScene.current() != nil)
            super.init()
        }

        /// The core asked to show something; what, its state says.
        func present() {
            carryOut(queue.present())
        }

        /// The core asked to hide.
        func hide() {
            carryOut(queue.hide())
        }

        /// The core judged this address; the system opens it as it is.
        func openLink(_ address: String) {
            guard let url = URL(string: address) else { return }
            UIApplication.shared.open(url, options: [:], completionHandler: nil)
        }

        /// The theme may have changed.
        func show(theme: ScreenState.Theme) {
            self.theme = theme
            controller?.show(theme: theme)
        }

        /// Scenes came or went.
        func scenesChanged() {
            let scene = FrontScene.current()
            if let window, window.windowScene == nil || window.windowScene?.activationState == .unattached {
                carryOut(queue.sceneLeft(another: scene != nil))
            } else if scene != nil {
                carryOut(queue.sceneCame())
            }
        }

        private func carryOut(_ step: PresentationQueue.Step) {
            switch step {
            case .nothing: break
            case .present: showWindow()
            case .dismiss: closeWindow()
            case .discard:
                forgetWindow()
                carryOut(queue.discarded())
            }
        }

        private func showWindow() {
            guard let scene = FrontScene.current() else {
                // It left between the decision and now.
                carryOut(queue.sceneLeft(another: false))
                return
            }
            let controller = MessengerViewController(core: core, library: library) { [core] in
                Task { await core.hide() }
            }
            controller.show(theme: theme)
            // A phone gives all of the screen; where there is more room the system makes a sheet of it.
            let roomy = scene.traitCollection.horizontalSizeClass == .regular
            controller.modalPresentationStyle = roomy ? .formSheet : .fullScreen
            controller.presentationController?.delegate = self
            let window = UIWindow(windowScene: scene)
            window.windowLevel = UIWindow.Level(rawValue: UIWindow.Level.normal.rawValue + 1)
            window.backgroundColor = .clear
            let root = ClearViewController()
            window.rootViewController = root
            window.makeKeyAndVisible()
            self.window = window
            self.controller = controller
            root.present(controller, animated: !UIAccessibility.isReduceMotionEnabled) { [weak self, weak window] in
                // The end of an animation in a window that is gone says nothing about the one that stands now.
                guard let self, let window, window === self.window else { return }
                self.carryOut(self.queue.presented())
            }
        }

        private func closeWindow() {
            guard let window, let root = window.rootViewController, root.presentedViewController != nil else {
                forgetWindow()
                carryOut(queue.dismissed())
                return
            }
            root.dismiss(animated: !UIAccessibility.isReduceMotionEnabled) { [weak self, weak window] in
                guard let self, let window, window === self.window else { return }
                self.forgetWindow()
                self.carryOut(self.queue.dismissed())
            }
        }

        private func forgetWindow() {
            let scene = window?.windowScene
            window?.isHidden = true
            window?.rootViewController = nil
            window = nil
            controller?.close()
            controller = nil
            // Without this the keyboard and the status bar would go on looking for the window that is gone.
            FrontScene.appWindow(of: scene)?.makeKey()
        }
    }

    extension MessengerPresenter: UIAdaptivePresentationControllerDelegate {
        func presentationControllerDidDismiss(_ presentationController: UIPresentationController) {
            let mustTell = queue.dismissedByPerson()
            forgetWindow()
            if mustTell {
                let core = self.core
                Task { await core.hide() }
            }
        }
    }
#endif
