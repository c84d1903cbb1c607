/*
 * The words of the SDK under one roof.
 *
 * Every record, enum and event is made from the core's own definition by the generated binding and re-exported here, so
 * that an app imports `dev.frontdesk`. Java sees them under `dev.frontdesk.core`; so does Kotlin those that have
 * variants (`FrontdeskEvent`, `Delivery`, `DeliveryOutcome`, `Presentation`, `MessengerView`, `PartDelivery`,
 * `AnswerValue`), because an alias does not reach nested classes. All are immutable.
 */
package dev.frontdesk

// Announcements.

/** What an operation is. */
public typealias OperationKind = dev.frontdesk.core.OperationKind

/** The id of an operation: a UUID as text. */
public typealias OperationId = dev.frontdesk.core.OperationId

/** Whether somebody is logged in. */
public typealias SessionState = dev.frontdesk.core.SessionState

/** How news arrive. */
public typealias FeedMode = dev.frontdesk.core.FeedMode

// Session and queue.

/** Whether a contact has a name (`USER`) or is a visitor (`LEAD`). */
public typealias Role = dev.frontdesk.core.Role

/** Who is logged in. */
public typealias LoggedInUser = dev.frontdesk.core.LoggedInUser

/** How a login ended. */
public typealias LoginResult = dev.frontdesk.core.LoginResult

/** How an update ended for now. */
public typealias UpdateResult = dev.frontdesk.core.UpdateResult

/** How many more updates travel one by one. */
public typealias UpdateQuota = dev.frontdesk.core.UpdateQuota

/** An attribute that the server would not take. */
public typealias RejectedField = dev.frontdesk.core.RejectedField

/** What is not delivered yet. */
public typealias Pending = dev.frontdesk.core.Pending

/** An operation that the server refused. */
public typealias RejectedOperation = dev.frontdesk.core.RejectedOperation

/** What a successful `logEvent` survives. */
public typealias Durability = dev.frontdesk.core.Durability

// Messenger.

/** A place of the messenger. */
public typealias Space = dev.frontdesk.core.Space

/** A kind of content that can be presented. */
public typealias ContentKind = dev.frontdesk.core.ContentKind

/** A piece of content by its id. */
public typealias ContentRef = dev.frontdesk.core.ContentRef

/** What the messenger's screen renders. */
public typealias MessengerState = dev.frontdesk.core.MessengerState

/** Light, dark, or as the system is. */
public typealias ThemeMode = dev.frontdesk.core.ThemeMode

/** A kind of content that shows itself. */
public typealias ProactiveKind = dev.frontdesk.core.ProactiveKind

/** Content that is due to show itself. */
public typealias InAppRef = dev.frontdesk.core.InAppRef

/** How content that shows itself takes its place. */
public typealias InAppDisplay = dev.frontdesk.core.InAppDisplay

/** Draws the messenger; no method may block. */
public typealias Presenter = dev.frontdesk.core.CorePresenter

/** Hears what the messenger's page is told without having asked. */
public typealias BridgeSink = dev.frontdesk.core.BridgeSink

// Conversations.

/** A conversation with one page of its parts. */
public typealias Conversation = dev.frontdesk.core.Conversation

/** A conversation as it stands in a list. */
public typealias ConversationSummary = dev.frontdesk.core.ConversationSummary

/** One page of conversations. */
public typealias ConversationPage = dev.frontdesk.core.ConversationPage

/** Whether a conversation is being dealt with. */
public typealias ConversationState = dev.frontdesk.core.ConversationState

/** One message of a conversation. */
public typealias Part = dev.frontdesk.core.Part

/** What the server says about a part. */
public typealias PartState = dev.frontdesk.core.PartState

/** Who wrote something. */
public typealias Author = dev.frontdesk.core.Author

/** What kind of author that is. */
public typealias AuthorKind = dev.frontdesk.core.AuthorKind

/** A file that belongs to a part. */
public typealias Attachment = dev.frontdesk.core.Attachment

/** An answer that a tap can give. */
public typealias QuickReply = dev.frontdesk.core.QuickReply

/** A message to send. */
public typealias NewReply = dev.frontdesk.core.NewReply

/** A file to send. */
public typealias NewAttachment = dev.frontdesk.core.NewAttachment

/** A message that was stored. */
public typealias SentPart = dev.frontdesk.core.SentPart

// Help center, content, tickets, news.

/** A collection of the help center. */
public typealias HelpCenterCollection = dev.frontdesk.core.HelpCenterCollection

/** What is in a collection. */
public typealias HelpCenterCollectionContent = dev.frontdesk.core.HelpCenterCollectionContent

/** A section of a collection. */
public typealias HelpCenterSection = dev.frontdesk.core.HelpCenterSection

/** An article by name. */
public typealias HelpCenterArticle = dev.frontdesk.core.HelpCenterArticle

/** A hit of a search. */
public typealias HelpCenterSearchResult = dev.frontdesk.core.HelpCenterSearchResult

/** An article in one language. */
public typealias Article = dev.frontdesk.core.Article

/** An article by name. */
public typealias ArticleRef = dev.frontdesk.core.ArticleRef

/** How an article was found to be. */
public typealias Reaction = dev.frontdesk.core.Reaction

/** A piece of live content. */
public typealias LiveContent = dev.frontdesk.core.LiveContent

/** A kind of live content. */
public typealias LiveKind = dev.frontdesk.core.LiveKind

/** What a receipt is about. */
public typealias ReceiptKind = dev.frontdesk.core.ReceiptKind

/** What became of content that was shown. */
public typealias ReceiptEvent = dev.frontdesk.core.ReceiptEvent

/** The answer to one question of a survey. */
public typealias Answer = dev.frontdesk.core.Answer

/** A ticket. */
public typealias Ticket = dev.frontdesk.core.Ticket

/** One page of tickets. */
public typealias TicketPage = dev.frontdesk.core.TicketPage

/** How far a ticket has come. */
public typealias TicketState = dev.frontdesk.core.TicketState

/** A kind of ticket, with its form. */
public typealias TicketType = dev.frontdesk.core.TicketType

/** A kind of ticket by name. */
public typealias TicketTypeRef = dev.frontdesk.core.TicketTypeRef

/** One field of a ticket's form. */
public typealias TicketAttribute = dev.frontdesk.core.TicketAttribute

/** What such a field holds. */
public typealias TicketAttributeType = dev.frontdesk.core.TicketAttributeType

/** A ticket that was stored. */
public typealias SentTicket = dev.frontdesk.core.SentTicket

/** A news item. */
public typealias NewsItem = dev.frontdesk.core.NewsItem

/** One page of news. */
public typealias NewsPage = dev.frontdesk.core.NewsPage

// Device and log.

/** Who delivers pushes. */
public typealias PushProvider = dev.frontdesk.core.PushProvider

/** Apple's sandbox, or the real thing. */
public typealias PushEnvironment = dev.frontdesk.core.PushEnvironment

/** What a push says. */
public typealias PushMessage = dev.frontdesk.core.PushMessage

/** How much is logged. */
public typealias LogLevel = dev.frontdesk.core.LogLevel

/** Takes log lines, on the thread `frontdesk-log`. */
public typealias LogSink = dev.frontdesk.core.LogSink
