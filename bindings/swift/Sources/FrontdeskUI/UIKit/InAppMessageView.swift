// The card of an in-app message.
//
// Guarantees: plain text only (see `InAppPreview`); one tap opens, one button dismisses; text grows with the person's
// setting; VoiceOver reads title and text as one element and finds the button. On the main actor.

#if canImport(UIKit)
    import UIKit

    /// A message above the app.
    @MainActor
    final class InAppMessageView: UIView {
        private let opening: UIButton
        private let closing = UIButton(type: .close)

        /// - Parameters:
        ///   - preview: the words.
        ///   - onOpen: the person tapped the card.
        ///   - onDismiss: the person closed it.
        init(
            preview: InAppPreview, onOpen: @escaping @MainActor () -> Void, onDismiss: @escaping @MainActor () -> Void
        ) {
            opening = UIButton(type: .custom)
            super.init(frame: .zero)
            opening.addAction(UIAction { _ in onOpen() }, for: .primaryActionTriggered)
            closing.addAction(UIAction { _ in onDismiss() }, for: .primaryActionTriggered)
            setUpCard()
            layOut(words: words(preview))
            opening.accessibilityLabel = [preview.title, preview.text].filter { !$0.isEmpty }.joined(separator: ". ")
            closing.accessibilityLabel = "Dismiss"
        }

        @available(*, unavailable)
        required init?(coder: NSCoder) {
            nil
        }

        private func setUpCard() {
            translatesAutoresizingMaskIntoConstraints = false
            backgroundColor = .secondarySystemBackground
            layer.cornerRadius = 14
            layer.shadowOpacity = 0.16
            layer.shadowRadius = 12
            layer.shadowOffset = CGSize(width: 0, height: 4)
            accessibilityIdentifier = "frontdesk.in-app"
        }

        private func words(_ preview: InAppPreview) -> UIStackView {
            let title = label(preview.title, style: .headline, lines: 2)
            let text = label(preview.text, style: .subheadline, lines: 4)
            title.isHidden = preview.title.isEmpty
            let words = UIStackView(arrangedSubviews: [title, text])
            words.axis = .vertical
            words.spacing = 4
            words.isUserInteractionEnabled = false
            return words
        }

        private func label(_ text: String, style: UIFont.TextStyle, lines: Int) -> UILabel {
            let label = UILabel()
            label.text = text
            label.font = .preferredFont(forTextStyle: style)
            label.adjustsFontForContentSizeCategory = true
            label.numberOfLines = lines
            label.isAccessibilityElement = false
            return label
        }

        private func layOut(words: UIStackView) {
            for part in [opening, words, closing] as [UIView] {
                part.translatesAutoresizingMaskIntoConstraints = false
                addSubview(part)
            }
            NSLayoutConstraint.activate([
                opening.topAnchor.constraint(equalTo: topAnchor),
                opening.bottomAnchor.constraint(equalTo: bottomAnchor),
                opening.leadingAnchor.constraint(equalTo: leadingAnchor),
                opening.trailingAnchor.constraint(equalTo: trailingAnchor),
                words.topAnchor.constraint(equalTo: topAnchor, constant: 12),
                words.bottomAnchor.constraint(equalTo: bottomAnchor, constant: -12),
                words.leadingAnchor.constraint(equalTo: leadingAnchor, constant: 16),
                words.trailingAnchor.constraint(equalTo: closing.leadingAnchor, constant: -8),
                closing.topAnchor.constraint(equalTo: topAnchor, constant: 4),
                closing.trailingAnchor.constraint(equalTo: trailingAnchor, constant: -4),
                closing.widthAnchor.constraint(equalToConstant: 44),
                closing.heightAnchor.constraint(equalToConstant: 44),
            ])
        }
    }
#endif
