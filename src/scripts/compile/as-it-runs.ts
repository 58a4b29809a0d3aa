import { type Comment, type Program, parse } from "acorn";
import { type Reason, reason } from "../../model/index.ts";
import { refusal } from "./refuse.ts";

/** What is wrong with code as it will run, and in which line of it. */
export interface Flaw {
  readonly line: number | undefined;
  readonly what: Reason;
}

const OLD_COMMENT = reason("script_old_comment", { marks: "<!--, -->", apart: "< ! --, -- >" });
const NOT_ONE = reason("script_not_one");

/** Whether it is one function in brackets and nothing else. */
function isOneFunction({ body: [statement, ...more] }: Program): boolean {
  return (
    more.length === 0 && statement?.type === "ExpressionStatement" && statement.expression.type === "FunctionExpression"
  );
}

/** The tree of a script; `undefined` when it cannot be read. Its comments are kept, also then. */
function treeOf(code: string, comments: Comment[]): Program | undefined {
  try {
    return parse(code, { ecmaVersion: "latest", sourceType: "script", locations: true, onComment: comments });
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * Looks at code in the way in which the sandbox reads it: as a script, where `<!--` begins a comment, and not as a
 * module. So what was checked is what runs. @returns `undefined` when all is well
 */
export function flawOf(code: string): Flaw | undefined {
  const comments: Comment[] = [];
  const tree = treeOf(code, comments);
  const old = comments.find(({ start }) => code[start] !== "/");
  if (old) return { line: old.loc?.start.line, what: OLD_COMMENT };
  return tree && isOneFunction(tree) ? refusal(tree) : { line: undefined, what: NOT_ONE };
}
