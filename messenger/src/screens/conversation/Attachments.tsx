// Files of a message: pictures in a frame of fixed shape, so that nothing jumps; everything else as a row. A picture
// that cannot be shown here is a row, too. Files open outside.

import { FileText, Image } from "lucide";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Attachment } from "../../contract/types";
import { size, t } from "../../i18n/words";
import { openLink } from "../../rich/RichText";
import { useDesk } from "../../state/context";
import { Icon } from "../../ui/Icon";
import { picture } from "../../ui/Overlays";

/** See the module. */
export function Attachments({ of, own }: { of: Attachment[]; own: boolean }): VNode {
  return (
    <div class={own ? "files files-own" : "files"}>
      {of.map((file) => (isPicture(file) ? <Picture key={file.id} of={file} /> : <File key={file.id} of={file} />))}
    </div>
  );
}

/** Formats that every browser draws and that hold no script. */
export function isPicture(file: { content_type: string }): boolean {
  return /^image\/(png|jpeg|gif|webp|avif)$/.test(file.content_type);
}

function Picture({ of }: { of: Attachment }): VNode {
  const [broken, setBroken] = useState(false);
  if (broken || !/^(https:|data:image\/)/.test(of.url)) return <File of={of} />;
  return (
    <button
      type="button"
      class="file-picture"
      aria-label={`${t("image.open")}: ${of.name}`}
      onClick={() => {
        picture.value = { url: of.url, name: of.name };
      }}
    >
      <img src={of.url} alt="" decoding="async" referrerpolicy="no-referrer" onError={() => setBroken(true)} />
    </button>
  );
}

function File({ of }: { of: Attachment }): VNode {
  const desk = useDesk();
  const words = (
    <>
      <Icon of={isPicture(of) ? Image : FileText} />
      <span class="file-words">
        <span class="file-name" dir="auto">
          {of.name}
        </span>
        <small>{size(of.size)}</small>
      </span>
    </>
  );
  // While it is on its way there is nothing to open.
  if (of.url === "") return <span class="file">{words}</span>;
  return (
    <button type="button" class="file" onClick={() => void openLink(desk, of.url)}>
      {words}
    </button>
  );
}
