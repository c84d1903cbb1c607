// The words of an in-app message, as the overlay shows them.
//
// Guarantees: plain text only (no markup of a message is ever interpreted by the container), of a bounded length,
// without characters that turn the direction of other text around; a message without words says so in one sentence
// instead of an empty card. Pure.

import Foundation

/// What the overlay shows of an in-app message.
struct InAppPreview: Equatable, Sendable {
    /// The longest title, in characters.
    static let longestTitle = 80

    /// The longest text, in characters; the whole message is one tap away.
    static let longestText = 240

    /// One line; empty when the message has no title.
    let title: String

    /// A few lines.
    let text: String

    /// - Parameters:
    ///   - title: the title as the server tells it.
    ///   - bodyJSON: the message's body as JSON (`InAppMessageBody` of the contract). Its words are read without
    ///     their tags; a message without a title gets its sender's name.
    init(title: String, bodyJSON: String) {
        let body = (try? JSONSerialization.jsonObject(with: Data(bodyJSON.utf8))) as? [String: Any]
        let sender = (body?["sender"] as? [String: Any])?["name"] as? String
        let heading = Self.plain(title, longest: Self.longestTitle)
        self.title = heading.isEmpty ? Self.plain(sender ?? "", longest: Self.longestTitle) : heading
        let words = Self.withoutTags((body?["body_html"] as? String) ?? "")
        let text = Self.plain(words, longest: Self.longestText)
        self.text = text.isEmpty ? "You have a new message." : text
    }

    /// Text with its tags cut out and the five entities of HTML read; anything between `<` and `>` is a tag.
    static func withoutTags(_ html: String) -> String {
        var text = ""
        var insideTag = false
        for character in html.prefix(longestHTML) {
            switch (character, insideTag) {
            case ("<", _):
                insideTag = true
                text.append(" ")
            case (">", true): insideTag = false
            case (_, false): text.append(character)
            default: break
            }
        }
        for (entity, character) in entities { text = text.replacingOccurrences(of: entity, with: character) }
        return text
    }

    private static let longestHTML = 16_384

    /// `&amp;` comes last, or `&amp;lt;` would be read twice.
    private static let entities = [
        ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&"),
    ]

    private static func plain(_ text: String, longest: Int) -> String {
        let kept = text.unicodeScalars.map { turns.contains($0.value) ? " " : String($0) }.joined()
        let words = kept.split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(separator: " ")
        return words.count <= longest ? words : words.prefix(longest - 1) + "…"
    }

    /// Marks that embed, override or isolate a direction, and control characters.
    private static let turns = Set<UInt32>(0x202A...0x202E).union(0x2066...0x2069).union(0x00...0x08).union(0x0E...0x1F)
        .union([0x7F])
}
