//! A contact search as a SQLite condition. Only our own words become statement text; every value, the
//! names of custom attributes included, is bound.

use rusqlite::types::Value as Sql;
use serde_json::Value;

use crate::domain::query::{Field, Op, Query};

const DAY: i64 = 86_400;

/// The condition for `query`; its values are appended to `values` in the order of their marks.
pub(super) fn condition(query: &Query, values: &mut Vec<Sql>) -> String {
    match query {
        Query::And(parts) => group(parts, " and ", values),
        Query::Or(parts) => group(parts, " or ", values),
        Query::Test {
            field: Field::Date(column),
            op,
            values: given,
        } => date_test(
            column,
            *op,
            given.first().and_then(Value::as_i64).unwrap_or(0),
            values,
        ),
        Query::Test {
            field,
            op,
            values: given,
        } => test(field, *op, given, values),
    }
}

fn group(parts: &[Query], joined: &str, values: &mut Vec<Sql>) -> String {
    let parts: Vec<String> = parts.iter().map(|part| condition(part, values)).collect();
    format!("({})", parts.join(joined))
}

/// Dates are compared by calendar day: `>` means a later day, `<` an earlier one.
fn date_test(column: &str, op: Op, at: i64, values: &mut Vec<Sql>) -> String {
    let start = at.div_euclid(DAY).saturating_mul(DAY);
    let end = start.saturating_add(DAY);
    match op {
        Op::Less => {
            values.push(Sql::Integer(start));
            format!("c.{column} < ?")
        }
        Op::Greater => {
            values.push(Sql::Integer(end));
            format!("c.{column} >= ?")
        }
        _ => {
            values.extend([Sql::Integer(start), Sql::Integer(end)]);
            format!("(c.{column} >= ? and c.{column} < ?)")
        }
    }
}

fn test(field: &Field, op: Op, given: &[Value], values: &mut Vec<Sql>) -> String {
    let operand = |values: &mut Vec<Sql>| match field {
        Field::Text(column) | Field::Date(column) | Field::Flag(column) => format!("c.{column}"),
        Field::Worked(expression) | Field::OneOf(expression) => (*expression).to_owned(),
        Field::EmailDomain => "substr(c.email, instr(c.email, '@') + 1)".to_owned(),
        Field::Custom(name) => {
            // The path is bound; quotes in a name cannot leave it, a name with a quote matches nothing.
            values.push(Sql::Text(format!("$.\"{}\"", name.replace('"', ""))));
            "json_extract(c.custom_attributes, ?)".to_owned()
        }
    };
    let first = given.first().unwrap_or(&Value::Null);
    if let Field::OneOf(select) = field {
        values.extend(given.iter().map(bound));
        let marks = vec!["?"; given.len()].join(", ");
        let not = if matches!(op, Op::NotEquals | Op::NotIn | Op::NotContains) {
            "not "
        } else {
            ""
        };
        return format!(
            "({not}exists (select 1 from ({select}) s where s.value collate nocase in ({marks})))"
        );
    }
    let sign = match op {
        Op::Equals | Op::NotEquals => {
            let left = operand(values);
            values.push(bound(first));
            let sign = if op == Op::Equals { "is" } else { "is not" };
            return format!("({left} collate nocase {sign} ?)");
        }
        Op::In | Op::NotIn => {
            let left = operand(values);
            values.extend(given.iter().map(bound));
            let marks = vec!["?"; given.len()].join(", ");
            return if op == Op::In {
                format!("({left} collate nocase in ({marks}))")
            } else {
                let again = operand_again(field, values, given.len());
                format!("({left} collate nocase not in ({marks}) or {again} is null)")
            };
        }
        Op::Contains | Op::NotContains | Op::StartsWith | Op::EndsWith => {
            let left = operand(values);
            let text = like_text(first);
            values.push(Sql::Text(match op {
                Op::StartsWith => format!("{text}%"),
                Op::EndsWith => format!("%{text}"),
                _ => format!("%{text}%"),
            }));
            let not = if op == Op::NotContains { "not " } else { "" };
            return format!("{not}(ifnull({left}, '') like ? escape '\\')");
        }
        Op::Less => "<",
        Op::LessOrEqual => "<=",
        Op::Greater => ">",
        Op::GreaterOrEqual => ">=",
    };
    let left = operand(values);
    values.push(bound(first));
    format!("({left} {sign} ?)")
}

/// The operand once more, for a second use in the same condition.
fn operand_again(field: &Field, values: &mut Vec<Sql>, after: usize) -> String {
    match field {
        Field::Custom(_) => {
            if let Some(path) = values.get(values.len().saturating_sub(after + 1)).cloned() {
                values.push(path);
            }
            "json_extract(c.custom_attributes, ?)".to_owned()
        }
        Field::EmailDomain => "c.email".to_owned(),
        Field::Worked(expression) | Field::OneOf(expression) => (*expression).to_owned(),
        Field::Text(column) | Field::Date(column) | Field::Flag(column) => format!("c.{column}"),
    }
}

fn like_text(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn bound(value: &Value) -> Sql {
    match value {
        Value::Bool(flag) => Sql::Integer(i64::from(*flag)),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Sql::Integer(whole),
            None => Sql::Real(number.as_f64().unwrap_or(0.0)),
        },
        Value::String(text) => Sql::Text(text.clone()),
        _ => Sql::Null,
    }
}
