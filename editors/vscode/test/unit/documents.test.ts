import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mayHoldDefinition } from "../../src/documents.js";

describe("documents that may hold a definition", () => {
  const yes: readonly [why: string, language: string, path: string, text: string][] = [
    ["their language says so", "asl", "Untitled-1", ""],
    ["their name says so", "json", "/a/flow.asl.json", ""],
    ["their name says so in YAML", "yaml", "/a/flow.ASL.yml", ""],
    ["they have states", "json", "/a/flow.json", '{"StartAt": "A", "States": {}}'],
    ["they have states and no start yet", "json", "/a/flow.json", '{"States": {"A": {"Type": "Pass"}}}'],
    ["they are a template", "yaml", "/a/template.yaml", "Type: AWS::Serverless::StateMachine"],
    ["they are of Terraform", "terraform", "/a/main.tf", 'resource "aws_sfn_state_machine" "x" {}'],
    [
      "they use the module for Terraform",
      "opentofu",
      "/a/main.tf",
      'source = "terraform-aws-modules/step-functions/aws"',
    ],
    ["they are of Serverless", "yaml", "/a/serverless.yml", "stepFunctions:\n  stateMachines: {}"],
  ];
  for (const [why, language, path, text] of yes) {
    it(`says yes where ${why}`, () => {
      assert.equal(mayHoldDefinition(language, path, text), true);
    });
  }

  it("says no to others", () => {
    assert.equal(mayHoldDefinition("json", "/a/package.json", '{"name": "x", "Type": "y"}'), false);
    assert.equal(mayHoldDefinition("yaml", "/a/template.yaml", "Type: AWS::S3::Bucket"), false);
    assert.equal(mayHoldDefinition("yaml", "/a/basl.yaml", "a: b"), false);
  });
});
