// Pictures of the demo, drawn here: an attachment, covers, faces. As `data:` addresses, so that nothing is requested.

const encode = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;

/** Hills at some hour of the day; two hues. */
export function landscape(sky: string, ground: string): string {
  return encode(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" width="640" height="320">
    <defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky}"/><stop offset="1" stop-color="#fff4e6"/></linearGradient></defs>
    <rect width="640" height="320" fill="url(#s)"/><circle cx="470" cy="110" r="44" fill="#fff" opacity=".85"/>
    <path d="M0 240 C120 170 220 250 340 200 S560 170 640 220 V320 H0Z" fill="${ground}" opacity=".55"/>
    <path d="M0 280 C160 220 260 300 400 250 S580 240 640 270 V320 H0Z" fill="${ground}"/></svg>`);
}

/** A face of simple shapes. */
export function face(skin: string, hair: string, shirt: string): string {
  return encode(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#e8edf6"/>
    <path d="M10 64c0-14 10-20 22-20s22 6 22 20z" fill="${shirt}"/><rect x="27" y="36" width="10" height="12" rx="5" fill="${skin}"/>
    <circle cx="32" cy="28" r="13" fill="${skin}"/><path d="M18 29c-2-14 6-19 14-19s17 5 14 19c-2-7-6-10-9-10-6 4-14 3-19 10z" fill="${hair}"/></svg>`);
}

/** A small photograph-like PNG: a format that is shown as a picture in a message. */
export const PNG =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAGAAAABICAIAAACGBWc0AAACT0lEQVR42u3U227MURTH8d/TeBhx6Tk8AiEVQgghRAghpDLVkx50tKZ6Hm2nqk438z+78wZuaLKTyT/K+u//2n+z96qVfC5n1trrm2lxtvVNEXCuVSgCzo8VioALLwpFwMh4oQi4OFEoAi5NFoqAy5OFIuDKVK4IuDqdKwKuvcwVAddnckXAjdlctJ8/vv9NI/NxczaXi6hjuK/ArblcqMo6huMW3J7PJLKsY7gswp1XmTi16hjsXbi7kInDCMTehXvtTBxGIPYu3G9n4jACsXfhwetMHEYg9i48XMzEYQRi78KjpVQcRiD2Ljx+k4rDCMTehSedVBxGIPYuPO2kEtWq47IIz5ZToSzrOG7B6NtUrso67ivwfCUVjajTyHy0VhNFwNhaoggYX0sUARPriSJgaiNRBExvJoqAma1EETDXTRQB891YEbDwLg7KqZEzh9wnlLlMQ3s7DsHRqwYaGVJrThkWd2Lv6MMM9wmVQ/4IS7uxX5a3lbG/OPiuPXR6sUe8Ix3VeiGWe7EvXuoY9o/Eyl7khcc6huU7sfo+Gj7vdQybp2J9PxqyQOoYla/FxoeIMBhEf8xeUHVsTsPhJ7YOooHKceUPMwQYiH4weEO7BxFDgHUqzwF76PbHqJZg69DnwHHuzqe+jcDrELfAfW7vc5/mMvzE6ZMu3G9BU/n3vvSPGn6RRnqVT0Czv9L9r30jnCiOseDxb95Ll7ql8H9GsY8F7UKXgnahQaP880DHrMjvgWr9Sz/eLawCKQ2kgTSQBtJAGkgDaSClgWz8AunAgODACUxIAAAAAElFTkSuQmCC";
