// lower_citeproc.mjs FILE: prints a script of today's JavaScript as ES5, without its comments.
//
// The TypeScript that checks our own scripts (7) no longer writes ES5; the last that does stands beside it
// under the name typescript-es5.
import fs from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const typescript = require("typescript-es5");

const source = fs.readFileSync(process.argv[2], "utf8");
const lowered = typescript.transpileModule(source, {
    compilerOptions: {
        target: typescript.ScriptTarget.ES5,
        module: typescript.ModuleKind.None,
        removeComments: true,
    },
});
process.stdout.write(lowered.outputText);
