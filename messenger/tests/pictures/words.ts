// What the demo says, in the languages of the pictures: a messenger in Arabic whose people write English would show
// neither of the two as it is.

type Words = readonly (readonly [english: string, other: string])[];

const ARABIC: Words = [
  ["Hi Ada", "مرحبًا آدا"],
  ["How can we help you plan today?", "كيف نساعدك في التخطيط اليوم؟"],
  ["We reply in a few minutes", "نرد عادة خلال دقائق"],
  ["Grace Okafor", "غريس أوكافور"],
  ["Jonas Weber", "يوناس فيبر"],
  ["Mei Tanaka", "مي تاناكا"],
  ["Got it. Shall I move the cards for you, or would you rather try it yourself?", "فهمت. هل أنقل البطاقات عنك أم تفضلين أن تجربي ذلك بنفسك؟"],
  ["That looks just right, thank you. I attach our list of labels.", "هذا ما أردته تمامًا، شكرًا. أرفق قائمة التصنيفات."],
  ["Please move them", "انقليها من فضلك"],
  ["I will try it", "سأجرب بنفسي"],
  ["Done, it should be in your mailbox. The new address is saved for the next ones, too.", "تم، ستجدينها في بريدك. وحفظنا العنوان الجديد للفواتير القادمة."],
  ["Welcome to Treeline", "أهلًا بك في Treeline"],
  ["Welcome, Ada. I am Mei, and I help new teams to find their way. Write to me at any time.", "أهلًا آدا. أنا مي، أساعد الفرق الجديدة. راسليني متى شئت."],
  ["Create your first board", "أنشئ لوحتك الأولى"],
  ["Move cards to another board", "نقل البطاقات إلى لوحة أخرى"],
  ["Bring your tasks from another tool", "استيراد مهامك من أداة أخرى"],
  ["Work without a network", "العمل دون شبكة"],
  ["Invite guests", "دعوة ضيوف"],
  ["Change the billing address", "تغيير عنوان الفواتير"],
  ["One calendar for all boards", "تقويم واحد لكل اللوحات"],
  ["Cards move with everything on them: comments, files, checklists and the history. You need to be a member of both boards.", "تنتقل البطاقات بكل ما فيها: التعليقات والملفات والقوائم والسجل. يجب أن تكون عضوًا في اللوحتين."],
  ["Select the cards. Hold ", "حدد البطاقات. اضغط "],
  [" to select a range.", " لتحديد مجموعة."],
  ["Choose ", "اختر "],
  ["Move cards", "نقل البطاقات"],
  ["Pick the board and the column.", "حدد اللوحة والعمود."],
  ["What happens to links", "ماذا يحدث للروابط"],
  ["Links to a moved card go on working. Read ", "تبقى روابط البطاقة المنقولة صالحة. اقرأ "],
  ["how links are made", "كيف تُنشأ الروابط"],
  ["Everything on your ", "كل ما على "],
  [" stays as it is, comments included.", " يبقى كما هو، مع التعليقات."],
  ["Export stops at 1,000 rows", "التصدير يتوقف عند 1000 صف"],
  ["Something is broken", "هناك عطل"],
  ["We export the whole board every Friday. Since this week the file ends after 1,000 rows without a word.", "نصدّر اللوحة كاملة كل جمعة. منذ هذا الأسبوع ينتهي الملف بعد 1000 صف دون أي رسالة."],
  ["Where do you see it?", "أين يظهر لك؟"],
  ["How many people are affected?", "كم شخصًا يتأثر؟"],
  ["Since when?", "منذ متى؟"],
  ["We cannot work at all", "لا نستطيع العمل إطلاقًا"],
  ["Tell us what you did and what happened.", "أخبرنا ماذا فعلت وماذا حدث."],
  ["What is broken?", "ما الذي تعطل؟"],
  ["What did you do, and what happened?", "ماذا فعلت، وماذا حدث؟"],
  ["A picture helps: attach it in the conversation.", "الصورة تساعد: أرفقها في المحادثة."],
  ["\"Browser\"", "\"المتصفح\""],
  ["How likely are you to tell a friend about Treeline?", "ما احتمال أن تخبر صديقًا عن Treeline؟"],
  ["Everything in one calendar", "كل شيء في تقويم واحد"],
  ["See what is due across all boards, and move it with a finger.", "شاهد المواعيد في كل اللوحات وحركها بإصبعك."],
  ["Hi Ada, your trial ends on Friday. Can I help you to choose a plan?", "مرحبًا آدا، تنتهي فترتك التجريبية يوم الجمعة. هل أساعدك في اختيار باقة؟"],
  ["Please move them today. Our season starts on Monday.", "انقليها اليوم من فضلك. يبدأ موسمنا يوم الاثنين."],
  ["And one from the train, without a network.", "ورسالة من القطار، دون شبكة."],
  ["Here is what I see:", "هذا ما أراه:"],
];

const GERMAN: Words = [
  ["Hi Ada", "Hallo Ada"],
  ["How can we help you plan today?", "Womit können wir dir bei der Planung helfen?"],
  ["We reply in a few minutes", "Antwort meist in wenigen Minuten"],
  ["Got it. Shall I move the cards for you, or would you rather try it yourself?", "Verstanden. Soll ich die Karten für dich verschieben, oder möchtest du es selbst versuchen?"],
  ["Create your first board", "Das erste Board anlegen"],
  ["Move cards to another board", "Karten in ein anderes Board verschieben"],
  ["Bring your tasks from another tool", "Aufgaben aus einem anderen Werkzeug mitbringen"],
  ["One calendar for all boards", "Ein Kalender für alle Boards"],
  ["Please move them today. Our season starts on Monday.", "Bitte verschiebt sie heute. Unsere Saison beginnt am Montag."],
  ["And one from the train, without a network.", "Und eine Nachricht aus dem Zug, ohne Netz."],
  ["Something is broken", "Etwas funktioniert nicht"],
  ["Tell us what you did and what happened.", "Beschreibe, was du getan hast und was dann geschah."],
  ["What is broken?", "Was funktioniert nicht?"],
  ["What did you do, and what happened?", "Was hast du getan, und was ist geschehen?"],
  ["A picture helps: attach it in the conversation.", "Ein Bild hilft: Hänge es in der Unterhaltung an."],
  ["Where do you see it?", "Wo siehst du es?"],
  ["What do you use it for most?", "Wofür verwendest du es am meisten?"],
  ["Planning a product", "Produktentwicklungsplanung"],
  ["Running events", "Veranstaltungen"],
  ["Private projects", "Private Vorhaben"],
];

const JAPANESE: Words = [
  ["Hi Ada", "エイダさん、こんにちは"],
  ["How can we help you plan today?", "今日はどのようにお手伝いしましょうか。"],
  ["We reply in a few minutes", "通常、数分以内に返信します"],
  ["Got it. Shall I move the cards for you, or would you rather try it yourself?", "承知しました。こちらでカードを移動しましょうか。それともご自分で試されますか。"],
  ["That looks just right, thank you. I attach our list of labels.", "ちょうどよいです。ありがとうございます。ラベルの一覧を添付します。"],
  ["Please move them", "移動をお願いします"],
  ["I will try it", "自分で試します"],
  ["Create your first board", "最初のボードを作る"],
  ["Move cards to another board", "カードを別のボードへ移動する"],
  ["Bring your tasks from another tool", "ほかのツールからタスクを取り込む"],
  ["One calendar for all boards", "すべてのボードに一つのカレンダー"],
];

const ALL: Record<string, Words> = { ar: ARABIC, de: GERMAN, ja: JAPANESE };

/** All of a language, longer phrases before what they contain. */
export function wordsOf(tag: string): Words {
  return [...(ALL[tag] ?? [])].sort(([one], [other]) => other.length - one.length);
}

/** A text of the demo in a language; what has no words there stays as it is. */
export function inLanguage(tag: string, text: string): string {
  return wordsOf(tag).reduce((said, [english, other]) => said.replaceAll(english, () => other), text);
}
