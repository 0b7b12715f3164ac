// @ts-check
// Deno lints the boards' modules by these too: a function has under 40 lines, as in Python.

const FUNCTION_LINES = 40;
const COMMENT = /^\s*(\/\*\*?|\*|\/\/)/; // explains rather than does, and is not counted

/** @type {Deno.lint.Plugin} */
const plugin = {
  name: "xentviz",
  rules: {
    "short-function": {
      create(context) {
        /** @param {Deno.lint.Node} node */
        const check = (node) => {
          const lines = context.sourceCode.getText(node).split("\n").filter((line) => !COMMENT.test(line)).length;
          if (lines < FUNCTION_LINES) return;
          context.report({ node, message: `A function of ${lines} lines: look for the missing idea.` });
        };
        return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
      },
    },
  },
};

export default plugin;
