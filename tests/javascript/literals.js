// @ts-check
// A lint plugin that finds nothing wrong: it reports every number and text that is written in a module,
// for the test that compares them with what Python declares. `literals.json` runs it alone.

/**
 * What a literal is written for: the property, the variable or the operator that it goes to.
 * @param {Deno.lint.Node | undefined} parent
 * @returns {string}
 */
function purpose(parent) {
  if (parent?.type === "UnaryExpression") return purpose(parent.parent);
  if (parent?.type === "Property") return nameOf(parent.key);
  if (parent?.type === "VariableDeclarator" && parent.id.type === "Identifier") return parent.id.name;
  if (parent?.type === "BinaryExpression") {
    return [parent.left, parent.right].some(isLength) ? "length" : parent.operator;
  }
  return parent?.type ?? "";
}

/** @param {Deno.lint.Node} key */
function nameOf(key) {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" ? String(key.value) : "";
}

/** @param {Deno.lint.Node} node */
const isLength = (node) =>
  node.type === "MemberExpression" && node.property.type === "Identifier" && node.property.name === "length";

/** @type {Deno.lint.Plugin} */
const plugin = {
  name: "xentviz",
  rules: {
    literals: {
      create: (context) => ({
        Literal(node) {
          const source = node.parent?.type ?? "";
          if (source.startsWith("Import") || source.startsWith("Export")) return;
          context.report({ node, message: JSON.stringify([node.value, purpose(node.parent)]) });
        },
        TemplateElement(node) {
          context.report({ node, message: JSON.stringify([node.cooked, "TemplateLiteral"]) });
        },
      }),
    },
  },
};

export default plugin;
