// The driver's lines: read strictly, written whole.

import XCTest

@testable import FrontdeskDriver

final class ProtocolTests: XCTestCase {
    func testJSONIsTakenOnlyWhenItIsJSON() {
        for good in [
            "1", "-0.5e+7", "\"\\u00e9\"", "[]", " {} ", "[1,[2,{\"a\":null}]]", "{\"a\":{},\"b\":[[]]}", "true",
        ] {
            XCTAssertNotNil(RawJSON(good.utf8), good)
        }
        for bad in [
            "", " ", "01", "1.", ".5", "+1", "1e", "tru", "nul", "[1,]", "[,1]", "{\"a\":1,}", "{a:1}", "{\"a\"}",
            "[1 2]",
            "\"\n\"", "\"\\x\"", "\"\\u12\"", "\"", "[", "]", "{\"a\":1", "1 2", "NaN", "'a'", "[}", "{]",
        ] {
            XCTAssertNil(RawJSON(bad.utf8), bad)
        }
        XCTAssertNil(RawJSON([0x22, 0xFF, 0x22]))
    }

    func testNestingOfAnyDepthCostsNoStack() {
        let deep = String(repeating: "[", count: 400_000) + String(repeating: "]", count: 400_000)
        XCTAssertNotNil(RawJSON(deep.utf8))
        let objects = String(repeating: "{\"a\":", count: 200_000) + "1" + String(repeating: "}", count: 200_000)
        XCTAssertNotNil(RawJSON(objects.utf8))
    }

    func testTextsNumbersAndMembersAreReadExactly() throws {
        let raw = try XCTUnwrap(
            RawJSON(#"{"a":"\ud83d\ude00\n\/","b":18446744073709551615,"c":"\ud800","b":1.50}"#.utf8))
        let members = try XCTUnwrap(raw.members())
        XCTAssertEqual(members.map(\.key), ["a", "b", "c", "b"])
        XCTAssertEqual(members[0].value.string, "😀\n/")
        XCTAssertEqual(members[1].value.whole, .max)
        XCTAssertNil(members[2].value.string)
        XCTAssertEqual(members[3].value.text, "1.50")
    }

    func testWhatIsNoCallIsToldWhyAndToWhom() throws {
        func fault(_ line: String) throws -> (id: String?, code: String?) {
            do throws(Fault) {
                guard let line = try Line(Array(line.utf8)) else { return (nil, nil) }
                return (line.id, nil)
            } catch {
                return (nil, RawJSON(error.json.line.utf8)?.maybe("code")?.string)
            }
        }
        for line in [
            "x", "[]", "1", #"{"id":1,"#, #"{"id":1,"call":"p","wait":1}"#, #"{"id":1,"id":2}"#, #"{"id":1,"x":2}"#,
        ] {
            XCTAssertEqual(try fault(line).code, "malformed_line", line)
        }
        for line in [#"{"id":null,"call":"p"}"#, #"{"id":true}"#, #"{"id":{}}"#, #"{"id":"\ud800"}"#, #"{"call":"p"}"#]
        {
            XCTAssertEqual(try fault(line).code, "missing_id", line)
        }
        for id in ["1", "-7", "1.50", "12345678901234567890123", #""a\u00e9""#] {
            XCTAssertEqual(try fault(#" {"call":"pending", "id" : \#(id) } "#).id, id)
        }
        XCTAssertNil(try Line(Array(" \t\r".utf8)))
    }

    func testFaultsOfArgumentsNameTheMember() throws {
        func fault(_ name: String, _ arguments: String) throws -> [String?] {
            do throws(Fault) {
                _ = try callNamed(name, RawJSON(arguments.utf8))
            } catch {
                let json = RawJSON(error.json.line.utf8)
                return [json?.maybe("code")?.string, json?.maybe("field")?.string]
            }
            return []
        }
        XCTAssertEqual(try fault("logout", #"{"forced":true}"#), ["unknown_argument", "forced"])
        XCTAssertEqual(try fault("log_event", "{}"), ["missing", "name"])
        XCTAssertEqual(try fault("log_event", #"{"name":7}"#), ["wrong_type", "name"])
        XCTAssertEqual(try fault("log_event", #"{"name":"\ud800"}"#), ["invalid_text", "name"])
        XCTAssertEqual(try fault("log_event", #"{"name":[[1]]}"#), ["too_deep", "name"])
        XCTAssertEqual(try fault("log_event", #"{"name":"a","name":"b"}"#), ["duplicate_key", "name"])
        XCTAssertEqual(try fault("log_event", "[]"), ["wrong_type", "args"])
        XCTAssertEqual(try fault("flush", #"{"timeout_ms":"1"}"#), ["wrong_type", "timeout_ms"])
        XCTAssertEqual(try fault("flush", #"{"timeout_ms":1e400}"#), ["not_finite", "timeout_ms"])
        XCTAssertEqual(try fault("present_space", #"{"space":"x"}"#), ["unknown_space", "space"])
        XCTAssertEqual(try fault("set_theme_mode", #"{"mode":"sepia"}"#), ["unknown_value", "mode"])
        XCTAssertEqual(try fault("fly", "{}"), ["unknown_call", "call"])
    }

    func testLinesArriveWholeAndOneThatIsTooLongIsPassedOver() {
        let longest = [UInt8](repeating: 0x61, count: Lines.longest)
        var pieces = [longest, [0x0A], longest, [0x61, 0x0A], Array("next\n\nlast".utf8)]
        var lines = Lines { pieces.isEmpty ? [] : pieces.removeFirst() }
        var seen: [Int?] = []
        while let input = lines.next() {
            if case .line(let bytes) = input { seen.append(bytes.count) } else { seen.append(nil) }
        }
        XCTAssertEqual(seen, [Lines.longest, nil, 4, 0, 4])
    }

    func testAReaderThatIsGoneIsNoticed() {
        let output = Output { _ in false }
        output.answer(nil, .success(.null))
        XCTAssertTrue(output.isBroken)
    }

    func testOptionsComeFromArgumentsAndTheEnvironment() throws {
        let options = try Options(
            ["drive", "--server=http://x", "--api-key", "k", "--data", "/tmp/d", "--max-operations", "7"],
            environment: ["FRONTDESK_APP_ID": "a"])
        XCTAssertEqual(options.configuration.appID, "a")
        XCTAssertEqual(options.configuration.maxOperations, 7)
        for wrong in [[], ["drive"], ["drive", "--colour"], ["drive", "--server"], ["fly"]] {
            XCTAssertThrowsError(try Options(wrong, environment: [:]))
        }
    }
}
