//! How SQLite goes about what runs often, or on the one thread that writes: by an index, whatever is stored.
//! Only tests live here.

use super::connection::open_writer;
use super::conversations::announce;
use super::people::erase;
use super::{content, merge, tickets};

/// Tables that grow with the number of people and of what they do.
const LARGE: [&str; 13] = [
    "article_reactions",
    "changes",
    "contacts",
    "content_states",
    "conversation_contacts",
    "conversations",
    "devices",
    "events",
    "operations",
    "parts",
    "sessions",
    "tickets",
    "uploads",
];

#[test]
fn no_statement_of_the_writer_reads_a_whole_table() {
    let connection = open_writer(None).unwrap();
    let mut statements: Vec<String> = vec![erase::ALONE.to_owned()];
    statements.extend(
        announce::MOVED
            .iter()
            .map(|(statement, _)| (*statement).to_owned()),
    );
    for list in [
        merge::MOVED.as_slice(),
        content::MERGED.as_slice(),
        content::FORGOTTEN.as_slice(),
        erase::OF_CONTACT.as_slice(),
        erase::OF_CONVERSATION.as_slice(),
    ] {
        statements.extend(list.iter().map(|statement| (*statement).to_owned()));
    }
    statements.push(tickets::page_of(tickets::OF_CONTACT));
    statements.push("delete from uploads where part_id is null and created_at < ?1".to_owned());
    let mut slow = Vec::new();
    for statement in statements {
        let explained = format!("explain query plan {statement}");
        let mut plan = connection.prepare(&explained).unwrap();
        let marks = plan.parameter_count();
        let steps: Vec<String> = plan
            .query_map(rusqlite::params_from_iter(vec![0; marks]), |row| row.get(3))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        for step in steps {
            let table = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
            if table.is_some_and(|table| LARGE.contains(&table) || table.len() == 1) {
                slow.push(format!("{step}: {statement}"));
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
    let by_contact = "explain query plan ".to_owned() + &tickets::page_of(tickets::OF_CONTACT);
    let mut plan = connection.prepare(&by_contact).unwrap();
    let steps: Vec<String> = plan
        .query_map(("a", "k", 9, 3), |row| row.get(3))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(
        steps.iter().any(|step| step.contains("tickets_contact")),
        "{steps:?}"
    );
}
