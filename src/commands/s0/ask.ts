import { createInterface } from "node:readline/promises";

/** What a person answers. @throws Error where nobody can: there is no terminal */
export async function asked(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Error("nobody is there to be asked: give --first, --first-at and --second");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
