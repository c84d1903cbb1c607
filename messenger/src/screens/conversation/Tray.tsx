// Files in hand above the composer: name, a ring that fills, a way to let each go.

import { FileText, X } from "lucide";
import type { VNode } from "preact";
import { sentence } from "../../i18n/errors";
import { percent, size, t } from "../../i18n/words";
import { Icon } from "../../ui/Icon";
import type { Upload, Uploads } from "./uploads";

/** See the module. */
export function Tray({ uploads }: { uploads: Uploads }): VNode | null {
  if (uploads.all.value.length === 0) return null;
  return (
    <ul class="tray">
      {uploads.all.value.map((upload) => (
        <InHand key={upload.preview ?? `${upload.name} ${upload.size}`} of={upload} remove={() => uploads.remove(upload)} />
      ))}
    </ul>
  );
}

function InHand({ of, remove }: { of: Upload; remove: () => void }): VNode {
  const error = of.error.value;
  const share = of.share.value;
  return (
    <li class={error ? "tray-item tray-failed" : "tray-item"}>
      {of.preview ? <img src={of.preview} alt="" /> : <Icon of={FileText} />}
      <span class="file-words">
        <span class="file-name" dir="auto">
          {of.name}
        </span>
        <small role={error ? "alert" : undefined}>{error ? sentence(error) : size(of.size)}</small>
      </span>
      {!error && share < 1 && <Ring share={share} name={t("composer.uploading", { name: of.name, percent: percent(share) })} />}
      <button type="button" class="icon-button" aria-label={t("composer.remove", { name: of.name })} onClick={remove}>
        <Icon of={X} size={16} />
      </button>
    </li>
  );
}

const ROUND = 2 * Math.PI * 8;

function Ring({ share, name }: { share: number; name: string }): VNode {
  return (
    <svg class="ring" width="20" height="20" viewBox="0 0 20 20" role="img" aria-label={name}>
      <circle cx="10" cy="10" r="8" class="ring-track" />
      <circle cx="10" cy="10" r="8" class="ring-fill" stroke-dasharray={ROUND} stroke-dashoffset={ROUND * (1 - share)} />
    </svg>
  );
}
