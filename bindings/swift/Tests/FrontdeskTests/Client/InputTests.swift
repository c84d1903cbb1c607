// Metadata and attributes as an app writes them.

import XCTest

@testable import Frontdesk
@testable import FrontdeskDriver

final class InputTests: XCTestCase {
    func testLiteralsKeepTheirOrderAndTheirExactNumbers() throws {
        let metadata: Metadata = [
            "b": 1, "a": .uint(UInt64.max), "c": .int(Int64.min), "d": 9_007_199_254_740_993, "e": -0.5, "f": nil,
            "g": ["x", true, ["y": []]], "h": "\(1 + 1)",
        ]
        let expected = [
            #"{"b":1,"a":18446744073709551615,"c":-9223372036854775808,"d":9007199254740993,"e":-0.5,"f":null,"#,
            #""g":["x",true,{"y":[]}],"h":"2"}"#,
        ].joined()
        XCTAssertEqual(metadata.json, expected)
        XCTAssertEqual(try FrontdeskCheck.metadata(metadata), expected)
    }

    func testAKeyGivenTwiceIsRefusedAndDoesNotEndTheApp() throws {
        XCTAssertThrowsError(try FrontdeskCheck.metadata(["a": 1, "a": 2])) { error in
            XCTAssertEqual((error as? FrontdeskError)?.code, "duplicate_key")
            XCTAssertEqual((error as? FrontdeskError)?.field, "metadata.a")
        }
    }

    func testNumbersBeyondSixtyFourBitsAreRefusedOrExactButNeverWrong() throws {
        #if compiler(>=6.0)
            if #available(macOS 15, iOS 18, *) {
                let huge = MetadataValue.int(Int128.max)
                XCTAssertThrowsError(try FrontdeskCheck.metadata(["a": huge])) { error in
                    XCTAssertEqual((error as? FrontdeskError)?.code, "number_out_of_range")
                }
            }
        #endif
    }

    func testEveryCharacterArrivesAsItWasWritten() throws {
        let text = "\"\\/\u{8}\u{c}\n\r\t\u{1f}\u{7f}\u{2028}é👩‍💻e\u{301}\u{FFFD}\u{10FFFF}"
        let json = Metadata([("a", .string(text))]).json
        let back = try XCTUnwrap(RawJSON(json.utf8)?.maybe("a")?.string)
        XCTAssertEqual(Array(back.unicodeScalars), Array(text.unicodeScalars))
        XCTAssertNoThrow(try FrontdeskCheck.metadata(["a": .string(text)]))
    }

    func testValuesOfAnyDepthAreBuiltRefusedAndLetGoOf() throws {
        var list: MetadataValue = []
        var object: MetadataValue = [:]
        for _ in 0..<200_000 {
            list = [list]
            object = ["k": object]
        }
        for value in [list, object] {
            XCTAssertThrowsError(try FrontdeskCheck.metadata(["a": value])) { error in
                XCTAssertEqual((error as? FrontdeskError)?.code, "too_deep")
            }
        }
    }

    func testAbsentClearedAndSetAreThreeThings() throws {
        var attributes = UserAttributes(userID: "42", email: "ada@example.com")
        attributes.name = .clear
        attributes.signedUpAt = .set(Date(timeIntervalSince1970: 1_392_036_272.9))
        attributes.unsubscribedFromEmails = .set(true)
        attributes.customAttributes = ["plan": "pro", "seats": 5, "old": nil]
        var acme = Company(id: "c1", name: "Acme")
        acme.monthlySpend = .set(12.5)
        acme.createdAt = .set(Date(timeIntervalSince1970: 1_392_036_272))
        acme.customAttributes = ["tier": 2]
        attributes.companies = [acme]
        let checked = try FrontdeskCheck.attributes(attributes)
        let expected = [
            #"{"user_id":"42","email":"ada@example.com","name":null,"signed_up_at":1392036272,"#,
            #""unsubscribed_from_emails":true,"custom_attributes":{"plan":"pro","seats":5,"old":null},"#,
            #""companies":[{"id":"c1","name":"Acme","monthly_spend":12.5,"created_at":1392036272,"#,
            #""custom_attributes":{"tier":2}}]}"#,
        ].joined()
        XCTAssertEqual(checked.wireJson, expected)
        XCTAssertEqual([checked.userId, checked.email], ["42", "ada@example.com"])
    }

    func testContentMadeByAFunctionIsTheOneThatIsReadFromItsDocumentedForm() throws {
        let made: [(String, ContentRef)] = [
            ("ARTICLE", .article("7")), ("CAROUSEL", .carousel("7")), ("SURVEY", .survey("7")),
            ("CONVERSATION", .conversation("7")), ("TICKET", .ticket("7")), ("NEWS", .news("7")),
        ]
        for (type, content) in made {
            XCTAssertEqual(try ContentRef.reading(["type": .string(type), "id": 7]), content)
        }
        let collections = try ContentRef.reading(["type": "HELP_CENTER_COLLECTIONS", "ids": ["1", 2]])
        XCTAssertEqual(collections, .helpCenterCollections(["1", "2"]))
        XCTAssertEqual(try FrontdeskCheck.metadata(["a": .bool(false)]), #"{"a":false}"#)
    }

    func testADateThatIsNoneIsRefusedAndDoesNotEndTheApp() throws {
        for seconds in [Double.nan, .infinity, 1e300, -1e300] {
            var attributes = UserAttributes(userID: "1")
            attributes.signedUpAt = .set(Date(timeIntervalSince1970: seconds))
            XCTAssertThrowsError(try FrontdeskCheck.attributes(attributes)) { error in
                XCTAssertEqual((error as? FrontdeskError)?.field, "signed_up_at")
            }
        }
    }

    func testADictionaryOfAnythingBecomesWhatJSONCanHold() throws {
        let userInfo: [AnyHashable: Any] = [
            "text": "a", "whole": 7, "flag": true, "number": 0.5, "list": [1, "x"], "object": ["k": NSNull()],
            "date": Date(), 5: "no text as key",
        ]
        let json = Metadata(userInfo: userInfo).json
        XCTAssertEqual(json, #"{"flag":true,"list":[1,"x"],"number":0.5,"object":{"k":null},"text":"a","whole":7}"#)
    }

    func testSpansThatAreNoneAreNone() {
        XCTAssertNil(milliseconds(nil))
        XCTAssertNil(milliseconds(.nan))
        XCTAssertEqual(milliseconds(-1), 0)
        XCTAssertEqual(milliseconds(0.25), 250)
        XCTAssertEqual(milliseconds(.infinity), .max)
        XCTAssertEqual(milliseconds(1e300), .max)
    }
}
