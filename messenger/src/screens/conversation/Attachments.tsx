// Files of a message: pictures in a frame of their own shape, which is known before they are, so that nothing jumps;
// everything else as a row. A picture that cannot be shown here is a row, too. Files open outside.

import { FileText, Image } from "lucide";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Attachment } from "../../contract/types";
import { size, t } from "../../i18n/words";
import { openLink } from "../../rich/RichText";
import { useDesk } from "../../state/context";
import { Icon } from "../../ui/Icon";
import { picture } from "../../ui/Overlays";

/** Width to height. */
const NARROWEST = 0.6;
const WIDEST = 3;
/** Of a frame's width, in CSS pixels. */
const SMALLEST = 96;
const LARGEST = 260;

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
      style={frame(of)}
      aria-label={`${t("image.open")}: ${of.name}`}
      onClick={() => {
        picture.value = { url: of.url, name: of.name };
      }}
    >
      <img src={of.url} alt="" decoding="async" referrerpolicy="no-referrer" onError={() => setBroken(true)} />
    </button>
  );
}

/** The frame of a picture: its own shape, though neither a thread nor a tower, and no larger than it is. Where the
 * server does not know its sides the frame is the style sheet's. */
function frame({ width, height }: Attachment): { aspectRatio?: string; inlineSize?: string } {
  if (!width || !height) return {};
  const shape = Math.min(Math.max(width / height, NARROWEST), WIDEST);
  return { aspectRatio: shape.toFixed(4), inlineSize: `${Math.min(Math.max(width, SMALLEST), LARGEST)}px` };
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
