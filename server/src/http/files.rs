//! `GET /files/{upload_id}/{name}`: a file, by a signed link and nothing else. It is handed out for saving,
//! never for showing: even a file that lies about its type cannot run anything in this server's name.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use tokio::fs::File;
use tokio::io::AsyncReadExt;

use super::App;
use super::error::{ApiError, ApiResult};
use super::links::percent_encode;
use super::query::{number, parameter};
use super::table::{Routes, get};

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

pub(super) fn routes() -> Routes {
    Routes::new().route("/files/{upload_id}/{name}", get(show))
}

/// Every wrong link is answered alike.
async fn show(
    State(app): State<App>,
    Path((file_id, _)): Path<(String, String)>,
    uri: Uri,
) -> ApiResult<Response> {
    let expires = number(&uri, "expires")
        .ok()
        .flatten()
        .ok_or_else(ApiError::not_found)?;
    let signature = parameter(&uri, "signature").ok_or_else(ApiError::not_found)?;
    let signed = app.link_key().await?.signed(&file_id, expires, &signature);
    if !signed || expires <= app.clock().now() {
        return Err(ApiError::not_found());
    }
    let stored = app
        .store()
        .file(&file_id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let file = match app.files().open(&file_id).await {
        Ok(file) => file,
        Err(error) => {
            tracing::warn!(kind = %error.kind(), "a file that should be there cannot be read");
            return Err(ApiError::not_found());
        }
    };
    let name = percent_encode(&stored.name);
    let headers = [
        (header::CONTENT_TYPE, stored.content_type),
        (header::CONTENT_LENGTH, stored.size.to_string()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{name}"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'".to_owned(),
        ),
        (
            header::CACHE_CONTROL,
            "private, max-age=1800, immutable".to_owned(),
        ),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
    ];
    Ok((StatusCode::OK, headers, Body::from_stream(pieces(file))).into_response())
}

/// The file, piece by piece. A disk that fails cuts the answer short, which its length gives away.
fn pieces(file: File) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> {
    futures_util::stream::try_unfold(file, |mut file| async {
        let mut piece = bytes::BytesMut::with_capacity(PIECE);
        let read = file.read_buf(&mut piece).await?;
        Ok((read > 0).then(|| (piece.freeze(), file)))
    })
}
