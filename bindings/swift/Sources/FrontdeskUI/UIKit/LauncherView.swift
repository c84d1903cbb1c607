// The round button that opens the messenger.
//
// Guarantees: shows what `LauncherLook` says and decides nothing; at least 44 points to touch; VoiceOver reads a label
// and the number of unread conversations; larger text does not change the circle. On the main actor.

#if canImport(UIKit)
    import UIKit

    /// The launcher.
    @MainActor
    final class LauncherView: UIButton {
        private let badge = UILabel()

        /// - Parameter onTap: the person wants to see the messenger.
        init(onTap: @escaping @MainActor () -> Void) {
            super.init(frame: CGRect(x: 0, y: 0, width: LauncherLook.diameter, height: LauncherLook.diameter))
            addAction(UIAction { _ in onTap() }, for: .primaryActionTriggered)
            setUpCircle()
            setUpBadge()
        }

        @available(*, unavailable)
        required init?(coder: NSCoder) {
            nil
        }

        /// Shows another look.
        func show(_ look: LauncherLook) {
            isHidden = !look.isVisible
            badge.text = look.badge
            badge.isHidden = look.badge == nil
            accessibilityValue = look.accessibilityValue
        }

        private func setUpCircle() {
            translatesAutoresizingMaskIntoConstraints = false
            backgroundColor = .systemBlue
            tintColor = .white
            setImage(UIImage(systemName: "message.fill"), for: .normal)
            layer.cornerRadius = LauncherLook.diameter / 2
            layer.shadowOpacity = 0.2
            layer.shadowRadius = 8
            layer.shadowOffset = CGSize(width: 0, height: 4)
            accessibilityLabel = "Open messenger"
            accessibilityIdentifier = "frontdesk.launcher"
            isHidden = true
            NSLayoutConstraint.activate([
                widthAnchor.constraint(equalToConstant: LauncherLook.diameter),
                heightAnchor.constraint(equalToConstant: LauncherLook.diameter),
            ])
        }

        private func setUpBadge() {
            badge.translatesAutoresizingMaskIntoConstraints = false
            badge.font = .monospacedDigitSystemFont(ofSize: 13, weight: .semibold)
            badge.textColor = .white
            badge.textAlignment = .center
            badge.backgroundColor = .systemRed
            badge.layer.cornerRadius = 10
            badge.clipsToBounds = true
            badge.isHidden = true
            // The button's own value says it already.
            badge.isAccessibilityElement = false
            addSubview(badge)
            NSLayoutConstraint.activate([
                badge.topAnchor.constraint(equalTo: topAnchor, constant: -4),
                badge.trailingAnchor.constraint(equalTo: trailingAnchor, constant: 4),
                badge.heightAnchor.constraint(equalToConstant: 20),
                badge.widthAnchor.constraint(greaterThanOrEqualToConstant: 20),
            ])
        }
    }
#endif
