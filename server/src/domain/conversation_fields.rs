//! What conversations can be searched by, in the words of the operator API.

use super::query::Field;

/// The first part, `p`.
macro_rules! source {
    ($column:literal) => {
        concat!(
            "(select ",
            $column,
            " from parts p left join contacts k on k.id = p.contact_id left join admins a on a.id = p.admin_id \
             where p.conversation_id = c.id order by p.seq limit 1)"
        )
    };
}

/// The field of a name; `None` when conversations cannot be searched by it.
#[must_use]
pub fn field(name: &str) -> Option<Field> {
    if let Some(custom) = name.strip_prefix("custom_attributes.") {
        // A backslash has a meaning of its own in the paths of databases.
        return (!custom.contains('\\')).then(|| Field::Custom(custom.to_owned()));
    }
    Some(match name {
        "id" => Field::Worked("cast(c.id as text)"),
        "created_at" => Field::Date("created_at"),
        "updated_at" => Field::Date("updated_at"),
        "waiting_since" => Field::Date("waiting_since"),
        "snoozed_until" => Field::Date("snoozed_until"),
        "state" => Field::Text("state"),
        "title" => Field::Text("title"),
        "open" => Field::Worked("(c.state <> 'closed')"),
        "read" => Field::Worked(
            "(not exists (select 1 from parts p where p.conversation_id = c.id and p.contact_id is not null \
             and p.seq > c.admin_seen_seq))",
        ),
        "priority" => Field::Worked("(case when c.priority then 'priority' else 'not_priority' end)"),
        "admin_assignee_id" => Field::Worked("cast(coalesce(c.assignee_id, 0) as text)"),
        "source.id" => Field::Worked(source!("cast(p.id as text)")),
        "source.type" => Field::Worked("'conversation'"),
        "source.body" => Field::Worked(source!("p.body_text")),
        "source.subject" => Field::Text("title"),
        "source.delivered_as" => Field::Worked(
            "(case when c.started_by_admin is null then 'customer_initiated' else 'admin_initiated' end)",
        ),
        "source.author.id" => Field::Worked(source!("coalesce(p.contact_id, cast(p.admin_id as text))")),
        "source.author.type" => Field::Worked(source!(
            "coalesce(k.role, case when a.id then 'admin' else 'bot' end)"
        )),
        "source.author.name" => Field::Worked(source!("coalesce(k.name, a.name)")),
        "source.author.email" => Field::Worked(source!("coalesce(k.email, a.email)")),
        "contact_ids" => Field::OneOf(
            "select m.contact_id as value from conversation_contacts m where m.conversation_id = c.id",
        ),
        "teammate_ids" => Field::OneOf(
            "select cast(p.admin_id as text) as value from parts p where p.conversation_id = c.id \
             and p.admin_id is not null",
        ),
        "tag_ids" => Field::OneOf(
            "select cast(x.tag_id as text) as value from conversation_tags x where x.conversation_id = c.id",
        ),
        _ => return None,
    })
}
