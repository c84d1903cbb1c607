// Launcher and in-app messages above the app.
//
// Guarantees: shows what the core's newest state says; no older state is drawn after a newer one; a message is told as
// shown once for each time it comes up. Moves along when the scene in front changes. On the main actor; the core is
// asked off it.

#if canImport(UIKit) && canImport(WebKit)
    import Foundation
    import UIKit

    /// Follows the state and draws it.
    @MainActor
    final class MessengerOverlay {
        private let core: any MessengerCore
        private let onTheme: @MainActor (ScreenState.Theme) -> Void
        private let launcher: LauncherView
        private var launcherBottom: NSLayoutConstraint?
        private var latest: ScreenState?
        private var window: OverlayWindow?
        private var card: (id: String, view: InAppMessageView)?
        private var shownProactive: String?
        private var following: Task<Void, Never>?

        /// - Parameters:
        ///   - core: the client.
        ///   - onTheme: the state was read; the presenter wants its theme.
        init(core: any MessengerCore, onTheme: @escaping @MainActor (ScreenState.Theme) -> Void) {
            self.core = core
            self.onTheme = onTheme
            launcher = LauncherView { Task { await core.present() } }
        }

        /// Begins to follow the state, until the client is shut down.
        func begin() {
            guard following == nil else { return }
            let core = self.core
            following = Task { [weak self] in
                // One after the other: the next state is taken when the last one is drawn.
                for await state in await core.screenStates() {
                    guard let self else { return }
                    await self.show(state)
                }
            }
        }

        /// Scenes came or went: the overlay stands on the one in front.
        func scenesChanged() {
            guard let scene = FrontScene.current(), window?.windowScene !== scene else { return }
            stand(on: scene)
            if let latest { Task { await show(latest.inApp) } }
        }

        private func show(_ state: ScreenState) async {
            latest = state
            onTheme(state.theme)
            scenesChanged()
            launcher.show(state.launcher)
            launcherBottom?.constant = -CGFloat(state.launcher.bottomDistance)
            await show(state.inApp)
        }

        private func show(_ inApp: ScreenState.InApp?) async {
            if card?.id != inApp?.id || inApp?.kind != .message { removeCard() }
            guard let inApp else {
                shownProactive = nil
                return
            }
            switch inApp.kind {
            case .survey, .carousel:
                // Asked for once: while the core still names it, the presentation is on its way.
                guard shownProactive != inApp.id else { return }
                shownProactive = inApp.id
                await core.presentProactive(inApp.kind, id: inApp.id)
            case .message:
                guard card == nil, let preview = await core.inAppPreview(id: inApp.id) else { return }
                // Somebody else may have shown it meanwhile, or it may not be due any more.
                guard card == nil, latest?.inApp == inApp, window != nil else { return }
                addCard(preview, for: inApp)
                await core.receipt(.shown, id: inApp.id)
            }
        }

        private func stand(on scene: UIWindowScene) {
            window?.isHidden = true
            let window = OverlayWindow(windowScene: scene)
            window.windowLevel = UIWindow.Level(rawValue: UIWindow.Level.normal.rawValue + 1)
            window.backgroundColor = .clear
            let root = ClearViewController()
            window.rootViewController = root
            self.window = window
            root.view.addSubview(launcher)
            let safe = root.view.safeAreaLayoutGuide
            let bottom = launcher.bottomAnchor.constraint(
                equalTo: safe.bottomAnchor,
                constant: -CGFloat(latest?.launcher.bottomDistance ?? LauncherLook.margin))
            launcherBottom = bottom
            NSLayoutConstraint.activate([
                bottom,
                launcher.trailingAnchor.constraint(
                    equalTo: safe.trailingAnchor, constant: -CGFloat(LauncherLook.margin)),
            ])
            window.touchable = [launcher]
            // Made visible without becoming the key window: the app keeps its keyboard.
            window.isHidden = false
            card = nil
        }

        private func addCard(_ preview: InAppPreview, for inApp: ScreenState.InApp) {
            guard let window, let root = window.rootViewController?.view else { return }
            let core = self.core
            let view = InAppMessageView(
                preview: preview,
                onOpen: { [weak self] in
                    self?.removeCard()
                    Task {
                        await core.receipt(.clicked, id: inApp.id)
                        await core.present()
                    }
                },
                onDismiss: { [weak self] in
                    self?.removeCard()
                    Task { await core.receipt(.dismissed, id: inApp.id) }
                })
            root.addSubview(view)
            let safe = root.safeAreaLayoutGuide
            let edge =
                inApp.isBanner
                ? view.topAnchor.constraint(equalTo: safe.topAnchor, constant: 8)
                : view.bottomAnchor.constraint(equalTo: launcher.topAnchor, constant: -12)
            let fill = view.widthAnchor.constraint(equalTo: safe.widthAnchor, constant: -24)
            fill.priority = .defaultHigh
            NSLayoutConstraint.activate([
                edge, fill,
                view.centerXAnchor.constraint(equalTo: safe.centerXAnchor),
                view.widthAnchor.constraint(lessThanOrEqualToConstant: 400),
            ])
            window.touchable = [launcher, view]
            card = (inApp.id, view)
            UIAccessibility.post(notification: .screenChanged, argument: view)
        }

        private func removeCard() {
            card?.view.removeFromSuperview()
            card = nil
            window?.touchable = [launcher]
        }
    }
#endif
