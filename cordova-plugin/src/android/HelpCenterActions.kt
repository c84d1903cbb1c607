// The help center's data. Values are JSON as text with the documented keys, as in the vendor's plugin; keys without a
// value are left out.
package dev.frontdesk.cordova

import dev.frontdesk.HelpCenterArticle
import org.json.JSONArray
import org.json.JSONObject

internal val helpCenterActions: Map<String, Action> = actions(
    "fetchHelpCenterCollections" to ask {
        val collections = fetchHelpCenterCollections().map {
            JSONObject().put("collectionId", it.collectionId).put("title", it.title).putText("summary", it.summary)
        }
        JSONArray(collections).toString()
    },
    "fetchHelpCenterCollection" to ask { arguments ->
        val found = fetchHelpCenterCollection(arguments.text(0, "collection_id"))
        val sections = found.sections.map {
            JSONObject().put("title", it.title).put("articles", articles(it.articles))
        }
        JSONObject().put("collectionId", found.collectionId).put("title", found.title)
            .putText("summary", found.summary)
            .put("articles", articles(found.articles))
            .put("sections", JSONArray(sections))
            .toString()
    },
    "searchHelpCenter" to ask { arguments ->
        val results = searchHelpCenter(arguments.text(0, "term")).map {
            JSONObject().put("articleId", it.articleId).put("title", it.title).putText("summary", it.summary)
                .put("matchingSnippet", it.matchingSnippet)
        }
        JSONArray(results).toString()
    },
)

private fun articles(articles: List<HelpCenterArticle>): JSONArray =
    JSONArray(articles.map { JSONObject().put("articleId", it.articleId).put("title", it.title) })

private fun JSONObject.putText(name: String, text: String?): JSONObject =
    apply { if (!text.isNullOrEmpty()) put(name, text) }
