// The window that carries launcher and in-app messages above the app.
//
// Guarantees: only touches on the launcher or a message are taken, all others go to the app; the window is never the
// key window, so that the app keeps its keyboard. On the main actor.

#if canImport(UIKit)
    import UIKit

    /// A window that lets touches through.
    @MainActor
    final class OverlayWindow: UIWindow {
        /// The views that take touches.
        var touchable: [UIView] = []

        override func point(inside point: CGPoint, with event: UIEvent?) -> Bool {
            touchable.contains { part in
                !part.isHidden && part.alpha > 0.01 && part.bounds.contains(part.convert(point, from: self))
            }
        }

        override var canBecomeKey: Bool { false }
    }
#endif
