// Ids inside the objects that the core judges, looked at before it does: here arguments come from JavaScript, which has
// rounded a number beyond 2^53 before the plugin sees it, and it may be somebody else's by then. The core takes such a
// number, because in Swift and Rust it may be exact. Our own JavaScript refuses it, too; the vendor's does not. Pure.

import Foundation
import Frontdesk

extension Arguments {
    /// A user's attributes for the core to judge; `absent` stands for none.
    func attributes(absent: String? = nil) throws -> UserAttributes {
        if let given = self[0] as? [String: Any] {
            try refuseRounded(given, ["userId": "user_id", "user_id": "user_id"])
            for (at, company) in ((given["companies"] as? [Any]) ?? []).enumerated() {
                guard let company = company as? [String: Any] else { continue }
                let path = "companies[\(at)].id"
                try refuseRounded(company, ["id": path, "company_id": path, "companyId": path])
            }
        }
        if let absent, self[0] == nil { return UserAttributes(json: absent) }
        return UserAttributes(json: try json(0, "attributes"))
    }

    /// A piece of content for the core to judge.
    func content() throws -> Metadata {
        if let given = self[0] as? [String: Any] {
            try refuseRounded(given, ["id": "id"])
            for (at, id) in ((given["ids"] as? [Any]) ?? []).enumerated() where isRounded(id) {
                throw Fault.rounded("ids[\(at)]")
            }
        }
        return Metadata(json: try json(0, "content"))
    }
}

/// `fields`: spellings, and the wire's.
private func refuseRounded(_ members: [String: Any], _ fields: [String: String]) throws {
    for (spelling, field) in fields where isRounded(members[spelling]) { throw Fault.rounded(field) }
}
