// Reads the messenger's files.
//
// Guarantees: an answer is a whole file with its headers, or a refusal with a status; only regular files whose real
// place (links resolved) is below the folder are read. Reads on the calling thread: the files are in the app's own
// bundle and small.

import Foundation

/// The files of the messenger's page.
struct AssetLibrary: Sendable {
    /// What an address is answered with.
    enum Answer: Equatable, Sendable {
        /// The file.
        case found(headers: [String: String], body: Data)
        /// None: 403 for what is not a name of a file, 404 for a file that is not there, 405 for another method.
        case refused(status: Int)
    }

    /// The folder with `index.html`.
    let folder: URL

    /// The files inside a bundle; nil when the bundle carries none, which is a mistake of the app's build.
    init?(bundle: Bundle, folderName: String = "messenger") {
        guard let folder = bundle.resourceURL?.appendingPathComponent(folderName, isDirectory: true) else { return nil }
        self.init(folder: folder)
    }

    /// The files in a folder; nil when it has no first page.
    init?(folder: URL) {
        let start = folder.appendingPathComponent(AssetRoute.start)
        guard FileManager.default.isReadableFile(atPath: start.path) else { return nil }
        self.folder = folder.resolvingSymlinksInPath().standardizedFileURL
    }

    /// Answers one request of the page.
    func answer(method: String, address: String) -> Answer {
        guard method == "GET" || method == "HEAD" else { return .refused(status: 405) }
        guard let route = AssetRoute(address: address) else { return .refused(status: 403) }
        let file = route.file(below: folder).resolvingSymlinksInPath().standardizedFileURL
        guard file.path.hasPrefix(folder.path + "/") else { return .refused(status: 403) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue,
            let body = try? Data(contentsOf: file)
        else { return .refused(status: 404) }
        let type = MediaType.of(fileName: route.fileName)
        return .found(
            headers: ContentPolicy.headers(contentType: type, length: body.count),
            body: method == "HEAD" ? Data() : body)
    }
}
