/** Gives the reader a file. The address of its content is let go of once the browser has had the time to take it. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** `gleaner-2026-11-20T0800-2026-11-20T2000.csv`, in the site's time. */
export function fileName(from: string, to: string, ending: string): string {
  const short = (iso: string): string => iso.slice(0, 16).replaceAll(":", "");
  return `gleaner-${short(from)}-${short(to)}.${ending}`;
}
