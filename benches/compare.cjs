// Prints what AWS's language service says of a definition, one finding a line as JSON.
// Usage: node compare.cjs NODE_MODULES FILE
"use strict";

const fs = require("fs");
const path = require("path");

const [modules, file] = process.argv.slice(2);
const { getLanguageService, TextDocument } = require(path.join(modules, "amazon-states-language-service"));

const service = getLanguageService({});
const document = TextDocument.create("file:///definition.asl.json", "asl", 1, fs.readFileSync(file, "utf8"));
// The settings of the AWS Toolkit.
const settings = { comments: "error", trailingCommas: "error" };
service.doValidation(document, service.parseJSONDocument(document), settings).then((findings) => {
    for (const { range, message } of findings) {
        console.log(JSON.stringify({ line: range.start.line + 1, message }));
    }
});
