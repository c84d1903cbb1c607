// The token by which Apple's push service knows this device.
//
// Guarantees: the text is what the push service expects (lower-case hex); a token is never printed by this room.
// Pure.

import Foundation

/// Apple's device token as text.
enum DeviceToken {
    /// Two lower-case hex digits for each byte; nil for an empty token, which the system never hands out.
    static func hex(_ token: Data) -> String? {
        guard !token.isEmpty else { return nil }
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(token.count * 2)
        for byte in token {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0F)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
