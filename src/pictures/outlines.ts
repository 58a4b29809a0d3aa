import type { Font } from "./font.ts";

/**
 * Texts of a picture as shapes, so that nothing has to look for fonts: the painter would read the whole font anew for
 * each single letter.
 */

/** As `textAt` writes it. */
const TEXT =
  /<text x="([-\d.]+)" y="([-\d.]+)" font-size="([\d.]+)" fill="(#\w+)"( font-weight="600")?(?: text-anchor="(\w+)")?>([^<]*)<\/text>/g;
const SIGNS: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

function plain(xml: string): string {
  return xml.replace(/&(?:amp|lt|gt|quot|#39);/g, (sign) => SIGNS[sign] ?? sign);
}

/** Parts of its width by which a text begins before its place. */
const BEFORE: Readonly<Record<string, number>> = { middle: 0.5, end: 1 };

/** The picture with every text as a path. */
export function outlined(svg: string, regular: Font, bold: Font): string {
  return svg.replace(
    TEXT,
    (_all, x: string, y: string, size: string, fill: string, weight?: string, anchor = "", words = "") => {
      const font = weight === undefined ? regular : bold;
      const { path, width } = font.outline(plain(words));
      const scale = Number(size) / font.units;
      const left = Number(x) - width * scale * (BEFORE[anchor] ?? 0);
      return `<path transform="matrix(${scale} 0 0 ${-scale} ${left} ${y})" fill="${fill}" d="${path}"/>`;
    },
  );
}
