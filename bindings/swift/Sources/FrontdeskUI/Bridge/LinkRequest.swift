// A tapped link as a request to the core.
//
// Guarantee: the core judges every address (four schemes, no user name, look-alike hosts only after the person saw
// them); the container never opens one by itself. Pure.

import Foundation

extension BridgeText {
    /// The longest address that is handed on.
    static let longestAddress = 4096

    /// `link.open` for an address, or nil for one that is too long or no text JSON can hold.
    static func linkRequest(_ address: String, id: UUID = UUID()) -> String? {
        guard address.utf8.count <= longestAddress else { return nil }
        let message: [String: Any] = [
            "id": "host-\(id.uuidString)", "type": "link.open", "data": ["url": address],
        ]
        guard let data = try? JSONSerialization.data(withJSONObject: message) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
