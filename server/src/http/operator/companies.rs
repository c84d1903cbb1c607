//! `/companies`, and who belongs to them.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::super::App;
use super::super::body::Object;
use super::super::error::{ApiError, ApiResult};
use super::Operator;
use super::contacts::no_contact;
use super::pages::parameter;
use super::people_shapes::company;
use super::shapes::{answer, contact};
use super::spans::Paged;
use super::tags::{id_text, no_company, number};
use crate::domain::attributes::{CompanyPatch, read_company_fields};
use crate::json::Json;
use crate::store::{AttachCompany, CompanyKey, CompanyOutcome, ContactKey, ListCompanies, SaveCompany};

const PER_PAGE: usize = 15;
const OF_CONTACT_PER_PAGE: usize = 50;
/// Companies of one step of a scroll.
const SCROLLED: usize = 100;

/// Makes a company, or changes the one with this `company_id`.
pub(super) async fn save(
    State(app): State<App>,
    Operator(workspace): Operator,
    Object(body): Object,
) -> ApiResult<Response> {
    let company_id = match body.get("company_id").or_else(|| body.get("id")) {
        None | Some(Json::Null) => return Err(ApiError::missing("company_id")),
        Some(id) => id_text(id).filter(|id| id.chars().count() <= app.limits().value_chars),
    };
    let company_id =
        company_id.ok_or_else(|| ApiError::invalid("company_id", "company_id must be a short text"))?;
    write(&app, workspace.app_id, None, company_id, &body).await
}

/// Changes a company by our id.
pub(super) async fn edit(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    write(&app, workspace.app_id, Some(id), String::new(), &body).await
}

async fn write(
    app: &App,
    app_id: String,
    id: Option<String>,
    company_id: String,
    body: &Json,
) -> ApiResult<Response> {
    let mut rejected = Vec::new();
    let mut patch = CompanyPatch {
        company_id,
        ..read_company_fields(body, "", app.limits(), &mut rejected)
    };
    // Devices say `created_at`, operators `remote_created_at`, and mean the same.
    match body.get("remote_created_at") {
        None => {}
        Some(Json::Null) => patch.created_at = Some(None),
        Some(at) => {
            let at = at.as_i64().ok_or_else(|| {
                ApiError::invalid("remote_created_at", "remote_created_at must be unix seconds")
            })?;
            patch.created_at = Some(Some(at));
        }
    }
    let outcome = if rejected.is_empty() {
        let now = app.clock().now();
        let save = SaveCompany {
            app_id: app_id.clone(),
            id,
            patch,
            now,
        };
        app.store().save_company(save).await?
    } else {
        CompanyOutcome::Invalid(rejected)
    };
    finish(app, &app_id, outcome)
}

/// One company by its name or the app's id, or a page of those with a tag, or of all.
pub(super) async fn find_or_list(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let app_id = workspace.app_id;
    let key = parameter(&uri, "company_id")
        .map(CompanyKey::CompanyId)
        .or_else(|| parameter(&uri, "name").map(CompanyKey::Name));
    if let Some(key) = key {
        let found = app.store().company(&app_id, key).await?.ok_or_else(no_company)?;
        // Older clients read the company itself, newer ones a list of one: it is both.
        let mut shape = company(&app_id, &found);
        shape["data"] = json!([company(&app_id, &found)]);
        shape["total_count"] = json!(1);
        shape["pages"] = Paged::of_query(&Uri::default(), PER_PAGE)?.list(Vec::new(), 1)["pages"].take();
        return Ok(answer(StatusCode::OK, &shape));
    }
    let paged = Paged::of_query(&uri, PER_PAGE)?.within_reach()?;
    if parameter(&uri, "segment_id").is_some() {
        return Ok(answer(StatusCode::OK, &paged.list(Vec::new(), 0)));
    }
    // No tag has the number -1.
    let tag_id = parameter(&uri, "tag_id").map(|text| number(&text).unwrap_or(-1));
    page(&app, &app_id, paged, tag_id, false).await
}

/// `POST /companies/list`: a question with its parameters in the query and no body.
pub(super) async fn list(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let paged = Paged::of_query(&uri, PER_PAGE)?.within_reach()?;
    let ascending = match parameter(&uri, "order").as_deref() {
        None | Some("desc") => false,
        Some("asc") => true,
        Some(_) => return Err(ApiError::invalid("order", "order must be asc or desc")),
    };
    page(&app, &workspace.app_id, paged, None, ascending).await
}

async fn page(
    app: &App,
    app_id: &str,
    paged: Paged,
    tag_id: Option<i64>,
    ascending: bool,
) -> ApiResult<Response> {
    let list = ListCompanies {
        app_id: app_id.to_owned(),
        tag_id,
        contact_id: None,
        ascending,
        span: paged.span(),
    };
    let found = app.store().companies(list).await?;
    let data = found.items.iter().map(|one| company(app_id, one)).collect();
    Ok(answer(StatusCode::OK, &paged.list(data, found.total)))
}

/// All companies, step by step. Where to go on stands in `scroll_param`; at the end it is null, because
/// clients go on for as long as it holds anything.
pub(super) async fn scroll(
    State(app): State<App>,
    Operator(workspace): Operator,
    uri: Uri,
) -> ApiResult<Response> {
    let after = match parameter(&uri, "scroll_param").filter(|param| !param.is_empty()) {
        None => 0,
        Some(param) => URL_SAFE_NO_PAD
            .decode(param)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| number(text.strip_prefix("companies.")?))
            .ok_or_else(|| ApiError::invalid("scroll_param", "this scroll is not one of ours"))?,
    };
    let app_id = workspace.app_id;
    let (items, next) = app.store().scroll_companies(&app_id, after, SCROLLED).await?;
    let data: Vec<_> = items.iter().map(|one| company(&app_id, one)).collect();
    let next = next.map(|next| URL_SAFE_NO_PAD.encode(format!("companies.{next}")));
    let body =
        json!({ "type": "list", "data": data, "pages": null, "total_count": null, "scroll_param": next });
    Ok(answer(StatusCode::OK, &body))
}

pub(super) async fn show(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    let app_id = workspace.app_id;
    let found = app
        .store()
        .company(&app_id, CompanyKey::Id(id))
        .await?
        .ok_or_else(no_company)?;
    Ok(answer(StatusCode::OK, &company(&app_id, &found)))
}

pub(super) async fn remove(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
) -> ApiResult<Response> {
    if !app.store().delete_company(&workspace.app_id, &id).await? {
        return Err(no_company());
    }
    let body = json!({ "id": id, "object": "company", "deleted": true });
    Ok(answer(StatusCode::OK, &body))
}

/// The people of a company.
pub(super) async fn contacts(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(id): Path<String>,
    uri: Uri,
) -> ApiResult<Response> {
    let paged = Paged::of_query(&uri, OF_CONTACT_PER_PAGE)?;
    let app_id = workspace.app_id;
    let found = app
        .store()
        .company_contacts(&app_id, &id, paged.span())
        .await?
        .ok_or_else(no_company)?;
    let data = found.items.iter().map(|one| contact(&app_id, one)).collect();
    Ok(answer(StatusCode::OK, &paged.list(data, found.total)))
}

/// The companies of a contact.
pub(super) async fn of_contact(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(contact_id): Path<String>,
    uri: Uri,
) -> ApiResult<Response> {
    let paged = Paged::of_query(&uri, OF_CONTACT_PER_PAGE)?;
    let app_id = workspace.app_id;
    let found = app.store().contact(&app_id, ContactKey::Id(contact_id)).await?;
    let contact = found.ok_or_else(no_contact)?;
    let list = ListCompanies {
        app_id: app_id.clone(),
        tag_id: None,
        contact_id: Some(contact.id),
        ascending: true,
        span: paged.span(),
    };
    let found = app.store().companies(list).await?;
    let data: Vec<_> = found.items.iter().map(|one| company(&app_id, one)).collect();
    // The description names `companies`, its example `data`; official clients read the one, scripts the other.
    let mut shape = paged.list(data.clone(), found.total);
    shape["companies"] = json!(data);
    Ok(answer(StatusCode::OK, &shape))
}

pub(super) async fn attach(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path(contact_id): Path<String>,
    Object(body): Object,
) -> ApiResult<Response> {
    let id = body.get("id").and_then(id_text).ok_or_else(|| {
        let message = "company not specified";
        ApiError::new(StatusCode::BAD_REQUEST, "parameter_not_found", message).field("id")
    })?;
    belong(&app, workspace.app_id, contact_id, id, true).await
}

pub(super) async fn detach(
    State(app): State<App>,
    Operator(workspace): Operator,
    Path((contact_id, id)): Path<(String, String)>,
) -> ApiResult<Response> {
    belong(&app, workspace.app_id, contact_id, id, false).await
}

async fn belong(
    app: &App,
    app_id: String,
    contact_id: String,
    company_id: String,
    on: bool,
) -> ApiResult<Response> {
    let attach = AttachCompany {
        app_id: app_id.clone(),
        contact_id,
        company_id,
        on,
        most: app.limits().companies_per_contact,
        now: app.clock().now(),
    };
    let outcome = app.store().attach_company(attach).await?;
    finish(app, &app_id, outcome)
}

fn finish(app: &App, app_id: &str, outcome: CompanyOutcome) -> ApiResult<Response> {
    match outcome {
        CompanyOutcome::Done(done) => Ok(answer(StatusCode::OK, &company(app_id, &done))),
        CompanyOutcome::NoCompany => Err(no_company()),
        CompanyOutcome::NoContact => Err(no_contact()),
        CompanyOutcome::Limit => {
            let most = app.limits().companies_per_contact;
            let message = format!("Contact has reached the maximum of {most} company associations");
            let code = "contact_company_limit_exceeded";
            Err(ApiError::new(StatusCode::BAD_REQUEST, code, message).with("limit", most))
        }
        CompanyOutcome::Invalid(rejected) => {
            let first = rejected.into_iter().next();
            let (field, code) = first.map_or_else(Default::default, |one| (one.field, one.code));
            let message = match code.as_str() {
                "attribute_not_found" => format!("custom attribute '{field}' does not exist"),
                _ => format!("{field} cannot be set: {code}"),
            };
            Err(ApiError::invalid(&field, message))
        }
    }
}
