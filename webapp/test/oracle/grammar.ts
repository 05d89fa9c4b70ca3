import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { temporaryFolder } from "../support/database";

/** A parser that ANTLR generated, as far as it is used here. */
interface Parser {
  sql_script(): unknown;
  readonly _interp: { predictionMode: number };
  removeErrorListeners(): void;
  addErrorListener(listener: object): void;
}

/** Modules of the parser and of the runtime that it needs. */
interface Modules {
  readonly CharStream: new (text: string) => object;
  readonly CommonTokenStream: new (lexer: object) => object;
  readonly PredictionMode: { readonly SLL: number };
  readonly ErrorListener: new () => { syntaxError(...told: unknown[]): void };
  readonly PlSqlLexer: new (input: object) => Pick<Parser, "removeErrorListeners" | "addErrorListener">;
  readonly PlSqlParser: new (tokens: object) => Parser;
}

/** Finds what is wrong with a statement; nothing where it is one. */
export type Grammar = (sql: string) => string[];

const exported = `
export { CharStream, CommonTokenStream, ErrorListener, PredictionMode } from "antlr4";
export { PlSqlLexer, PlSqlParser } from "@griffithswaite/ts-plsql-parser";`;

/**
 * The grammar of Oracle's SQL and PL/SQL in antlr/grammars-v4 (https://github.com/antlr/grammars-v4/tree/master/sql/plsql), as a package
 * has it generated. It is bundled, because jest takes no ES modules.
 */
export async function plSqlGrammar(): Promise<Grammar> {
  const folder = temporaryFolder();
  const outfile = path.join(folder.path, "grammar.cjs");
  await build({
    stdin: { contents: exported, resolveDir: __dirname },
    outfile,
    bundle: true,
    format: "cjs",
    platform: "node",
    define: { "import.meta.url": JSON.stringify(pathToFileURL(__filename).href) },
    logLevel: "error",
  });
  const modules = createRequire(__filename)(outfile) as Modules;
  folder.remove();
  return (sql) => problemsIn(sql, modules);
}

function problemsIn(sql: string, modules: Modules): string[] {
  const { CharStream, CommonTokenStream, ErrorListener, PredictionMode, PlSqlLexer, PlSqlParser } = modules;
  const problems: string[] = [];
  class Listener extends ErrorListener {
    override syntaxError(_recognizer: unknown, _token: unknown, line: number, column: number, said: string) {
      problems.push(`${line}:${column} ${said}`);
    }
  }
  const lexer = new PlSqlLexer(new CharStream(sql));
  const parser = new PlSqlParser(new CommonTokenStream(lexer));
  for (const each of [lexer, parser]) {
    each.removeErrorListeners();
    each.addErrorListener(new Listener());
  }
  // It takes no more than the full prediction does, in a second instead of a minute.
  parser._interp.predictionMode = PredictionMode.SLL;
  // To the end of the text: a statement and what follows it.
  parser.sql_script();
  return problems;
}
