// The screen of the messenger: a container around one web view.
//
// Guarantees: draws nothing of the messenger itself; safe areas, keyboard, dark mode and text size are handed to the
// page in the ways every browser knows; a person can always leave (a close button stands until the page runs, the
// gestures of the system work); a page whose process died is loaded anew, and after the third time in a row the
// button stays. On the main actor.

#if canImport(UIKit) && canImport(WebKit)
    import Foundation
    import UIKit
    import WebKit

    /// The messenger's screen. Made and shown by `MessengerPresenter`.
    @MainActor
    final class MessengerViewController: UIViewController {
        private let bridge: PageBridge
        private let guarding = NavigationGuard()
        private let webView: WKWebView
        private let closeButton = UIButton(type: .close)
        private let waiting = UIActivityIndicatorView(style: .medium)
        private let onClose: @MainActor () -> Void
        private var losses = 0

        /// - Parameters:
        ///   - core: the client.
        ///   - library: the page's files.
        ///   - onClose: the person tapped the close button; the core has to be told.
        init(core: any MessengerCore, library: AssetLibrary, onClose: @escaping @MainActor () -> Void) {
            bridge = PageBridge(core: core)
            webView = MessengerWebView.make(library: library, bridge: bridge, guardedBy: guarding)
            self.onClose = onClose
            super.init(nibName: nil, bundle: nil)
        }

        @available(*, unavailable)
        required init?(coder: NSCoder) {
            nil
        }

        override func viewDidLoad() {
            super.viewDidLoad()
            view.backgroundColor = .systemBackground
            layOut()
            connect()
            followSystemGesture()
            load()
        }

        /// It will not be shown again. Without this call page, bridge and web view would keep each other; a camera
        /// in front of the messenger makes it disappear too, so disappearing is no sign.
        func close() {
            bridge.close()
            webView.stopLoading()
        }

        /// VoiceOver's two-finger scrub: one screen back, from the last one out.
        override func accessibilityPerformEscape() -> Bool {
            goBack()
            return true
        }

        /// Applies the theme the app chose.
        func show(theme: ScreenState.Theme) {
            switch theme {
            case .light: overrideUserInterfaceStyle = .light
            case .dark: overrideUserInterfaceStyle = .dark
            case .system: overrideUserInterfaceStyle = .unspecified
            }
        }

        /// One screen back; from the last one, hides. The core decides which.
        func goBack() {
            bridge.tell("back")
        }

        override func traitCollectionDidChange(_ previousTraitCollection: UITraitCollection?) {
            super.traitCollectionDidChange(previousTraitCollection)
            if previousTraitCollection?.preferredContentSizeCategory != traitCollection.preferredContentSizeCategory {
                tellTextScale()
            }
        }

        private func layOut() {
            for part in [webView, waiting, closeButton] as [UIView] {
                part.translatesAutoresizingMaskIntoConstraints = false
                view.addSubview(part)
            }
            closeButton.accessibilityLabel = "Close"
            closeButton.addAction(UIAction { [onClose] _ in onClose() }, for: .primaryActionTriggered)
            waiting.startAnimating()
            let safe = view.safeAreaLayoutGuide
            NSLayoutConstraint.activate([
                webView.topAnchor.constraint(equalTo: view.topAnchor),
                webView.leadingAnchor.constraint(equalTo: view.leadingAnchor),
                webView.trailingAnchor.constraint(equalTo: view.trailingAnchor),
                // Follows the keyboard, so that the composer is never under it; without a keyboard the guide ends at
                // the safe area and the background goes on below.
                webView.bottomAnchor.constraint(equalTo: view.keyboardLayoutGuide.topAnchor),
                waiting.centerXAnchor.constraint(equalTo: view.centerXAnchor),
                waiting.centerYAnchor.constraint(equalTo: view.centerYAnchor),
                closeButton.topAnchor.constraint(equalTo: safe.topAnchor, constant: 12),
                closeButton.trailingAnchor.constraint(equalTo: safe.trailingAnchor, constant: -16),
                closeButton.widthAnchor.constraint(equalToConstant: 44),
                closeButton.heightAnchor.constraint(equalToConstant: 44),
            ])
        }

        private func connect() {
            let webView = self.webView
            bridge.open { text in
                webView.callAsyncJavaScript(
                    PortScript.deliver, arguments: [PortScript.textArgument: text], in: nil, in: .page,
                    completionHandler: nil)
            }
            bridge.onFirstRequest = { [weak self] in self?.pageRuns() }
            guarding.onLink = { [bridge] address in bridge.openLink(address) }
            guarding.onLoaded = { [weak self] in self?.tellTextScale() }
            guarding.onLost = { [weak self] in self?.pageIsLost() }
        }

        private func load() {
            let webView = self.webView
            Task { await MessengerWebView.load(webView) }
        }

        private func pageRuns() {
            losses = 0
            waiting.stopAnimating()
            closeButton.isHidden = true
        }

        private func pageIsLost() {
            losses += 1
            closeButton.isHidden = false
            bridge.onFirstRequest = { [weak self] in self?.pageRuns() }
            guard losses < 3 else {
                waiting.stopAnimating()
                return
            }
            waiting.startAnimating()
            load()
        }

        /// The person's text size as a factor: the page multiplies its own sizes, up to twice.
        private func tellTextScale() {
            let points = UIFontMetrics.default.scaledValue(for: 100, compatibleWith: traitCollection)
            webView.callAsyncJavaScript(
                PortScript.setTextScale, arguments: [PortScript.scaleArgument: TextScale.factor(Double(points) / 100)],
                in: nil, in: .page, completionHandler: nil)
        }
    }

    extension MessengerViewController {
        /// The swipe from the leading edge, as everywhere in the system. Recognisers call selectors, which only the
        /// Objective-C runtime has; without it (the type-check on Linux) there is nothing to recognise either.
        private func followSystemGesture() {
            #if canImport(ObjectiveC)
                let swipe = UIScreenEdgePanGestureRecognizer(target: self, action: #selector(edgeSwiped(_:)))
                let rightToLeft = view.effectiveUserInterfaceLayoutDirection == .rightToLeft
                swipe.edges = rightToLeft ? .right : .left
                view.addGestureRecognizer(swipe)
            #endif
        }

        #if canImport(ObjectiveC)
            @objc private func edgeSwiped(_ swipe: UIScreenEdgePanGestureRecognizer) {
                if swipe.state == .ended { goBack() }
            }
        #endif
    }
#endif
