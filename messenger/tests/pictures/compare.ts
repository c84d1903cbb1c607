// Whether two pictures show the same: not pixel by pixel, which no two browsers do alike, but by what is where.
//
// Guarantees: the mean colour of each square of 8 points is compared with the kept picture's at the best of all places
// within 2 points, so letters that stand a point further or are smoothed in another way are the same, while a part that
// is missing, moved by more, clipped or coloured differently is not. Runs in a page of the browser, which reads every
// format.

import type { Page } from "playwright-core";

/** What was found: how many squares differ, of how many, and where, in points from the top left. */
export interface Difference {
  squares: number;
  of: number;
  /** Left, top, right, bottom of all that differs. */
  where: [number, number, number, number] | undefined;
}

/** Squares that may differ, of a thousand. */
export const MOST_PER_MILLE = 2.5;

/** Both as `data:` addresses. Pictures of different sizes differ everywhere. */
export function compare(page: Page, kept: string, taken: string): Promise<Difference> {
  return page.evaluate(
    async ([one = "", other = ""]) => {
      const SQUARE = 8;
      const REACH = 2;
      const FAR = 20;
      /** Sums of a channel over everything above and to the left. */
      const sums = async (address: string): Promise<{ width: number; height: number; channels: Float64Array[] }> => {
        const image = await createImageBitmap(await (await fetch(address)).blob());
        const { width, height } = image;
        const pen = new OffscreenCanvas(width, height).getContext("2d") as OffscreenCanvasRenderingContext2D;
        pen.drawImage(image, 0, 0);
        const { data } = pen.getImageData(0, 0, width, height);
        const channels = [0, 1, 2].map((channel) => {
          const table = new Float64Array((width + 1) * (height + 1));
          for (let y = 0; y < height; y += 1) {
            let row = 0;
            for (let x = 0; x < width; x += 1) {
              row += data[(y * width + x) * 4 + channel] ?? 0;
              table[(y + 1) * (width + 1) + x + 1] = (table[y * (width + 1) + x + 1] ?? 0) + row;
            }
          }
          return table;
        });
        return { width, height, channels };
      };
      const [a, b] = [await sums(one), await sums(other)];
      if (a.width !== b.width || a.height !== b.height) return { squares: 1, of: 1, where: [0, 0, b.width, b.height] as [number, number, number, number] };
      const { width, height } = a;
      const mean = (table: Float64Array, x: number, y: number): number => {
        const line = width + 1;
        const at = (px: number, py: number): number => table[py * line + px] ?? 0;
        return (at(x + SQUARE, y + SQUARE) - at(x, y + SQUARE) - at(x + SQUARE, y) + at(x, y)) / (SQUARE * SQUARE);
      };
      let [squares, of] = [0, 0];
      let where: [number, number, number, number] | undefined;
      for (let y = 0; y + SQUARE <= height; y += SQUARE) {
        for (let x = 0; x + SQUARE <= width; x += SQUARE) {
          of += 1;
          const now = b.channels.map((table) => mean(table, x, y));
          let best = Number.POSITIVE_INFINITY;
          for (let dy = -REACH; dy <= REACH && best > FAR; dy += 1) {
            for (let dx = -REACH; dx <= REACH && best > FAR; dx += 1) {
              const [px, py] = [Math.min(width - SQUARE, Math.max(0, x + dx)), Math.min(height - SQUARE, Math.max(0, y + dy))];
              best = Math.min(best, Math.max(...a.channels.map((table, channel) => Math.abs(mean(table, px, py) - (now[channel] ?? 0)))));
            }
          }
          if (best <= FAR) continue;
          squares += 1;
          where = where ? [Math.min(where[0], x), Math.min(where[1], y), Math.max(where[2], x + SQUARE), Math.max(where[3], y + SQUARE)] : [x, y, x + SQUARE, y + SQUARE];
        }
      }
      return { squares, of, where };
    },
    [kept, taken],
  );
}

/** Whether it is too much. */
export const differs = ({ squares, of }: Difference): boolean => (squares * 1000) / of > MOST_PER_MILLE;
