//! The rules of every field of an update, in one place for both ways to make one.

use super::{Change, Company, CustomAttributes, UserAttributes};
use crate::model::limits;
use crate::model::rejection::{InputError, child, element};
use crate::model::scalar::Scalar;
use crate::model::text;

pub(super) fn user(user: &UserAttributes) -> Result<(), InputError> {
    check_id("user_id", &user.user_id)?;
    if let Change::Set(address) = &user.email {
        check_email(address)?;
    }
    check_text("name", &user.name)?;
    check_text("phone", &user.phone)?;
    check_text("language_override", &user.language_override)?;
    check_time("signed_up_at", &user.signed_up_at)?;
    if let Change::Set(address) = &user.avatar {
        check_avatar(address)?;
    }
    check_custom("custom_attributes", &user.custom_attributes)?;
    if user.companies.len() > limits::COMPANIES {
        let advice = format!("must not hold more than {} companies", limits::COMPANIES);
        return Err(InputError::over(
            "too_many_companies",
            "companies",
            limits::COMPANIES,
            &advice,
        ));
    }
    for (index, company) in user.companies.iter().enumerate() {
        check_company(company).map_err(|error| error.within(&element("companies", index)))?;
    }
    check_size(user)
}

fn check_company(company: &Company) -> Result<(), InputError> {
    if company.id.get().is_none() {
        return Err(InputError::new("missing", "id", "must be given for a company"));
    }
    check_id("id", &company.id)?;
    check_text("name", &company.name)?;
    check_text("plan", &company.plan)?;
    if let Change::Set(amount) = &company.monthly_spend {
        check_spend(amount)?;
    }
    check_time("created_at", &company.created_at)?;
    check_custom("custom_attributes", &company.custom_attributes)
}

fn check_id(field: &str, id: &Change<String>) -> Result<(), InputError> {
    id.get()
        .map_or(Ok(()), |id| text::check_name(field, id, limits::TEXT_CHARS))
}

fn check_text(field: &str, value: &Change<String>) -> Result<(), InputError> {
    value.get().map_or(Ok(()), |value| {
        text::check_value(field, value, limits::TEXT_CHARS)
    })
}

/// One `@` with something on both sides and no white space: enough to catch a mixed-up argument. Whether the
/// address exists is nobody's to say here.
fn check_email(address: &str) -> Result<(), InputError> {
    text::check_name("email", address, limits::TEXT_CHARS)?;
    let sides: Vec<&str> = address.split('@').collect();
    let plausible = matches!(sides.as_slice(), [local, domain] if !local.is_empty() && !domain.is_empty())
        && !address.contains(char::is_whitespace);
    if plausible {
        Ok(())
    } else {
        Err(InputError::new(
            "invalid_email",
            "email",
            "must hold one @ and no spaces",
        ))
    }
}

/// `https` with a host and without a user, in the characters of an address: whoever looks at the picture asks
/// for it, and must neither do so in the clear nor show a password.
fn check_avatar(address: &str) -> Result<(), InputError> {
    let field = "avatar.image_url";
    text::check_name(field, address, limits::AVATAR_CHARS)?;
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '`');
    let rest = match address.split_at_checked(8) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https://") => rest,
        _ => "",
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() || host.contains('@') || !address.chars().all(plain) {
        return Err(InputError::new(
            "invalid_url",
            field,
            "must be an https address without a user",
        ));
    }
    Ok(())
}

fn check_time(field: &str, time: &Change<i64>) -> Result<(), InputError> {
    match time.get() {
        Some(seconds) if !(0..=limits::UNIX_SECONDS).contains(seconds) => Err(InputError {
            limit: u64::try_from(limits::UNIX_SECONDS).ok(),
            ..InputError::new(
                "out_of_range",
                field,
                "must be a unix time in seconds, not in milliseconds",
            )
        }),
        _ => Ok(()),
    }
}

fn check_spend(amount: &Scalar) -> Result<(), InputError> {
    let field = "monthly_spend";
    let number = match amount {
        #[expect(
            clippy::cast_precision_loss,
            reason = "compared with a bound that a float holds exactly"
        )]
        Scalar::Integer(whole) => *whole as f64,
        #[expect(
            clippy::cast_precision_loss,
            reason = "compared with a bound that a float holds exactly"
        )]
        Scalar::Unsigned(whole) => *whole as f64,
        Scalar::Float(number) => *number,
        Scalar::Null | Scalar::Bool(_) | Scalar::Text(_) => {
            return Err(InputError::wrong_type(field, "a number"));
        }
    };
    if !number.is_finite() {
        return Err(InputError::new("not_finite", field, "must be a finite number"));
    }
    if number.abs() > limits::MONTHLY_SPEND {
        let advice = "must not exceed 2147483647";
        return Err(InputError {
            limit: Some(2_147_483_647),
            ..InputError::new("out_of_range", field, advice)
        });
    }
    Ok(())
}

fn check_custom(field: &str, attributes: &CustomAttributes) -> Result<(), InputError> {
    if attributes.len() > limits::CUSTOM_ATTRIBUTES {
        return Err(too_many_attributes(field));
    }
    for (name, value) in attributes.iter() {
        text::check_name("", name, limits::ATTRIBUTE_NAME_CHARS)
            .map_err(|error| error.within(&child(field, name)))?;
        if name.contains(['.', '$']) {
            return Err(InputError::new(
                "invalid_name",
                child(field, name),
                "must not hold . or $ in its name",
            ));
        }
        value.check(&child(field, name), limits::TEXT_CHARS)?;
    }
    Ok(())
}

pub(super) fn too_many_attributes(field: &str) -> InputError {
    let advice = format!(
        "must not hold more than {} attributes in one update",
        limits::CUSTOM_ATTRIBUTES
    );
    InputError::over("too_many_attributes", field, limits::CUSTOM_ATTRIBUTES, &advice)
}

fn check_size(user: &UserAttributes) -> Result<(), InputError> {
    // Few companies cannot reach the limit: each of their parts was bounded above.
    if user.companies.len() < 2 {
        return Ok(());
    }
    let size = serde_json::to_vec(&user.to_wire()).map_or(0, |bytes| bytes.len());
    if size > limits::ATTRIBUTES_BYTES {
        let advice = format!("must not exceed {} bytes of JSON", limits::ATTRIBUTES_BYTES);
        return Err(InputError::over(
            "attributes_too_large",
            "companies",
            limits::ATTRIBUTES_BYTES,
            &advice,
        ));
    }
    Ok(())
}
