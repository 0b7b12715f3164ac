// @ts-check
// Deno lints the boards' modules by these too: a function has under 40 lines, as in Python; and a number
// reaches data-value by `show` and `setValue` of elements.js alone, which know what a step has covered.

const FUNCTION_LINES = 40;
const COMMENT = /^\s*(\/\*\*?|\*|\/\/)/; // explains rather than does, and is not counted

const VALUES_MODULE = "elements.js"; // the only one that writes data-value

/**
 * Whether this is `node.dataset.value`.
 * @param {Deno.lint.Node} node
 */
const isDataValue = (node) =>
  node.type === "MemberExpression" && node.property.type === "Identifier" && node.property.name === "value" &&
  node.object.type === "MemberExpression" && node.object.property.type === "Identifier" &&
  node.object.property.name === "dataset";

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
    "covered-values": {
      create(context) {
        if (!context.filename.includes("/assets/") || context.filename.endsWith(VALUES_MODULE)) return {};
        /** @param {Deno.lint.Node} node */
        const report = (node) => context.report({ node, message: "Write data-value by `show` or `setValue`." });
        return {
          AssignmentExpression: (node) => isDataValue(node.left) && report(node),
          UnaryExpression: (node) => isDataValue(node.argument) && report(node),
          Literal: (node) => node.value === "data-value" && report(node),
        };
      },
    },
  },
};

export default plugin;
