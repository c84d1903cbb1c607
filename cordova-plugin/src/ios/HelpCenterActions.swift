// The help center's data. Values are JSON as text with the documented keys, as in the vendor's plugin; keys without a
// value are left out.

import Foundation
import Frontdesk

let helpCenterActions: [String: Action] = [
    "fetchHelpCenterCollections": .ask { desk, _, answer in
        desk.fetchHelpCenterCollections(
            completion: answer.giving { collections in
                jsonText(
                    collections.map { one in
                        summed(["collectionId": one.collectionId, "title": one.title], one.summary)
                    })
            })
    },
    "fetchHelpCenterCollection": .ask { desk, arguments, answer in
        desk.fetchHelpCenterCollection(
            try arguments.text(0, "collection_id"),
            completion: answer.giving { found in
                let sections = found.sections.map { ["title": $0.title, "articles": articles($0.articles)] }
                return jsonText(
                    summed(
                        [
                            "collectionId": found.collectionId, "title": found.title,
                            "articles": articles(found.articles), "sections": sections,
                        ], found.summary))
            })
    },
    "searchHelpCenter": .ask { desk, arguments, answer in
        desk.searchHelpCenter(
            try arguments.text(0, "term"),
            completion: answer.giving { hits in
                jsonText(
                    hits.map { hit in
                        summed(
                            [
                                "articleId": hit.articleId, "title": hit.title,
                                "matchingSnippet": hit.matchingSnippet,
                            ], hit.summary)
                    })
            })
    },
]

private func articles(_ articles: [HelpCenterArticle]) -> [[String: Any]] {
    articles.map { ["articleId": $0.articleId, "title": $0.title] }
}

private func summed(_ members: [String: Any], _ summary: String?) -> [String: Any] {
    var all = members
    if let summary, !summary.isEmpty { all["summary"] = summary }
    return all
}
