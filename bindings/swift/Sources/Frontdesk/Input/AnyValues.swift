// Dictionaries as Apple's frameworks hand them over.
//
// Guarantees: what JSON cannot hold is left out; nesting ends where no payload of ours ever is. Pure, any thread.

import Foundation

extension Metadata {
    /// The values of a dictionary of anything, for example a notification's `userInfo`. Since 0.1.
    public init(userInfo: [AnyHashable: Any]) {
        self.init(userInfo, levels: 0)
    }

    private init(_ dictionary: [AnyHashable: Any], levels: Int) {
        var values: [String: MetadataValue] = [:]
        for (key, value) in dictionary {
            if let key = key.base as? String, let value = MetadataValue(any: value, levels: levels) {
                values[key] = value
            }
        }
        self.init(values)
    }

    fileprivate static func nested(_ dictionary: [AnyHashable: Any], levels: Int) -> Metadata {
        Metadata(dictionary, levels: levels)
    }
}

extension MetadataValue {
    fileprivate init?(any value: Any, levels: Int) {
        guard levels < MetadataValue.mostLevels else { return nil }
        switch value {
        case let value as MetadataValue: self = value
        case let text as String: self = .string(text)
        case let list as [Any]: self = .array(list.compactMap { MetadataValue(any: $0, levels: levels + 1) })
        case let object as [AnyHashable: Any]: self = .object(.nested(object, levels: levels + 1))
        case is NSNull: self = .null
        #if canImport(Darwin)
            // A number of Objective-C is a truth value, too, when asked; only its own type tells.
            case let number as NSNumber where CFGetTypeID(number) == CFBooleanGetTypeID():
                self = .bool(number.boolValue)
            case let number as NSNumber where CFNumberIsFloatType(number): self = .double(number.doubleValue)
            case let number as NSNumber where number.compare(0) == .orderedAscending: self = .int(number.int64Value)
            case let number as NSNumber: self = .uint(number.uint64Value)
        #else
            case let flag as Bool: self = .bool(flag)
            case let whole as any SignedInteger: self = .int(whole)
            case let whole as any UnsignedInteger: self = .uint(whole)
            case let number as Double: self = .double(number)
            case let number as Float: self = .double(Double(number))
        #endif
        default: return nil
        }
    }
}
