import type { LoadPictures, PictureSpec, Pictures } from "../../model/index.ts";

/** Pictures for tests: as SVG the spec itself as JSON, as PNG that with a word before it. */
export class PlainPictures implements Pictures {
  painter: (svg: string) => Promise<string> = async (svg) => `painted ${svg}`;
  closed = false;

  draw(spec: PictureSpec): string {
    return JSON.stringify(spec);
  }

  async paint(svg: string): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.painter(svg));
  }

  close(): void {
    this.closed = true;
  }
}

export const loadPlainPictures: LoadPictures = async () => new PlainPictures();

/** What a picture of these shows. */
export function shown(body: string): PictureSpec {
  const spec: PictureSpec = JSON.parse(body.replace(/^painted /, ""));
  return spec;
}
